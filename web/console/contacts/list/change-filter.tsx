import { Alert, Button, Group, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { api, take } from '../../../shared/api.ts';
import { useTexts } from '../../../shared/language.tsx';
import { offerUndo } from '../../../shared/notify.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { useAudience } from '../audiences/use-audiences.ts';
import type { Filter } from './filter.ts';
import { listTexts } from './texts.ts';

/** The list shows whom the changed filter of an audience would find; here it is kept or left. */
export function ChangeFilter({ audienceId, filter }: { audienceId: number; filter: Filter }) {
  const t = useTexts(listTexts);
  const common = useTexts(commonTexts);
  const navigate = useNavigate();
  const { data: audience } = useAudience(audienceId);
  const put = (wanted: Filter) =>
    take(
      api.PATCH('/audiences/{id}', {
        params: { path: { id: audienceId } },
        body: { filter: wanted },
      }),
    );
  const refreshes = ['audiences'];
  const undo = useAction(put, { refreshes });
  const back = () =>
    void navigate({ to: '/contacts/audiences', search: { id: String(audienceId) } as never });
  const save = useAction(put, {
    refreshes,
    onDone: ({ audience: saved }) => {
      const before = audience?.filter as Filter | null | undefined;
      offerUndo(t.filterChanged(saved.name), common.undo, () => before && undo.mutate(before));
      back();
    },
  });
  if (audience?.kind !== 'filter') return null;
  return (
    <Alert variant="light" p="xs">
      <Group gap="xs" justify="space-between">
        <Text size="sm" c="bright">
          {t.changesFilter(audience.name)}
        </Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={back}>
            {common.cancel}
          </Button>
          <Button size="xs" loading={save.isPending} onClick={() => save.mutate(filter)}>
            {common.save}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
