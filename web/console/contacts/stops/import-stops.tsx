import { Button, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { upload } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { useAction } from '../../../shared/use-action.ts';
import { FileDrop } from '../file-drop.tsx';
import { formOf } from '../import/preview.ts';
import { type Job, JobProgress } from '../job-progress.tsx';
import { stopsTexts } from './texts.ts';

/** Puts everybody of a file on the list; from then on nothing leaves to them. */
export function ImportStops({ onClose }: { onClose: () => void }) {
  const t = useTexts(stopsTexts);
  const [reason, setReason] = useState('');
  const [share, setShare] = useState(0);
  const [job, setJob] = useState<Job>();
  const start = useAction(
    (file: File) => {
      const options = { reason: reason.trim() || t.defaultReason };
      const form = formOf(file, options);
      return upload<{ job: Job }>('/do-not-contact/import', form, { onProgress: setShare });
    },
    { onDone: (answer) => setJob(answer.job), refreshes: ['jobs'] },
  );
  return (
    <Dialog onClose={onClose} title={t.importTitle}>
      {job ? (
        <JobProgress id={job.id}>{(seen) => <Outcome job={seen} />}</JobProgress>
      ) : (
        <Stack>
          <Text size="sm">{t.importHint}</Text>
          <TextInput
            label={t.importReason}
            placeholder={t.defaultReason}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
          />
          <FileDrop
            title={t.drop}
            hint={t.dropHint}
            label={t.fileLabel}
            accept=".csv,.tsv,.txt,.xlsx"
            onFile={start.mutate}
            isBusy={start.isPending}
          />
          {start.isPending && <Progress value={share * 100} aria-label={t.importTitle} />}
        </Stack>
      )}
    </Dialog>
  );
}

function Outcome({ job }: { job: Job }) {
  const t = useTexts(stopsTexts);
  const count = (name: string) => Number(job.result?.[name] ?? job.progress[name] ?? 0);
  return (
    <>
      <Text size="sm">{t.imported(count('listed'), count('contacts'), count('cancelled'))}</Text>
      {count('refused') > 0 && job.status === 'done' && (
        <Group>
          <Button
            component="a"
            href={`/jobs/${job.id}/refused`}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t.refused(count('refused'))}
          </Button>
        </Group>
      )}
    </>
  );
}
