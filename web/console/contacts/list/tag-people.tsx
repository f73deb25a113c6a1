import { Button, Group, Stack, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { notifyDone, offerUndo } from '../../../shared/notify.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import type { Contact } from '../contact.ts';
import { listTexts } from './texts.ts';

type Change = { ids: readonly number[]; add: string[]; remove: string[] };

/** The server takes so many at a time. */
const CHUNK = 1_000;
const refreshes = ['contacts', 'contact-count'];

/** Gives the same tags to many people, or takes them off. */
export function TagPeople({
  people,
  onClose,
}: {
  people: readonly Contact[];
  onClose: () => void;
}) {
  const t = useTexts(listTexts);
  const common = useTexts(commonTexts);
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const known = [...new Set(people.flatMap(({ tags }) => tags))].sort();
  const undo = useAction(retag, { refreshes });
  const apply = useAction(
    async () => {
      const ids = people.map(({ id }) => id);
      // Adding and taking off are undone apart: each for those alone whom it changed.
      const added = add.length > 0 ? await retag({ ids, add, remove: [] }) : [];
      const removed = remove.length > 0 ? await retag({ ids, add: [], remove }) : [];
      return { added, removed };
    },
    {
      refreshes,
      onDone: ({ added, removed }) => {
        onClose();
        const changed = new Set([...added, ...removed]).size;
        if (changed === 0) return notifyDone(t.taggedNobody);
        offerUndo(t.tagged(changed), common.undo, () => {
          if (added.length > 0) undo.mutate({ ids: added, add: [], remove: add });
          if (removed.length > 0) undo.mutate({ ids: removed, add: remove, remove: [] });
        });
      },
    },
  );
  return (
    <Dialog onClose={onClose} title={t.tagTitle(people.length)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply.mutate(undefined);
        }}
      >
        <Stack>
          <TagsInput
            label={t.tagsToAdd}
            placeholder={add.length > 0 ? '' : t.tagsTyping}
            value={add}
            onChange={setAdd}
            data={known}
            splitChars={[',', ';']}
            maxTags={50}
            acceptValueOnBlur
            data-autofocus
          />
          <TagsInput
            label={t.tagsToRemove}
            value={remove}
            onChange={setRemove}
            data={known}
            splitChars={[',', ';']}
            maxTags={50}
            acceptValueOnBlur
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button
              type="submit"
              loading={apply.isPending}
              disabled={add.length + remove.length === 0}
            >
              {t.apply}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** @returns the ids of those whose tags changed */
async function retag({ ids, add, remove }: Change): Promise<number[]> {
  const changed: number[] = [];
  for (let from = 0; from < ids.length; from += CHUNK) {
    const contact_ids = ids.slice(from, from + CHUNK);
    const answer = await take(api.POST('/contacts/tags', { body: { contact_ids, add, remove } }));
    changed.push(...answer.contact_ids);
  }
  return changed;
}
