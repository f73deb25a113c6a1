import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { notifyDone } from '../../../shared/notify.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import type { Filter } from './filter.ts';
import { listTexts } from './texts.ts';

/** Keeps a filter as an audience that finds its people by itself. */
export function SaveFilter({ filter, onClose }: { filter: Filter; onClose: () => void }) {
  const t = useTexts(listTexts);
  const common = useTexts(commonTexts);
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const save = useAction(
    () => take(api.POST('/audiences', { body: { name: name.trim(), note: '', filter } })),
    {
      refreshes: ['audiences'],
      onDone: ({ audience }) => {
        notifyDone(t.audienceMade(audience.name));
        onClose();
        void navigate({
          to: '/contacts/audiences',
          search: { id: String(audience.id) } as never,
        });
      },
    },
  );
  return (
    <Dialog onClose={onClose} title={t.filterTitle}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t.filterHint}
          </Text>
          {Object.keys(filter).length === 0 && <Alert color="yellow">{t.filterEmpty}</Alert>}
          <TextInput
            label={t.audienceName}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            required
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
              {t.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
