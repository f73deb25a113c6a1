import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { type Job, JobProgress } from '../job-progress.tsx';
import type { Whom } from './add-to-audience.tsx';
import { listTexts } from './texts.ts';

type Format = 'csv' | 'xlsx';
type ExportPeopleProps = { whom: Whom | { audience: number; name: string }; onClose: () => void };

/** Makes a file of people: picked, found or of an audience. */
export function ExportPeople({ whom, onClose }: ExportPeopleProps) {
  const t = useTexts(listTexts);
  const common = useTexts(commonTexts);
  const [format, setFormat] = useState<Format>('xlsx');
  const [job, setJob] = useState<Job>();
  const start = useAction(() => startExport(whom, format), {
    refreshes: ['jobs'],
    onDone: (answer) => setJob(answer.job),
  });
  return (
    <Dialog onClose={onClose} title={t.exportTitle}>
      <Stack>
        <Text size="sm">
          {'audience' in whom
            ? whom.name
            : 'filter' in whom
              ? t.exportWhatAll
              : t.exportWhat(whom.contact_ids.length)}
        </Text>
        {job ? (
          <JobProgress id={job.id}>
            {({ status, file }) =>
              status === 'done' &&
              file && (
                <Button
                  component="a"
                  href={`/jobs/${job.id}/file`}
                  download
                  leftSection={<IconDownload size={16} aria-hidden />}
                >
                  {t.download}
                </Button>
              )
            }
          </JobProgress>
        ) : (
          <>
            <SegmentedControl
              aria-label={t.format}
              value={format}
              onChange={(value) => setFormat(value as Format)}
              data={[
                { value: 'xlsx', label: t.xlsx },
                { value: 'csv', label: t.csv },
              ]}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {common.cancel}
              </Button>
              <Button loading={start.isPending} onClick={() => start.mutate(undefined)}>
                {t.makeFile}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Dialog>
  );
}

function startExport(whom: ExportPeopleProps['whom'], format: Format) {
  const query = { format, delimiter: ';' as const };
  if ('audience' in whom)
    return take(
      api.POST('/audiences/{id}/export', {
        params: { path: { id: whom.audience }, query },
        body: {},
      }),
    );
  return take(api.POST('/contacts/export', { params: { query }, body: whom }));
}
