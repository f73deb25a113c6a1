import { Button, Group } from '@mantine/core';
import { IconDownload, IconFileImport, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { api, take } from '../../shared/api.ts';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { usePages } from '../../shared/use-pages.ts';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { RoomTabs } from './room-tabs.tsx';
import { AddStop } from './stops/add-stop.tsx';
import { ImportStops } from './stops/import-stops.tsx';
import { LookUp } from './stops/look-up.tsx';
import { stopsTexts } from './stops/texts.ts';
import { contactsTexts } from './texts.ts';

type StopsPage = Awaited<ReturnType<typeof readStops>>;
type Entry = StopsPage['entries'][number];

const entriesOf = (page: StopsPage) => page.entries;

export default function DoNotContactPage() {
  const t = useTexts(stopsTexts);
  const room = useTexts(contactsTexts);
  const may = useMay();
  const [address, change] = useAddress();
  const query = usePages(['do-not-contact', 'list'], readStops, entriesOf);
  const columns = useColumns();
  const open = (name: string) => () => change({ open: name }, { replace: false });
  const close = () => change({ open: undefined });
  const mayWrite = may('contacts.write');
  const actions = mayWrite && (
    <>
      <Button
        component="a"
        href="/do-not-contact/export"
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t.export}
      </Button>
      <Button
        variant="default"
        onClick={open('import')}
        leftSection={<IconFileImport size={16} aria-hidden />}
      >
        {t.import}
      </Button>
      <Button onClick={open('add')} leftSection={<IconPlus size={16} aria-hidden />}>
        {t.add}
      </Button>
    </>
  );
  return (
    <Page title={room.doNotContact} subtitle={t.subtitle} actions={actions}>
      <RoomTabs here="doNotContact" />
      <LookUp />
      <Group>
        <Button
          component={Link}
          to="/contacts"
          search={{ opted_out: 'true' } as never}
          size="compact-sm"
          variant="subtle"
        >
          {t.people}
        </Button>
      </Group>
      <Loaded query={{ ...query, data: query.first }}>
        {() => (
          <DataTable
            label={t.list}
            columns={columns}
            rows={query.rows}
            keyOf={({ id }) => id}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={query.fetchNextPage}
            height="calc(100dvh - 360px)"
            empty={<Empty title={t.none}>{t.noneHint}</Empty>}
          />
        )}
      </Loaded>
      {address['open'] === 'add' && mayWrite && <AddStop onClose={close} />}
      {address['open'] === 'import' && mayWrite && <ImportStops onClose={close} />}
    </Page>
  );
}

function useColumns(): Column<Entry>[] {
  const t = useTexts(stopsTexts);
  const room = useTexts(contactsTexts);
  return useMemo(
    () => [
      {
        key: 'kind',
        title: t.kind,
        width: 'minmax(140px, 1fr)',
        render: ({ kind }) => room.identifier[kind],
      },
      {
        key: 'reason',
        title: t.reason,
        width: 'minmax(160px, 3fr)',
        render: ({ reason }) => room.stopReasonOf(reason),
      },
      {
        key: 'since',
        title: t.since,
        width: '150px',
        render: ({ since }) => <When at={since} />,
      },
    ],
    [t, room],
  );
}

function readStops(after: string | undefined, signal: AbortSignal) {
  return take(api.GET('/do-not-contact', { params: { query: { limit: 50, after } }, signal }));
}
