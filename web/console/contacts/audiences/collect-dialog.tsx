import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { type Job, JobProgress } from '../job-progress.tsx';
import { CollectFromChat } from './collect-from-chat.tsx';
import { CollectFromWriters } from './collect-from-writers.tsx';
import { collectTexts } from './collect-texts.ts';
import type { Collecting } from './use-chats.ts';

/** A new list of the people of a chat, or of those who wrote; a job fills it. */
export function CollectDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(collectTexts);
  const [from, setFrom] = useState('chat');
  const [begun, setBegun] = useState<Collecting>();
  if (begun)
    return (
      <Dialog onClose={onClose} title={t.progress}>
        <JobProgress id={begun.job.id}>
          {(job) => <Outcome job={job} audienceId={begun.audience_id} />}
        </JobProgress>
      </Dialog>
    );
  return (
    <Dialog onClose={onClose} title={t.title}>
      <Stack>
        <SegmentedControl
          aria-label={t.from}
          value={from}
          onChange={setFrom}
          data={[
            { value: 'chat', label: t.fromChat },
            { value: 'wrote', label: t.fromWriters },
          ]}
        />
        <Text size="sm" c="dimmed">
          {from === 'chat' ? t.chatHint : t.writersHint}
        </Text>
        {from === 'chat' ? (
          <CollectFromChat onBegun={setBegun} />
        ) : (
          <CollectFromWriters onBegun={setBegun} />
        )}
      </Stack>
    </Dialog>
  );
}

const counted = ['found', 'added', 'known', 'bots', 'deleted', 'stopped', 'unlisted'] as const;

/** What came of it so far. */
function Outcome({ job, audienceId }: { job: Job; audienceId: number }) {
  const t = useTexts(collectTexts);
  const told: Record<string, unknown> = { ...job.progress, ...job.result };
  const over = Number(told['over_limit'] ?? 0);
  return (
    <Stack gap={4}>
      {counted
        .filter((name) => Number(told[name]) > 0)
        .map((name) => (
          <Text key={name} size="sm">
            {t.counts[name]}: {Number(told[name])}
          </Text>
        ))}
      {over > 0 && (
        <Text size="sm" fw={600}>
          {t.overLimit(over)}
        </Text>
      )}
      <Button
        component={Link}
        to="/contacts/audiences"
        search={{ id: String(audienceId) } as never}
        variant="default"
        mt="sm"
      >
        {t.toAudience}
      </Button>
    </Stack>
  );
}
