import '@mantine/charts/styles.css';
import { Button, Stack, Tabs } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { AccountsView } from './accounts-view.tsx';
import { AnswersView } from './answers-view.tsx';
import { FiltersBar } from './filters-bar.tsx';
import { FunnelView } from './funnel-view.tsx';
import { RefusalsView } from './refusals-view.tsx';
import { SourcesView } from './sources-view.tsx';
import { analyticsTexts } from './texts.ts';
import { csvPath, type Filters, type ViewName } from './use-figures.ts';

const views: readonly ViewName[] = ['funnel', 'answers', 'accounts', 'sources', 'refusals'];

/** What the work came to: each view a chart, its table and a file. */
export default function AnalyticsPage() {
  const t = useTexts(analyticsTexts);
  const navigate = useNavigate();
  const { view: asked, ...filters }: Filters & { view?: string } = useSearch({ strict: false });
  const view = views.find((name) => name === asked) ?? 'funnel';
  const go = (change: Filters & { view?: string }) =>
    void navigate({
      to: '/analytics',
      search: { view, ...filters, ...change },
      replace: true,
    });
  return (
    <Page
      title={t.title}
      actions={
        <Button
          component="a"
          href={csvPath(view, filters)}
          download
          variant="default"
          size="sm"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t.csv}
        </Button>
      }
    >
      <FiltersBar filters={filters} onChange={go} />
      <Tabs value={view} onChange={(name) => go({ view: name ?? 'funnel' })} keepMounted={false}>
        <Tabs.List aria-label={t.view} mb="md">
          {views.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t.views[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={view}>
          <Stack gap="md">
            {view === 'funnel' && <FunnelView filters={filters} />}
            {view === 'answers' && <AnswersView filters={filters} onStep={(by) => go({ by })} />}
            {view === 'accounts' && <AccountsView filters={filters} />}
            {view === 'sources' && <SourcesView filters={filters} />}
            {view === 'refusals' && <RefusalsView filters={filters} />}
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
