import { Button, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { DataTable } from '../../../shared/data-table.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { offerUndo } from '../../../shared/notify.tsx';
import { Empty, Loaded } from '../../../shared/states.tsx';
import { commonTexts } from '../../../shared/texts.ts';
import { useAction } from '../../../shared/use-action.ts';
import { useMay } from '../../session/use-session.ts';
import { type Contact, nameOf } from '../contact.ts';
import { useContactColumns } from '../list/columns.tsx';
import { contactsTexts } from '../texts.ts';
import { audienceTexts } from './texts.ts';
import { type Audience, useMembers } from './use-audiences.ts';

const keyOf = (contact: Contact) => contact.id;
const refreshes = ['audiences'];

/** The people of an audience; those of a list can be taken off it. */
export function Members({ audience }: { audience: Audience }) {
  const t = useTexts(audienceTexts);
  const common = useTexts(commonTexts);
  const room = useTexts(contactsTexts);
  const may = useMay();
  const navigate = useNavigate();
  const query = useMembers(audience.id);
  const columns = useContactColumns();
  const [chosen, setChosen] = useState<ReadonlySet<string | number>>(new Set());
  const { rows } = query;
  const selected = useMemo(
    () => rows.filter(({ id }) => chosen.has(id)).map(keyOf),
    [rows, chosen],
  );
  const params = { path: { id: audience.id } };
  const putBack = useAction(
    (contact_ids: number[]) =>
      take(api.POST('/audiences/{id}/members', { params, body: { contact_ids } })),
    { refreshes },
  );
  const remove = useAction(
    (contact_ids: number[]) =>
      take(api.DELETE('/audiences/{id}/members', { params, body: { contact_ids } })),
    {
      refreshes,
      onDone: ({ removed }, ids) => {
        setChosen(new Set());
        offerUndo(t.removed(removed ?? ids.length), common.undo, () => putBack.mutate(ids));
      },
    },
  );
  const mayTakeOff = audience.kind === 'list' && may('contacts.write');
  return (
    <Loaded query={{ ...query, data: query.first }}>
      {() => (
        <>
          {selected.length > 0 && (
            <Group>
              <Button
                size="compact-sm"
                variant="default"
                loading={remove.isPending}
                onClick={() => remove.mutate(selected)}
              >
                {t.removeChosen(selected.length)}
              </Button>
            </Group>
          )}
          <DataTable
            label={t.members}
            columns={columns}
            rows={rows}
            keyOf={keyOf}
            onOpen={({ id }) => void navigate({ to: '/contacts/$id', params: { id: String(id) } })}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={query.fetchNextPage}
            height="calc(100dvh - 280px)"
            {...(mayTakeOff && {
              selection: {
                selected: new Set<string | number>(selected),
                onChange: setChosen,
                labelOf: (contact: Contact) => t.select(nameOf(contact, room.nameless)),
              },
            })}
            empty={
              <Empty title={t.nobody}>
                {audience.kind === 'list' ? t.nobodyList : t.nobodyFilter}
              </Empty>
            }
          />
        </>
      )}
    </Loaded>
  );
}
