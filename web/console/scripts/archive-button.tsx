import { Button } from '@mantine/core';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { offerUndo } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { scriptsTexts } from './texts.ts';

type ArchiveButtonProps = { script: { id: number; name: string; archived: boolean } };

/** Puts a script away, or takes it out again. */
export function ArchiveButton({ script: { id, name, archived } }: ArchiveButtonProps) {
  const t = useTexts(scriptsTexts);
  const common = useTexts(commonTexts);
  const put = useAction(
    (wanted: boolean) =>
      take(api.PATCH('/scripts/{id}', { params: { path: { id } }, body: { archived: wanted } })),
    {
      refreshes: ['scripts'],
      // Before the list is read again: this button leaves it along with its row.
      onDone: (_, wanted) =>
        offerUndo(wanted ? t.wasArchived(name) : t.wasRestored(name), common.undo, () =>
          put.mutate(!wanted),
        ),
    },
  );
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={put.isPending}
      onClick={(event) => {
        // A row that opens the script stands below.
        event.stopPropagation();
        put.mutate(!archived);
      }}
    >
      {archived ? t.fromArchive : t.toArchive}
    </Button>
  );
}
