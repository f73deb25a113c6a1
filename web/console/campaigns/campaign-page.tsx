import { Group, Tabs } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Loaded } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import type { Campaign } from './campaign.ts';
import { CampaignActions } from './campaign-actions.tsx';
import { StatusBadge } from './progress.tsx';
import { ProgressTab } from './progress-tab.tsx';
import { RehearsalPanel } from './rehearsal-panel.tsx';
import { ResultsTab } from './results-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { TargetsTab } from './targets-tab.tsx';
import { campaignsTexts } from './texts.ts';
import { useCampaign } from './use-campaigns.ts';

export default function CampaignPage() {
  const t = useTexts(campaignsTexts);
  const id = Number(useParams({ strict: false }).id);
  const query = useCampaign(id);
  if (!query.data)
    return (
      <Page title={t.title}>
        <Loaded query={query}>{() => null}</Loaded>
      </Page>
    );
  return <OneCampaign key={id} campaign={query.data.campaign} />;
}

function OneCampaign({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const [address, setAddress] = useAddress();
  const tabs = Object.keys(t.tabs) as (keyof typeof t.tabs)[];
  const tab = tabs.find((one) => one === address['tab']) ?? 'progress';
  return (
    <Page
      title={campaign.name}
      actions={
        <Group gap="xs">
          <StatusBadge status={campaign.status} />
          <CampaignActions campaign={campaign} />
        </Group>
      }
    >
      <Tabs
        value={tab}
        onChange={(next) => setAddress({ tab: next === 'progress' ? undefined : (next ?? '') })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="progress">
          <ProgressTab campaign={campaign} />
        </Tabs.Panel>
        <Tabs.Panel value="people">
          <TargetsTab campaign={campaign} />
        </Tabs.Panel>
        <Tabs.Panel value="results">
          <ResultsTab campaign={campaign} />
        </Tabs.Panel>
        <Tabs.Panel value="rehearsals">
          <RehearsalPanel campaign={campaign.id} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <SettingsTab campaign={campaign} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
