import { Button, Paper, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { upload } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Failure } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { addTexts } from './add-texts.ts';
import { ImportOutcome } from './upload-list.tsx';
import type { ImportResult } from './use-uploads.ts';

/** An account by the string in which libraries keep a session. */
export function AddByString() {
  const t = useTexts(addTexts);
  const [text, setText] = useState('');
  const [notes, setNotes] = useState('');
  const add = useAction(
    () => {
      const form = new FormData();
      if (notes) form.append('notes', notes);
      form.append('session_string', text.trim());
      return upload<ImportResult>('/accounts/upload', form);
    },
    { refreshes: ['accounts'], onDone: () => setText(''), quiet: true },
  );
  return (
    <Paper withBorder p="md" maw={720}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(undefined);
        }}
      >
        <Stack>
          <Textarea
            label={t.sessionString}
            description={t.sessionStringHint}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            autosize
            minRows={3}
            maxRows={8}
            required
          />
          <TextInput
            label={t.notes}
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
            maxLength={2_000}
          />
          {add.error && <Failure error={add.error} />}
          <div aria-live="polite">{add.data && <ImportOutcome result={add.data} />}</div>
          <Button
            type="submit"
            loading={add.isPending}
            disabled={text.trim() === ''}
            style={{ alignSelf: 'flex-start' }}
          >
            {t.addIt}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
