import { Button, Center, Text } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { Loaded, Loading } from '../../shared/states.tsx';
import { Announcer } from './announcer.tsx';
import { HistoryBlocks } from './history-blocks.tsx';
import { type Dialog, nameOf } from './inbox.ts';
import styles from './talk.module.css';
import { talkTexts } from './talk-texts.ts';
import { Unsent } from './unsent.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useHistory } from './use-talk.ts';

/** So near the top the older page is asked for. */
const NEAR_TOP_PX = 600;
const AT_END_PX = 40;

/** What was said, the newest below. It stays where one reads; news are told of beneath. */
export function History({ dialog }: { dialog: Dialog }) {
  const t = useTexts(talkTexts);
  const query = useHistory(dialog.id);
  const { messages, judgements, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const scroller = useRef<HTMLElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const newest = messages.at(-1);
  const newestId = newest?.id ?? 0;
  const [readTo, setReadTo] = useState(newestId);
  if (isAtEnd && readTo < newestId) setReadTo(newestId);

  useMarkRead(dialog, readTo);

  const look = (element: HTMLElement) => {
    // The scroll begins at the end: upwards it is negative.
    const fromTop = element.scrollHeight - element.clientHeight + element.scrollTop;
    setIsAtEnd(element.scrollTop > -AT_END_PX);
    if (fromTop < NEAR_TOP_PX && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };

  return (
    <div className={styles['middle']}>
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        tabIndex={0}
        aria-label={t.history}
        className={styles['history']}
        onScroll={(event) => look(event.currentTarget)}
      >
        <div className={styles['talk']}>
          <Loaded query={query}>
            {() => (
              <>
                {isFetchingNextPage && <Loading />}
                {hasNextPage && !isFetchingNextPage && (
                  <Center>
                    <Button size="compact-xs" variant="subtle" onClick={() => void fetchNextPage()}>
                      {t.older}
                    </Button>
                  </Center>
                )}
                {messages.length === 0 && (
                  <Text c="dimmed" size="sm" ta="center">
                    {t.nothingSaid}
                  </Text>
                )}
                <HistoryBlocks messages={messages} judgements={judgements} scroller={scroller} />
                <Unsent number={dialog.id} />
              </>
            )}
          </Loaded>
        </div>
      </section>
      {!isAtEnd && readTo < newestId && (
        <div className={styles['below']}>
          <Button
            size="compact-sm"
            radius="xl"
            leftSection={<IconArrowDown size={14} aria-hidden />}
            onClick={() => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' })}
          >
            {t.newBelow}
          </Button>
        </div>
      )}
      <Announcer
        id={newest?.direction === 'in' ? newestId : 0}
        words={`${nameOf(dialog)}: ${newest?.text ?? newest?.caption ?? t.typeOf[newest?.type ?? 'text']}`}
      />
    </div>
  );
}
