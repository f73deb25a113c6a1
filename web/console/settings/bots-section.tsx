import { Badge, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { ConfirmTyping } from '../../shared/confirm-typing.tsx';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useMay } from '../session/use-session.ts';
import { botsTexts } from './bots-texts.ts';
import { BusinessCard } from './business-card.tsx';
import { MyNotifications } from './my-notifications.tsx';
import { MyTelegram } from './my-telegram.tsx';
import { NewBotDialog } from './new-bot-dialog.tsx';
import { TeamGroup } from './team-group.tsx';

type Bot = paths['/bots']['get']['responses'][200]['content']['application/json']['bots'][number];

/** A bot connects within seconds, and tells nobody when it has. */
const LOOK_EVERY_MS = 3_000;

/** The workspace's bots, and the way by which an operator commands them. */
export function BotsSection() {
  const t = useTexts(botsTexts);
  const may = useMay();
  const mayChange = may('settings.write');
  const mayReadAccounts = may('accounts.read');
  const [isAdding, setIsAdding] = useState(false);
  const [removed, setRemoved] = useState<Bot>();
  const query = useQuery({
    queryKey: ['bots'],
    queryFn: () => take(api.GET('/bots')),
    refetchInterval: LOOK_EVERY_MS,
  });
  const remove = useAction(
    (id: number) => take(api.DELETE('/bots/{id}', { params: { path: { id } } })),
    {
      refreshes: ['bots'],
      onDone: ({ message }) => {
        setRemoved(undefined);
        notifyDone(message);
      },
    },
  );
  const columns = useBotColumns(
    mayChange ? setRemoved : undefined,
    query.data?.webhook_possible === true,
  );
  const toAdd = mayChange && (
    <Button onClick={() => setIsAdding(true)} leftSection={<IconPlus size={16} aria-hidden />}>
      {t.add}
    </Button>
  );
  return (
    <Stack maw={980}>
      <Text size="sm" c="dimmed">
        {t.hint}
      </Text>
      {query.data && query.data.bots.length > 0 && <Group>{toAdd}</Group>}
      <Loaded query={query}>
        {({ bots }) => (
          <DataTable
            label={t.title}
            columns={columns}
            rows={bots}
            keyOf={(bot) => bot.id}
            empty={
              <Empty title={t.none} action={toAdd}>
                {t.noneHint}
              </Empty>
            }
          />
        )}
      </Loaded>
      {query.data && query.data.bots.length > 0 && mayReadAccounts && (
        <BusinessCard bots={query.data.bots} />
      )}
      <MyTelegram />
      <MyNotifications />
      <TeamGroup />
      <NewBotDialog isOpen={isAdding} onClose={() => setIsAdding(false)} />
      <ConfirmTyping
        key={removed?.id}
        isOpen={removed !== undefined}
        title={t.removeTitle}
        word={removed?.username ?? String(removed?.id ?? '')}
        action={t.remove}
        isBusy={remove.isPending}
        onConfirm={() => removed && remove.mutate(removed.id)}
        onClose={() => setRemoved(undefined)}
      >
        {t.removeHint}
      </ConfirmTyping>
    </Stack>
  );
}

const nameOf = ({ username, name, id }: Bot) => (username ? `@${username}` : name || String(id));

function useBotColumns(
  onRemove: ((bot: Bot) => void) | undefined,
  isWebhookPossible: boolean,
): Column<Bot>[] {
  const t = useTexts(botsTexts);
  const change = useAction(
    ({ id, ...body }: { id: number; enabled?: boolean; mode?: Bot['mode'] }) =>
      take(api.PATCH('/bots/{id}', { params: { path: { id } }, body })),
    { refreshes: ['bots'] },
  );
  return [
    {
      key: 'bot',
      title: t.bot,
      width: 'minmax(140px, 1.4fr)',
      render: (bot) => (
        <Stack gap={0}>
          <Text size="sm" fw={600} truncate>
            {nameOf(bot)}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {bot.last_error ?? bot.name}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'state',
      title: t.state,
      width: '140px',
      render: ({ connection, enabled }) => (
        <Badge
          variant="light"
          color={{ online: 'green', failed: 'red', offline: 'gray' }[connection]}
        >
          {enabled && connection === 'offline' ? t.connecting : t.states[connection]}
        </Badge>
      ),
    },
    { key: 'people', title: t.people, width: '90px', render: ({ subscribers }) => subscribers },
    {
      key: 'on',
      title: t.isOn,
      width: '90px',
      render: (bot) => (
        <Switch
          checked={bot.enabled}
          disabled={!onRemove || change.isPending}
          onChange={(event) => change.mutate({ id: bot.id, enabled: event.currentTarget.checked })}
          aria-label={t.on(nameOf(bot))}
        />
      ),
    },
    {
      key: 'webhook',
      title: t.webhook,
      width: '100px',
      render: (bot) => (
        <Switch
          checked={bot.mode === 'webhook'}
          disabled={!onRemove || change.isPending || (bot.mode === 'polling' && !isWebhookPossible)}
          title={isWebhookPossible ? undefined : t.noWebhook}
          onChange={(event) =>
            change.mutate({
              id: bot.id,
              mode: event.currentTarget.checked ? 'webhook' : 'polling',
            })
          }
          aria-label={t.byWebhook(nameOf(bot))}
        />
      ),
    },
    {
      key: 'actions',
      title: t.actions,
      width: '120px',
      render: (bot) =>
        onRemove && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => onRemove(bot)}
            aria-label={`${t.remove}: ${nameOf(bot)}`}
          >
            {t.remove}
          </Button>
        ),
    },
  ];
}
