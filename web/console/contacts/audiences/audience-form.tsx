import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { Form } from '../../../shared/form.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { NameField, NoteField } from './fields.tsx';
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
      <Form
        submit={audience ? common.save : t.create}
        isReady={name.trim() !== ''}
        isBusy={save.isPending}
        error={save.error}
        onSubmit={() => save.mutate(undefined)}
        onCancel={onClose}
      >
        {!audience && (
          <Text size="sm" c="dimmed">
            {t.newHint}
          </Text>
        )}
        <NameField label={t.name} value={name} onChange={setName} isFocused />
        <NoteField label={t.note} value={note} onChange={setNote} />
      </Form>
    </Dialog>
  );
}
