import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { notifyDone } from '../../../shared/notify.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { type Contact, recipientOf } from '../contact.ts';
import { type SourceChoice, SourceFields } from '../source-fields.tsx';
import { personTexts } from './texts.ts';

/** Records that a person may be written to, where it comes from and what proves it. */
export function ConsentDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const t = useTexts(personTexts);
  const common = useTexts(commonTexts);
  const [source, setSource] = useState<SourceChoice>({ name: '', basis: null });
  const [note, setNote] = useState('');
  const save = useAction(
    (basis: NonNullable<SourceChoice['basis']>) => {
      const { user_id, ...names } = recipientOf(contact) ?? {};
      const evidence = note.trim() ? { note: note.trim() } : {};
      const consent = { source: source.name.trim(), basis, evidence };
      return take(
        api.POST('/contacts', {
          body: { ...names, ...(user_id !== undefined && { telegram_id: user_id }), consent },
        }),
      );
    },
    {
      refreshes: ['contacts', 'sources', 'contact-count'],
      onDone: () => {
        notifyDone(t.consentSaved);
        onClose();
      },
    },
  );
  const { basis } = source;
  return (
    <Dialog onClose={onClose} title={t.consentTitle}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (basis) save.mutate(basis);
        }}
      >
        <Stack>
          <SourceFields
            value={source}
            onChange={setSource}
            label={t.consentSource}
            hint={t.consentSourceHint}
            isRequired
          />
          <Textarea
            label={t.consentNote}
            description={t.consentNoteHint}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={1_000}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!basis || source.name.trim() === ''}
            >
              {common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
