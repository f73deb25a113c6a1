import { Alert, Button, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Card } from '../../../shared/card.tsx';
import { formatNumber } from '../../../shared/counts.ts';
import { useLanguage, useTexts } from '../../../shared/language.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { type Job, JobProgress } from '../job-progress.tsx';
import { type ImportOptions, startImport } from './preview.ts';
import { importTexts } from './texts.ts';

type RunStepProps = {
  /** Undefined where the page was opened by the address of a job. */
  file: File | undefined;
  options: ImportOptions | undefined;
  job: number | undefined;
  onJob: (id: number | undefined) => void;
  onBack: () => void;
  onAgain: () => void;
};

/** The file is tried as a whole, then brought in; both are jobs that can be looked at and ended. */
export function RunStep({ file, options, job, onJob, onBack, onAgain }: RunStepProps) {
  const t = useTexts(importTexts);
  const common = useTexts(commonTexts);
  const [share, setShare] = useState(0);
  const sending = useRef<AbortController>(undefined);
  const start = useAction(
    async (isDry: boolean) => {
      if (!file || !options) throw new Error('no file is chosen');
      sending.current = new AbortController();
      setShare(0);
      const upload = { onProgress: setShare, signal: sending.current.signal };
      return startImport(file, { ...options, dry_run: isDry }, upload).catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') return undefined;
        throw error;
      });
    },
    {
      refreshes: ['jobs'],
      onDone: (started) => started && onJob(started.id),
    },
  );
  if (start.isPending)
    return (
      <Card title={t.runTitle}>
        <Stack gap="xs">
          <Text size="sm" role="status">
            {t.sending(Math.round(share * 100))}
          </Text>
          <Progress value={share * 100} aria-label={t.sending(Math.round(share * 100))} />
          <Group>
            <Button size="compact-sm" variant="default" onClick={() => sending.current?.abort()}>
              {common.cancel}
            </Button>
          </Group>
        </Stack>
      </Card>
    );
  if (job === undefined)
    return (
      <Card title={t.dryTitle}>
        <Text size="sm" mb="md">
          {t.dryRunHint}
        </Text>
        <Group>
          <Button variant="default" onClick={onBack}>
            {t.back}
          </Button>
          <Button variant="light" onClick={() => start.mutate(true)} disabled={!file}>
            {t.dryRun}
          </Button>
          <Button onClick={() => start.mutate(false)} disabled={!file}>
            {t.run}
          </Button>
        </Group>
      </Card>
    );
  return (
    <JobProgress id={job}>
      {(seen) => (
        <Outcome
          job={seen}
          mayRun={file !== undefined && options !== undefined}
          onRun={() => start.mutate(false)}
          onBack={() => {
            onJob(undefined);
            onBack();
          }}
          onAgain={onAgain}
        />
      )}
    </JobProgress>
  );
}

const countNames = ['rows', 'added', 'known', 'stopped', 'refused', 'empty'] as const;

type OutcomeProps = {
  job: Job;
  mayRun: boolean;
  onRun: () => void;
  onBack: () => void;
  onAgain: () => void;
};

/** What came of it so far, and what can be done next. */
function Outcome({ job, mayRun, onRun, onBack, onAgain }: OutcomeProps) {
  const t = useTexts(importTexts);
  const { language } = useLanguage();
  const { result, progress, status } = job;
  const counts: Record<string, unknown> = { rows: progress.done, ...progress, ...result };
  const isDry = result?.['dry_run'] === true;
  const refused = Number(counts['refused'] ?? 0);
  const isOver = status !== 'queued' && status !== 'running';
  return (
    <Stack>
      <Card title={job.title}>
        <SimpleGrid cols={{ base: 2, xs: 3, md: 6 }} component="dl" m={0}>
          {countNames.map((name) => (
            <Stack key={name} gap={0}>
              <Text component="dt" size="xs" c="dimmed">
                {t.counts[name]}
              </Text>
              <Text component="dd" m={0} fw={600} size="lg">
                {formatNumber(Number(counts[name] ?? 0), language)}
              </Text>
            </Stack>
          ))}
        </SimpleGrid>
      </Card>
      {status === 'done' && (
        <Alert color={isDry ? 'blue' : 'teal'}>{isDry ? t.nothingWritten : t.finished}</Alert>
      )}
      <Group>
        {refused > 0 && isOver && (
          <Button
            component="a"
            href={`/jobs/${job.id}/refused`}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t.refusedFile(refused)}
          </Button>
        )}
        {isDry && mayRun && (
          <>
            <Button variant="default" onClick={onBack}>
              {t.back}
            </Button>
            <Button onClick={onRun}>{t.run}</Button>
          </>
        )}
        {isOver && !(isDry && mayRun) && (
          <>
            <Button component={Link} to="/contacts">
              {t.toContacts}
            </Button>
            <Button variant="default" onClick={onAgain}>
              {t.newImport}
            </Button>
          </>
        )}
      </Group>
      {isDry && !mayRun && (
        <Text size="sm" c="dimmed">
          {t.lost}
        </Text>
      )}
    </Stack>
  );
}
