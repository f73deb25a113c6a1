import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { Column } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { SavedSwitch } from '../../shared/saved-switch.tsx';
import { useSettings } from '../../shared/use-settings.ts';
import { wayOut } from '../../shared/way-out.ts';
import { botsTexts } from './bots-texts.ts';
import { type Bot, nameOf, patchBot } from './use-bots.ts';

const refreshes = ['bots'];

type BotColumns = {
  /** Left out for those who may only look. */
  onRemove?: (bot: Bot) => void;
  onProxy?: (bot: Bot) => void;
  onPurpose?: (bot: Bot) => void;
  isWebhookPossible: boolean;
};

/** What the table of bots shows of each, and what can be switched there. */
export function useBotColumns(props: BotColumns): Column<Bot>[] {
  const { onRemove, onProxy, onPurpose, isWebhookPossible } = props;
  const t = useTexts(botsTexts);
  const settings = useSettings();
  return [
    {
      key: 'bot',
      title: t.bot,
      width: 'minmax(170px, 1fr)',
      render: (bot) => (
        <Stack gap={0}>
          <Text size="sm" fw={600} truncate>
            {nameOf(bot)}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {bot.features.map((one) => t.purposes[one]).join(', ') || bot.name}
          </Text>
          {bot.last_error && (
            <Text size="xs" c="var(--mantine-color-error)" style={{ whiteSpace: 'normal' }}>
              {t.faults[bot.last_error.split(':')[0] ?? ''] ?? bot.last_error}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      key: 'state',
      title: t.state,
      width: '120px',
      render: ({ connection, enabled }) => (
        <Badge
          variant="light"
          color={{ online: 'green', failed: 'red', offline: 'gray' }[connection]}
        >
          {enabled && connection === 'offline' ? t.connecting : t.states[connection]}
        </Badge>
      ),
    },
    { key: 'people', title: t.people, width: '75px', render: ({ subscribers }) => subscribers },
    {
      key: 'on',
      title: t.isOn,
      width: '85px',
      render: (bot) => (
        <SavedSwitch
          isOn={bot.enabled}
          save={(enabled) => patchBot(bot.id, { enabled })}
          refreshes={refreshes}
          disabled={!onRemove}
          aria-label={t.on(nameOf(bot))}
        />
      ),
    },
    {
      key: 'webhook',
      title: t.webhook,
      width: '85px',
      render: (bot) => (
        <SavedSwitch
          isOn={bot.mode === 'webhook'}
          save={(isOn) => patchBot(bot.id, { mode: isOn ? 'webhook' : 'polling' })}
          refreshes={refreshes}
          disabled={!onRemove || (bot.mode === 'polling' && !isWebhookPossible)}
          {...(!isWebhookPossible && { title: t.noWebhook })}
          aria-label={t.byWebhook(nameOf(bot))}
        />
      ),
    },
    {
      key: 'proxy',
      title: t.proxy,
      width: '85px',
      render: (bot) => {
        const way = settings.data && t.ways[wayOut(bot, settings.data)];
        if (!way) return null;
        if (!onProxy) return <Text size="sm">{way}</Text>;
        return (
          <RowButton says={way} label={t.proxyOf(nameOf(bot), way)} onClick={() => onProxy(bot)} />
        );
      },
    },
    {
      key: 'actions',
      title: t.actions,
      width: '190px',
      render: (bot) => (
        <Group gap="xs">
          {onPurpose && (
            <RowButton
              says={t.purpose}
              label={`${t.purpose}: ${nameOf(bot)}`}
              onClick={() => onPurpose(bot)}
            />
          )}
          {onRemove && (
            <RowButton
              says={t.remove}
              label={`${t.remove}: ${nameOf(bot)}`}
              onClick={() => onRemove(bot)}
            />
          )}
        </Group>
      ),
    },
  ];
}

/** @param props.label what it does to which row, for those who don't see the row */
function RowButton(props: { says: string; label: string; onClick: () => void }) {
  return (
    <Button size="compact-xs" variant="default" onClick={props.onClick} aria-label={props.label}>
      {props.says}
    </Button>
  );
}
