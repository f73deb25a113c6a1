import { Button, Popover, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useMay } from '../session/use-session.ts';
import type { Judgement } from './inbox.ts';
import { talkTexts } from './talk-texts.ts';

const colors = { refusal: 'red', agreement: 'teal', question: 'blue', unclear: 'gray' } as const;
const verdicts = ['refusal', 'agreement', 'question', 'unclear'] as const;
type Verdict = (typeof verdicts)[number];

/** What was made of a reply; opened, it tells why, and lets an operator correct it. */
export function VerdictChip({ judgement }: { judgement: Judgement }) {
  const t = useTexts(talkTexts);
  const may = useMay();
  const { verdict, corrected_to: corrected } = judgement;
  const shown = corrected ?? verdict;
  return (
    <Popover width={300} position="bottom-start" withArrow trapFocus shadow="md">
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="light"
          color={colors[shown]}
          mt={2}
          aria-label={t.understood(t.verdicts[shown])}
        >
          {corrected ? t.corrected(t.verdicts[corrected]) : t.verdicts[verdict]}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {t.understood(t.verdicts[verdict])}
          </Text>
          <Text size="xs">
            {t.cause}: <code>{judgement.cause}</code>
          </Text>
          <Text size="xs">
            {t.followed}: {judgement.decision_text}
          </Text>
          {may('dialogs.write') && <Correction judgement={judgement} />}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Correction({ judgement }: { judgement: Judgement }) {
  const t = useTexts(talkTexts);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [because, setBecause] = useState('');
  const correct = useAction(
    (body: { verdict: Verdict; because: string }) =>
      take(api.POST('/judgements/{id}/correct', { params: { path: { id: judgement.id } }, body })),
    {
      refreshes: ['dialogs', 'contacts'],
      onDone: ({ message }) => {
        notifyDone(message);
        setBecause('');
      },
    },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (verdict) correct.mutate({ verdict, because: because.trim() });
      }}
    >
      <Stack gap="xs">
        <Select
          size="xs"
          label={t.rightVerdict}
          data={verdicts
            .filter((one) => one !== (judgement.corrected_to ?? judgement.verdict))
            .map((one) => ({ value: one, label: t.verdicts[one] }))}
          value={verdict}
          onChange={(value) => setVerdict(value)}
          comboboxProps={{ withinPortal: false }}
        />
        <Textarea
          size="xs"
          label={t.because}
          description={t.becauseHint}
          value={because}
          onChange={(event) => setBecause(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={500}
        />
        {judgement.decision === 'stop' && (
          <Text size="xs" c="dimmed">
            {t.refusalLifted}
          </Text>
        )}
        <Button
          type="submit"
          size="xs"
          disabled={!verdict || because.trim().length < 3}
          loading={correct.isPending}
        >
          {t.correct}
        </Button>
      </Stack>
    </form>
  );
}
