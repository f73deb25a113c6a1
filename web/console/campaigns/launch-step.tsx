import { Alert, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { formatNumber, formatShare } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure, Loaded } from '../../shared/states.tsx';
import { formatDay } from '../../shared/when.tsx';
import type { Campaign } from './campaign.ts';
import { campaignsTexts } from './texts.ts';
import { type Forecast, useForecast, useSteer } from './use-campaigns.ts';
import { useRehearsals } from './use-rehearsals.ts';
import { wizardTexts } from './wizard-texts.ts';

/** What the launch will do, in words, and the launch itself. */
export function LaunchStep({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const wizard = useTexts(wizardTexts);
  const navigate = useNavigate();
  const forecast = useForecast(campaign.id, 0);
  const rehearsals = useRehearsals(campaign.id);
  const isRehearsed = rehearsals.data?.rehearsals.some(({ status }) => status === 'done') ?? true;
  const launch = useSteer(campaign.id, 'launch', {
    quiet: true,
    onDone: ({ message }) => {
      notifyDone(message ?? t.statuses.running);
      void navigate({ to: '/campaigns/$id', params: { id: String(campaign.id) } });
    },
  });
  return (
    <Loaded query={forecast}>
      {({ forecast: told }) => (
        <Stack>
          <Paper withBorder p="md" maw={720}>
            <Title order={2} size="h4" mb="xs">
              {wizard.launchTitle}
            </Title>
            <InWords campaign={campaign} forecast={told} />
          </Paper>
          {!isRehearsed && (
            <Alert color="orange" variant="light" maw={720}>
              <Text size="sm" c="bright">
                {wizard.notRehearsed}
              </Text>
            </Alert>
          )}
          {told.first === 0 && (
            <Alert color="red" variant="light" maw={720}>
              <Text size="sm" c="bright">
                {wizard.nobodyToWrite}
              </Text>
            </Alert>
          )}
          {launch.error && <Failure error={launch.error} />}
          <Group>
            <Button
              size="md"
              leftSection={<IconSend size={18} aria-hidden />}
              loading={launch.isPending}
              disabled={told.first === 0}
              onClick={() => launch.mutate(undefined)}
            >
              {wizard.launch}
            </Button>
            <Text size="sm" c="dimmed">
              {wizard.mayPause}
            </Text>
          </Group>
        </Stack>
      )}
    </Loaded>
  );
}

function InWords({ campaign, forecast }: { campaign: Campaign; forecast: Forecast }) {
  const t = useTexts(wizardTexts);
  const { language } = useLanguage();
  const { schedule } = campaign;
  const days = schedule.days.map((day) => t.dayNames[day - 1]).join(', ');
  const leftOut = forecast.left_out.reduce((sum, { count }) => sum + count, 0);
  const writers = forecast.accounts.filter(({ counts }) => counts).length;
  const begin = campaign.starts_at && new Date(campaign.starts_at);
  const lines = [
    t.willWrite(forecast.people, writers),
    begin
      ? t.willBeginAt(begin.toLocaleString(language, { dateStyle: 'long', timeStyle: 'short' }))
      : t.willBegin,
    t.willKeepHours(schedule.from, schedule.to, days),
    campaign.max_first_per_day !== null &&
      t.willLimit(formatNumber(campaign.max_first_per_day, language)),
    campaign.follow_up_text === null ? t.willNotFollowUp : t.willFollowUp(campaign.follow_up_hours),
    leftOut > 0 && t.willSkip(leftOut),
    forecast.ends_at && t.willEnd(formatDay(new Date(forecast.ends_at), language)),
    t.willPause(formatShare(campaign.error_share, 1, language)),
    t.willStop,
  ].filter((line) => typeof line === 'string' && line !== '');
  return (
    <List spacing={4}>
      {lines.map((line) => (
        <List.Item key={String(line)}>{line}</List.Item>
      ))}
    </List>
  );
}
