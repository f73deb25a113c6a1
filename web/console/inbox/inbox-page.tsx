import { Center, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useTexts } from '../../shared/language.tsx';
import styles from './inbox.module.css';
import { KeysHelp } from './keys-help.tsx';
import { ListPane } from './list-pane.tsx';
import { NewsOfList } from './news-of-list.tsx';
import { OpenDialog } from './open-dialog.tsx';
import { inboxTexts } from './texts.ts';
import { useDialogs } from './use-dialogs.ts';
import { useInboxSearch } from './use-inbox-search.ts';
import { useKeys } from './use-keys.ts';
import { useStep } from './use-step.ts';

/** The dialogs of all accounts: the list, the talk, the person. */
export default function InboxPage() {
  const t = useTexts(inboxTexts);
  const { number, view, account, q, pane, open } = useInboxSearch();
  const list = useDialogs({ view, account, q });
  const searchField = useRef<HTMLInputElement>(null);
  const [isHelpOpen, help] = useDisclosure();
  const step = useStep(list.rows, number, open);
  useEffect(() => {
    document.title = `${t.title} · Vestnik`;
  }, [t]);
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    '/': () => searchField.current?.focus(),
    '?': help.open,
  });
  const isPersonShown = pane === 'person' && number !== undefined;
  const shown = number === undefined ? 'list' : isPersonShown ? 'person' : 'talk';
  return (
    <div className={styles['inbox']} data-person={isPersonShown}>
      <section
        className={styles['pane']}
        data-pane="list"
        data-shown={shown === 'list'}
        aria-label={t.list}
      >
        <ListPane list={list} openNumber={number} searchField={searchField} onHelp={help.open} />
      </section>
      {number === undefined ? (
        <section className={styles['pane']} data-pane="talk" data-shown={false}>
          <Center flex={1}>
            <Stack gap={4} ta="center" p="md">
              <Text fw={600}>{t.choose}</Text>
              <Text size="sm" c="dimmed">
                {t.chooseHint}
              </Text>
            </Stack>
          </Center>
        </section>
      ) : (
        <OpenDialog
          key={number}
          number={number}
          shown={shown}
          isPersonShown={isPersonShown}
          onDone={() => step(1)}
        />
      )}
      {isHelpOpen && <KeysHelp onClose={help.close} />}
      <NewsOfList key={view} dialogs={list.rows} openNumber={number} />
    </div>
  );
}
