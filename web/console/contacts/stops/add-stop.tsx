import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { type Recipient, StopDialog } from '../person/stop-dialogs.tsx';
import { readPerson } from './read-person.ts';
import { stopsTexts } from './texts.ts';

/** Puts somebody on the list who needn't be a contact: first who, then why. */
export function AddStop({ onClose }: { onClose: () => void }) {
  const t = useTexts(stopsTexts);
  const common = useTexts(commonTexts);
  const [typed, setTyped] = useState('');
  const [recipient, setRecipient] = useState<Recipient>();
  if (recipient) return <StopDialog recipient={recipient} name={typed.trim()} onClose={onClose} />;
  const read = readPerson(typed);
  return (
    <Dialog onClose={onClose} title={t.addTitle}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setRecipient(read);
        }}
      >
        <Stack>
          <Text size="sm">{t.addHint}</Text>
          <TextInput
            label={t.who}
            description={t.checkHint}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={typed.trim() !== '' && !read && t.badPerson}
            maxLength={100}
            required
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" disabled={!read}>
              {t.next}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
