import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { useAction } from '../../shared/use-action.ts';
import type { Dialog } from './inbox.ts';
import { personTexts } from './person-texts.ts';

/** What the team noted of a dialog; saved when the field is left. */
export function Notes({ dialog }: { dialog: Dialog }) {
  const t = useTexts(personTexts);
  const [typed, setTyped] = useState<string>();
  const save = useAction(
    (notes: string) =>
      take(
        api.PATCH('/dialogs/number/{number}', {
          params: { path: { number: dialog.id } },
          body: { notes },
        }),
      ),
    {
      refreshes: ['dialogs'],
      onDone: () => notifyDone(t.notesSaved),
    },
  );
  return (
    <Textarea
      label={t.notes}
      description={t.notesHint}
      size="sm"
      autosize
      minRows={2}
      maxRows={12}
      maxLength={10_000}
      value={typed ?? dialog.notes}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed === undefined || typed === dialog.notes) return setTyped(undefined);
        save.mutate(typed, { onSuccess: () => setTyped(undefined) });
      }}
    />
  );
}
