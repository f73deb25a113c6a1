import {
  Alert,
  Button,
  ColorSwatch,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { formatNumber, formatShare } from '../../shared/counts.ts';
import { Figures } from '../../shared/figures.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { TextLink } from '../../shared/links.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { useScript } from '../../shared/use-script.ts';
import { When } from '../../shared/when.tsx';
import { type Campaign, ways } from './campaign.ts';
import { ForecastView } from './forecast-view.tsx';
import { ProgressBar } from './progress.tsx';
import styles from './progress-tab.module.css';
import { campaignsTexts } from './texts.ts';
import { useAudience } from './use-campaigns.ts';
import { wizardTexts } from './wizard-texts.ts';

/** How far a campaign is, where its people are, and what lies ahead. */
export function ProgressTab({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const { language } = useLanguage();
  const { progress } = campaign;
  const results = useResults(campaign.id);
  const first = (results.data?.stages ?? []).filter(
    ({ kind, stage }) => kind === 'stage' && stage === 1,
  );
  const sum = (of: (row: (typeof first)[number]) => number) =>
    first.reduce((all, row) => all + of(row), 0);
  const [written, answered] = [sum((row) => row.sent), sum((row) => row.answered)];
  const hasPeopleAhead = progress.planned + progress.queued > 0 || campaign.status === 'draft';
  return (
    <Stack>
      {campaign.status === 'paused' && <Paused campaign={campaign} />}
      <Facts campaign={campaign} />
      {campaign.status !== 'draft' && (
        <>
          <ProgressBar campaign={campaign} size="xl" />
          <Figures
            figures={[
              { label: t.written, value: formatNumber(written, language) },
              {
                label: t.answered,
                value: formatNumber(answered, language),
                hint: formatShare(answered, written, language),
              },
              {
                label: t.targetStatuses.completed,
                value: formatNumber(progress.completed, language),
              },
              {
                label: t.targetStatuses.converted,
                value: formatNumber(progress.converted, language),
              },
              {
                label: t.refused,
                value: formatNumber(progress.stopped, language),
                hint: formatShare(progress.stopped, written, language),
              },
              ...(progress.waiting > 0
                ? [
                    {
                      label: t.waitForPeople,
                      value: formatNumber(progress.waiting, language),
                      hint: <TextLink to="/inbox">{t.answerThem}</TextLink>,
                    },
                  ]
                : []),
            ]}
          />
          <ByStatus campaign={campaign} />
        </>
      )}
      {hasPeopleAhead && campaign.status !== 'done' && (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t.whatIsLeft}
          </Title>
          <ForecastView id={campaign.id} />
        </Stack>
      )}
    </Stack>
  );
}

export function useResults(id: number) {
  return useQuery({
    queryKey: ['campaigns', id, 'results'],
    queryFn: ({ signal }) =>
      take(api.GET('/campaigns/{id}/results', { params: { path: { id } }, signal })),
  });
}

/** Why it stands still, and what one can do about it. */
function Paused({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const [, setAddress] = useAddress();
  const by = campaign.paused_by ?? 'operator';
  return (
    <Alert
      color={by === 'operator' ? 'orange' : 'red'}
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
    >
      <Stack gap="xs" align="flex-start">
        <Title order={2} size="h5">
          {t.pausedBy[by]}
        </Title>
        <Text size="sm" c="bright">
          {campaign.pause_reason} <When at={campaign.paused_at} />
        </Text>
        <Text size="sm" c="bright">
          {t.whatToDo[by]}
        </Text>
        {by !== 'operator' && (
          <Group gap="xs">
            {by === 'errors' && (
              <Button
                size="xs"
                variant="default"
                onClick={() => setAddress({ tab: 'people', status: 'failed' }, { replace: false })}
              >
                {t.seeFailed}
              </Button>
            )}
            <Button size="xs" variant="default" component={Link} to="/accounts">
              {t.seeAccounts}
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => setAddress({ tab: 'settings' }, { replace: false })}
            >
              {t.seeSettings}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

function Facts({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const wizard = useTexts(wizardTexts);
  const audience = useAudience(campaign.audience_id ?? undefined);
  const script = useScript(campaign.script_id);
  return (
    <Group gap="lg">
      <Text size="sm">
        {wizard.audience}:{' '}
        {audience.data ? (
          <Link to={`/contacts?audience=${campaign.audience_id}` as never}>
            {audience.data.audience.name}
          </Link>
        ) : (
          '—'
        )}
      </Text>
      <Text size="sm">
        {wizard.script}:{' '}
        <Link to="/scripts/$id" params={{ id: String(campaign.script_id) }}>
          {script.data?.script.name ?? '—'}
        </Link>
      </Text>
      {campaign.invite && (
        <Text size="sm">
          {t.invitesInto(campaign.invite.title ?? '')}{' '}
          <Text component="span" size="sm" c="dimmed">
            {t.inviteWays[campaign.invite.way]}
          </Text>
        </Text>
      )}
      {campaign.launched_at && (
        <Text size="sm" component="span">
          {t.launchedAt} <When at={campaign.launched_at} />
        </Text>
      )}
      {campaign.finished_at && (
        <Text size="sm" component="span">
          {t.finishedAt} <When at={campaign.finished_at} />
        </Text>
      )}
    </Group>
  );
}

/** People counted by where they are; each count leads to the people themselves. */
function ByStatus({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const { language } = useLanguage();
  const [, setAddress] = useAddress();
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t.byStatus}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="xs">
        {ways.map(({ status, color }) => {
          const count = formatNumber(campaign.progress[status], language);
          const name = t.targetStatuses[status];
          const [hue = 'gray', shade = '6'] = color.split('.');
          return (
            <Paper
              key={status}
              component="button"
              type="button"
              withBorder
              p="xs"
              className={styles['count'] ?? ''}
              onClick={() => setAddress({ tab: 'people', status }, { replace: false })}
            >
              <Group gap="xs" wrap="nowrap">
                <ColorSwatch size={10} color={`var(--mantine-color-${hue}-${shade})`} />
                <Text size="sm">{name}</Text>
              </Group>
              <Text fw={600}>{count}</Text>
            </Paper>
          );
        })}
      </SimpleGrid>
    </Stack>
  );
}
