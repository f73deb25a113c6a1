import { Badge, Progress, Text, Tooltip } from '@mantine/core';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { type Campaign, settledOf, ways } from './campaign.ts';
import { campaignsTexts } from './texts.ts';

const colors = {
  draft: 'gray',
  scheduled: 'grape',
  running: 'blue',
  paused: 'orange',
  done: 'teal',
};

export function StatusBadge({ status }: { status: Campaign['status'] }) {
  const t = useTexts(campaignsTexts);
  return (
    <Badge variant="dot" color={colors[status]} tt="none">
      {t.statuses[status]}
    </Badge>
  );
}

/** Where the people of a campaign are, as parts of one bar, and how many are done with. */
export function ProgressBar({ campaign, size = 'sm' }: { campaign: Campaign; size?: string }) {
  const t = useTexts(campaignsTexts);
  const { language } = useLanguage();
  const { progress } = campaign;
  if (campaign.status === 'draft')
    return (
      <Text size="xs" c="dimmed">
        {t.nobodyYet}
      </Text>
    );
  const words = campaign.is_preparing
    ? t.preparing
    : t.settledOf(
        formatNumber(settledOf(progress), language),
        formatNumber(progress.total, language),
      );
  return (
    <div>
      <Progress.Root size={size} role="img" aria-label={`${campaign.name}: ${words}`}>
        {ways
          .filter(({ status }) => progress[status] > 0)
          .map(({ status, color }) => (
            <Tooltip
              key={status}
              label={`${t.targetStatuses[status]}: ${formatNumber(progress[status], language)}`}
            >
              <Progress.Section
                value={(progress[status] / progress.total) * 100}
                color={color}
                withAria={false}
              />
            </Tooltip>
          ))}
      </Progress.Root>
      <Text size="xs" c="dimmed" mt={2}>
        {words}
      </Text>
    </div>
  );
}
