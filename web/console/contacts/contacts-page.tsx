import { Button, Group, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconFileImport, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { useMay } from '../session/use-session.ts';
import { type Contact, nameOf } from './contact.ts';
import { AddContact } from './list/add-contact.tsx';
import { AddToAudience } from './list/add-to-audience.tsx';
import { ChangeFilter } from './list/change-filter.tsx';
import { useContactColumns } from './list/columns.tsx';
import { ExportPeople } from './list/export-people.tsx';
import { type Filter, readFilter } from './list/filter.ts';
import { FilterBar } from './list/filter-bar.tsx';
import { SaveFilter } from './list/save-filter.tsx';
import { SelectionBar } from './list/selection-bar.tsx';
import { listTexts } from './list/texts.ts';
import { useContactCount, useContacts } from './list/use-contacts.ts';
import { RoomTabs } from './room-tabs.tsx';
import { contactsTexts } from './texts.ts';

const keyOf = (contact: Contact) => contact.id;

export default function ContactsPage() {
  const t = useTexts(listTexts);
  const room = useTexts(contactsTexts);
  const may = useMay();
  const navigate = useNavigate();
  const [address, change] = useAddress();
  const filter = readFilter(address);
  const query = useContacts(filter);
  const columns = useContactColumns();
  const [chosen, setChosen] = useState<ReadonlySet<string | number>>(new Set());
  const { rows } = query;
  const selected = useMemo(() => rows.filter(({ id }) => chosen.has(id)), [rows, chosen]);
  const knownTags = useMemo(() => [...new Set(rows.flatMap(({ tags }) => tags))].sort(), [rows]);
  const isFiltered = Object.keys(filter).length > 0;
  const isEmpty = query.isSuccess && !query.isPlaceholderData && rows.length === 0 && !isFiltered;
  const mayWrite = may('contacts.write');
  const add = () => change({ add: '1' }, { replace: false });
  const actions = mayWrite && (
    <>
      <Button
        component={Link}
        to="/contacts/import"
        variant="default"
        leftSection={<IconFileImport size={16} aria-hidden />}
      >
        {t.import}
      </Button>
      <Button onClick={add} leftSection={<IconPlus size={16} aria-hidden />}>
        {t.add}
      </Button>
    </>
  );
  return (
    <Page title={room.contacts} actions={actions}>
      <RoomTabs here="contacts" />
      {isEmpty ? (
        <Empty title={t.none} action={actions && <Group gap="xs">{actions}</Group>}>
          {t.noneHint}
        </Empty>
      ) : (
        <>
          {mayWrite && Number(address['changes']) > 0 && (
            <ChangeFilter audienceId={Number(address['changes'])} filter={filter} />
          )}
          <FilterBar filter={filter} knownTags={knownTags} isRenewing={query.isPlaceholderData} />
          {selected.length > 0 ? (
            <SelectionBar people={selected} onUnselect={() => setChosen(new Set())} />
          ) : (
            <FoundBar filter={filter} mayWrite={mayWrite} />
          )}
          <Loaded query={{ ...query, data: query.first }}>
            {() => (
              <DataTable
                label={t.list}
                columns={columns}
                rows={rows}
                keyOf={keyOf}
                onOpen={({ id }) =>
                  void navigate({ to: '/contacts/$id', params: { id: String(id) } })
                }
                hasMore={query.hasNextPage}
                isLoadingMore={query.isFetchingNextPage}
                onMore={query.fetchNextPage}
                height="calc(100dvh - 290px)"
                {...(mayWrite && {
                  selection: {
                    selected: new Set<string | number>(selected.map(keyOf)),
                    onChange: setChosen,
                    labelOf: (contact: Contact) => t.select(nameOf(contact, room.nameless)),
                  },
                })}
                empty={<Empty title={t.nobodyFits}>{t.nobodyFitsHint}</Empty>}
              />
            )}
          </Loaded>
        </>
      )}
      {address['add'] && mayWrite && <AddContact onClose={() => change({ add: undefined })} />}
    </Page>
  );
}

/** How many there are, and what can be done with all of them. */
function FoundBar({ filter, mayWrite }: { filter: Filter; mayWrite: boolean }) {
  const t = useTexts(listTexts);
  const room = useTexts(contactsTexts);
  const { data } = useContactCount(filter);
  const [open, setOpen] = useState<'save' | 'audience' | 'export'>();
  const close = () => setOpen(undefined);
  return (
    <Group gap="xs" mih={34}>
      <Text size="sm" c="dimmed" role="status">
        {data &&
          (data.count === null ? room.moreThan(data.counted_up_to) : room.contactCount(data.count))}
      </Text>
      {mayWrite && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              size="compact-sm"
              variant="subtle"
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              {t.forAllFound}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setOpen('save')}>{t.saveFilter}</Menu.Item>
            <Menu.Item onClick={() => setOpen('audience')}>{t.addAllToAudience}</Menu.Item>
            <Menu.Item onClick={() => setOpen('export')}>{t.exportAll}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {open === 'save' && <SaveFilter filter={filter} onClose={close} />}
      {open === 'audience' && <AddToAudience whom={{ filter }} onClose={close} />}
      {open === 'export' && <ExportPeople whom={{ filter }} onClose={close} />}
    </Group>
  );
}
