import { Anchor, Badge, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Card } from '../../shared/card.tsx';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import type { Overview } from './overview.ts';
import { overviewTexts } from './texts.ts';

type Campaign = NonNullable<Overview['campaigns']>[number];

/** What runs, waits for its start, or was paused. */
export function CampaignsCard({ campaigns }: { campaigns: readonly Campaign[] }) {
  const t = useTexts(overviewTexts);
  return (
    <Card
      title={t.campaigns}
      aside={
        <Anchor component={Link} to="/campaigns" size="sm">
          {t.toCampaigns}
        </Anchor>
      }
    >
      {campaigns.length === 0 && <Text c="dimmed">{t.campaignsNone}</Text>}
      <Stack gap="md">
        {campaigns.map((campaign) => (
          <CampaignLine key={campaign.id} campaign={campaign} />
        ))}
      </Stack>
    </Card>
  );
}

function CampaignLine({ campaign }: { campaign: Campaign }) {
  const t = useTexts(overviewTexts);
  const { language } = useLanguage();
  const { total, planned, queued, active } = campaign.progress;
  const settled = total - planned - queued - active;
  const status = campaign.is_preparing ? t.preparing : t.campaignStatus[campaign.status];
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Anchor component={Link} to={`/campaigns/${campaign.id}`} size="sm" fw={600} truncate>
          {campaign.name}
        </Anchor>
        <Badge variant="light" color={campaign.status === 'paused' ? 'orange' : 'blue'}>
          {status}
        </Badge>
      </Group>
      <Progress
        value={total === 0 ? 0 : (settled / total) * 100}
        aria-label={campaign.name}
        size="sm"
      />
      <Text size="xs" c="dimmed" mt={4}>
        {t.settled(formatNumber(settled, language), t.people(total))}
        {campaign.pause_reason && ` · ${campaign.pause_reason}`}
      </Text>
    </div>
  );
}
