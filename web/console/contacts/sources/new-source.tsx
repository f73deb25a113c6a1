import { Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { notifyDone } from '../../../shared/notify.tsx';
import { Failure } from '../../../shared/states.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import type { Basis } from '../contact.ts';
import { contactsTexts } from '../texts.ts';
import { sourcesTexts } from './texts.ts';

/** Declares a source with the basis that it stands for from then on. */
export function NewSource({ onClose }: { onClose: () => void }) {
  const t = useTexts(sourcesTexts);
  const room = useTexts(contactsTexts);
  const common = useTexts(commonTexts);
  const [name, setName] = useState('');
  const [basis, setBasis] = useState<Basis>('opt_in');
  const [note, setNote] = useState('');
  const declare = useAction(
    () => take(api.POST('/sources', { body: { name: name.trim(), basis, note: note.trim() } })),
    {
      quiet: true,
      refreshes: ['sources'],
      onDone: ({ source }) => {
        notifyDone(t.declared(source.name));
        onClose();
      },
    },
  );
  return (
    <Dialog onClose={onClose} title={t.new} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          declare.mutate(undefined);
        }}
      >
        <Stack>
          <TextInput
            label={t.name}
            description={t.nameHint}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            required
            data-autofocus
          />
          <Radio.Group
            label={t.basis}
            description={t.basisFixed}
            value={basis}
            onChange={(value) => setBasis(value as Basis)}
          >
            <Stack gap="xs" mt="xs">
              {(Object.keys(room.basis) as Basis[]).map((key) => (
                <Radio
                  key={key}
                  value={key}
                  label={room.basis[key]}
                  description={room.basisHint[key]}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={t.note}
            description={t.noteHint}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            maxLength={2_000}
            autosize
          />
          {declare.error && <Failure error={declare.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={declare.isPending} disabled={!name.trim()}>
              {t.declare}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
