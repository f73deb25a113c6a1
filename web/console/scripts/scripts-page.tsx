import { Badge, Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { usePages } from '../../shared/use-pages.ts';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { ArchiveButton } from './archive-button.tsx';
import { scriptsTexts } from './texts.ts';

const fetchScripts = (archived: boolean) => (after: string | undefined, signal: AbortSignal) =>
  take(
    api.GET('/scripts', {
      params: { query: { ...(archived && { archived: 'true' }), ...(after && { after }) } },
      signal,
    }),
  );
type Scripts = Awaited<ReturnType<ReturnType<typeof fetchScripts>>>;
type Script = Scripts['scripts'][number];
const rowsOf = (page: Scripts) => page.scripts;

export default function ScriptsPage() {
  const t = useTexts(scriptsTexts);
  const mayWrite = useMay()('outreach.write');
  const navigate = useNavigate();
  const [address, setAddress] = useAddress();
  const isArchive = address['archive'] === '1';
  const pages = usePages(['scripts', { isArchive }], fetchScripts(isArchive), rowsOf);
  const columns: Column<Script>[] = [
    {
      key: 'name',
      title: t.name,
      width: 'minmax(160px, 3fr)',
      render: (script) => (
        <Link to="/scripts/$id" params={{ id: String(script.id) }}>
          {script.name}
        </Link>
      ),
    },
    {
      key: 'version',
      title: t.versionShort,
      width: '100px',
      render: (script) => (
        <Badge variant="default" size="sm" tt="none">
          {script.version}
        </Badge>
      ),
    },
    {
      key: 'changed',
      title: t.changed,
      width: 'minmax(120px, 1fr)',
      render: (script) => <When at={script.changed_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: '190px',
      align: 'end',
      isWideOnly: true,
      render: (script) => mayWrite && <ArchiveButton script={script} />,
    },
  ];
  const write = mayWrite && (
    <Button component={Link} to="/scripts/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t.newScript}
    </Button>
  );
  return (
    <Page title={t.title} subtitle={t.subtitle} actions={write}>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t.archived}
        value={isArchive ? '1' : ''}
        onChange={(value) => setAddress({ archive: value || undefined })}
        data={[
          { value: '', label: t.inUse },
          { value: '1', label: t.archived },
        ]}
      />
      <Loaded query={pages}>
        {() => (
          <DataTable
            label={t.title}
            columns={columns}
            rows={pages.rows}
            keyOf={(script) => script.id}
            hasMore={pages.hasNextPage}
            isLoadingMore={pages.isFetchingNextPage}
            onMore={() => void pages.fetchNextPage()}
            onOpen={(script) =>
              void navigate({ to: '/scripts/$id', params: { id: String(script.id) } })
            }
            empty={
              isArchive ? (
                <Empty title={t.noneArchived} />
              ) : (
                <Empty title={t.noneTitle} action={write}>
                  {t.noneHint}
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </Page>
  );
}
