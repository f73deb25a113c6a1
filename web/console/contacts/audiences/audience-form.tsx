import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { Failure } from '../../../shared/states.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { audienceTexts } from './texts.ts';
import type { Audience } from './use-audiences.ts';

/** A new list, or the name and the note of an audience there is. */
export function AudienceForm({ audience, onClose }: { audience?: Audience; onClose: () => void }) {
  const t = useTexts(audienceTexts);
  const common = useTexts(commonTexts);
  const navigate = useNavigate();
  const [name, setName] = useState(audience?.name ?? '');
  const [note, setNote] = useState(audience?.note ?? '');
  const save = useAction(
    () => {
      const body = { name: name.trim(), note: note.trim() };
      if (!audience) return take(api.POST('/audiences', { body }));
      return take(api.PATCH('/audiences/{id}', { params: { path: { id: audience.id } }, body }));
    },
    {
      quiet: true,
      refreshes: ['audiences'],
      onDone: ({ audience: saved }) => {
        onClose();
        void navigate({ to: '/contacts/audiences', search: { id: String(saved.id) } as never });
      },
    },
  );
  return (
    <Dialog onClose={onClose} title={audience ? t.rename : t.newTitle}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Stack>
          {!audience && (
            <Text size="sm" c="dimmed">
              {t.newHint}
            </Text>
          )}
          <TextInput
            label={t.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            required
            data-autofocus
          />
          <Textarea
            label={t.note}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={2_000}
            autosize
          />
          {save.error && <Failure error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
              {audience ? common.save : t.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
