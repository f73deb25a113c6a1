import { Autocomplete, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { notifyDone } from '../../../shared/notify.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { type Job, JobProgress } from '../job-progress.tsx';
import { useAudiences } from '../use-choices.ts';
import type { Filter } from './filter.ts';
import { listTexts } from './texts.ts';

export type Whom = { contact_ids: number[] } | { filter: Filter };

/** Puts people on a list that there is, or on a new one. Many of them are put there by a job. */
export function AddToAudience({ whom, onClose }: { whom: Whom; onClose: () => void }) {
  const t = useTexts(listTexts);
  const common = useTexts(commonTexts);
  const [name, setName] = useState('');
  const [job, setJob] = useState<Job>();
  const lists = (useAudiences().data ?? []).filter(({ kind }) => kind === 'list');
  const wanted = name.trim();
  const known = lists.find((list) => list.name.toLowerCase() === wanted.toLowerCase());
  const add = useAction(
    async () => {
      const made = known ?? (await makeList(wanted));
      const params = { path: { id: made.id } };
      return take(api.POST('/audiences/{id}/members', { params, body: whom }));
    },
    {
      refreshes: ['audiences'],
      onDone: ({ job, message }) => {
        if (job) return setJob(job);
        notifyDone(message);
        onClose();
      },
    },
  );
  const title = 'filter' in whom ? t.audienceAllTitle : t.audienceTitle(whom.contact_ids.length);
  if (job)
    return (
      <Dialog onClose={onClose} title={t.filling(wanted)}>
        <JobProgress id={job.id} />
      </Dialog>
    );
  return (
    <Dialog onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted) add.mutate(undefined);
        }}
      >
        <Stack>
          <Autocomplete
            label={t.audience}
            description={t.audienceHint}
            data={lists.map((list) => list.name)}
            value={name}
            onChange={setName}
            maxLength={200}
            required
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={add.isPending} disabled={!wanted}>
              {known || !wanted ? t.add : t.newAudience(wanted)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

async function makeList(name: string) {
  const { audience } = await take(api.POST('/audiences', { body: { name, note: '' } }));
  return audience;
}
