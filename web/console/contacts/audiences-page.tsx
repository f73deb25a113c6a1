import { Badge, Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { AudienceForm } from './audiences/audience-form.tsx';
import { CollectDialog } from './audiences/collect-dialog.tsx';
import { collectTexts } from './audiences/collect-texts.ts';
import { OneAudience } from './audiences/one-audience.tsx';
import { audienceTexts } from './audiences/texts.ts';
import { type AudienceRow, useAudienceList } from './audiences/use-audiences.ts';
import { RoomTabs } from './room-tabs.tsx';

export default function AudiencesPage() {
  const [address] = useAddress();
  const id = Number(address['id']);
  return id > 0 ? <OneAudience key={id} id={id} /> : <AllAudiences />;
}

function AllAudiences() {
  const t = useTexts(audienceTexts);
  const c = useTexts(collectTexts);
  const may = useMay();
  const [address, change] = useAddress();
  const query = useAudienceList();
  const { rows } = query;
  const columns = useColumns();
  const add = may('contacts.write') && (
    <>
      <Button variant="default" onClick={() => change({ collect: '1' }, { replace: false })}>
        {c.open}
      </Button>
      <Button
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => change({ new: '1' }, { replace: false })}
      >
        {t.new}
      </Button>
    </>
  );
  return (
    <Page title={t.title} subtitle={t.subtitle} actions={add}>
      <RoomTabs here="audiences" />
      <Loaded query={{ ...query, data: query.first }}>
        {() => (
          <DataTable
            label={t.list}
            columns={columns}
            rows={rows}
            keyOf={({ id }) => id}
            onOpen={({ id }) => change({ id: String(id) }, { replace: false })}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={query.fetchNextPage}
            empty={
              <Empty
                title={t.none}
                action={
                  <Button component={Link} to="/contacts" variant="default">
                    {t.toContacts}
                  </Button>
                }
              >
                {t.noneHint}
              </Empty>
            }
          />
        )}
      </Loaded>
      {address['new'] && add && <AudienceForm onClose={() => change({ new: undefined })} />}
      {address['collect'] && add && (
        <CollectDialog onClose={() => change({ collect: undefined })} />
      )}
    </Page>
  );
}

function useColumns(): Column<AudienceRow>[] {
  const t = useTexts(audienceTexts);
  return useMemo(
    () => [
      {
        key: 'name',
        title: t.name,
        width: 'minmax(160px, 2fr)',
        render: ({ name }) => (
          <Text component="span" size="sm" fw={500}>
            {name}
          </Text>
        ),
      },
      {
        key: 'kind',
        title: t.kind,
        width: '110px',
        render: ({ kind }) => (
          <Badge variant="default" size="sm" tt="none" fw={500}>
            {t.kinds[kind]}
          </Badge>
        ),
      },
      {
        key: 'note',
        title: t.note,
        width: 'minmax(120px, 3fr)',
        render: ({ note }) => note,
        isWideOnly: true,
      },
      {
        key: 'created',
        title: t.created,
        width: '130px',
        render: ({ created_at }) => <When at={created_at} />,
      },
    ],
    [t],
  );
}
