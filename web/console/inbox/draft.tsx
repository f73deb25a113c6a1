import { Button, Group, Text, Textarea } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useMay } from '../session/use-session.ts';
import styles from './talk.module.css';
import { talkTexts } from './talk-texts.ts';
import { useKeys } from './use-keys.ts';
import { useSettleDraft } from './use-say.ts';

/** What the AI would answer: sent, changed or thrown away by a person. */
export function Draft({ answerId, text }: { answerId: number; text: string }) {
  const t = useTexts(talkTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const { approve, discard } = useSettleDraft(answerId);
  const [edited, setEdited] = useState<string>();
  const send = () =>
    approve.mutate(edited === undefined || edited.trim() === text ? undefined : edited.trim());
  useKeys({ a: () => may('dialogs.write') && send() });
  // Gone at once; if the server refuses, it is there again.
  if (approve.isPending || approve.isSuccess || discard.isPending || discard.isSuccess) return null;
  return (
    <section className={styles['draft']} aria-label={t.draft}>
      <Group gap={6} mb={4}>
        <IconSparkles size={16} aria-hidden />
        <Text size="sm" fw={600}>
          {t.draft}
        </Text>
        <Text size="xs" c="dimmed">
          {t.draftHint}
        </Text>
      </Group>
      {edited === undefined ? (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {text}
        </Text>
      ) : (
        <Textarea
          aria-label={t.draft}
          value={edited}
          onChange={(event) => setEdited(event.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={4_096}
          autoFocus
        />
      )}
      {may('dialogs.write') && (
        <Group gap="xs" mt="xs">
          <Button size="compact-sm" onClick={send} disabled={edited?.trim() === ''}>
            {t.approve}
          </Button>
          {edited === undefined ? (
            <Button size="compact-sm" variant="default" onClick={() => setEdited(text)}>
              {t.edit}
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => setEdited(undefined)}>
              {common.cancel}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            onClick={() => discard.mutate(undefined)}
          >
            {t.discard}
          </Button>
        </Group>
      )}
    </section>
  );
}
