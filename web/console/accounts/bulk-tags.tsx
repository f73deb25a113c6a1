import { Button, Group, Stack, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../shared/dialog.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone, offerUndo } from '../../shared/notify.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { tagAccounts } from './change-account.ts';
import { accountsTexts } from './texts.ts';
import type { Account } from './use-accounts.ts';

type BulkTagsProps = {
  accounts: readonly Account[];
  what: 'addTags' | 'removeTags';
  onClose: () => void;
};

/** Which tags the chosen accounts get or lose. */
export function BulkTags({ accounts, what, onClose }: BulkTagsProps) {
  const t = useTexts(accountsTexts);
  const common = useTexts(commonTexts);
  const [tags, setTags] = useState<string[]>([]);
  const isAdding = what === 'addTags';
  const refreshes = ['accounts'];
  const undo = useAction(
    (changed: readonly Changed[]) =>
      Promise.all(
        changed.map(({ ids, ...way }) =>
          tagAccounts(ids, isAdding ? { remove: way.tags } : { add: way.tags }),
        ),
      ),
    { refreshes },
  );
  const apply = useAction(
    () =>
      tagAccounts(
        accounts.map(({ id }) => id),
        isAdding ? { add: tags } : { remove: tags },
      ),
    {
      refreshes,
      quiet: true,
      onDone: (ids) => {
        onClose();
        if (ids.length === 0) return notifyDone(t.taggedNone);
        const changed = whatChanged(accounts, tags, isAdding);
        offerUndo(t.allDone(ids.length), common.undo, () => undo.mutate(changed));
      },
    },
  );
  return (
    <Dialog title={isAdding ? t.tagsToAdd : t.tagsToRemove} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply.mutate(undefined);
        }}
      >
        <Stack>
          <TagsInput
            label={t.tags}
            description={t.tagsHint}
            data={[...new Set(accounts.flatMap((account) => account.tags))].sort()}
            value={tags}
            onChange={setTags}
            maxTags={50}
            acceptValueOnBlur
            data-autofocus
          />
          {apply.error && <Failure error={apply.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={apply.isPending} disabled={tags.length === 0}>
              {t.apply}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

type Changed = { tags: string[]; ids: string[] };

/** Which accounts got, or lost, the very same of the tags: what undoing must take back. */
function whatChanged(
  accounts: readonly Account[],
  tags: readonly string[],
  isAdding: boolean,
): Changed[] {
  const groups = new Map<string, Changed>();
  for (const { id, tags: had } of accounts) {
    const others = tags.filter((tag) => had.includes(tag) !== isAdding);
    const key = JSON.stringify(others);
    const group = groups.get(key) ?? { tags: others, ids: [] };
    groups.set(key, { ...group, ids: [...group.ids, id] });
  }
  return [...groups.values()].filter((group) => group.tags.length > 0);
}
