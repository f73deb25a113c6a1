import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { ConfirmTyping } from '../../shared/confirm-typing.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useAddress } from '../../shared/use-address.ts';
import { useMay } from '../session/use-session.ts';
import { useBotColumns } from './bot-columns.tsx';
import { BotProxyDialog } from './bot-proxy.tsx';
import { BotPurposeDialog } from './bot-purpose.tsx';
import { botsTexts } from './bots-texts.ts';
import { BusinessCard } from './business-card.tsx';
import { MyNotifications } from './my-notifications.tsx';
import { MyTelegram } from './my-telegram.tsx';
import { NewBotDialog } from './new-bot-dialog.tsx';
import { TeamGroup } from './team-group.tsx';
import { type Bot, useBots } from './use-bots.ts';

/** The workspace's bots, and the way by which an operator commands them. */
export function BotsSection() {
  const t = useTexts(botsTexts);
  const may = useMay();
  const mayChange = may('settings.write');
  const mayReadAccounts = may('accounts.read');
  const [isAdding, setIsAdding] = useState(false);
  const [removed, setRemoved] = useState<Bot>();
  const [address, setAddress] = useAddress();
  const query = useBots();
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
  const columns = useBotColumns({
    ...(mayChange && {
      onRemove: setRemoved,
      onProxy: ({ id }: Bot) => setAddress({ proxy: String(id) }, { replace: false }),
      onPurpose: ({ id }: Bot) => setAddress({ purpose: String(id) }, { replace: false }),
    }),
    isWebhookPossible: query.data?.webhook_possible === true,
  });
  const named = (word: string) =>
    mayChange ? query.data?.bots.find(({ id }) => String(id) === address[word]) : undefined;
  const proxied = named('proxy');
  const purposed = named('purpose');
  const toAdd = mayChange && (
    <Button onClick={() => setIsAdding(true)} leftSection={<IconPlus size={16} aria-hidden />}>
      {t.add}
    </Button>
  );
  return (
    <Stack maw={1080}>
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
      {query.data && query.data.bots.length > 0 && !query.data.webhook_possible && (
        <Text size="xs" c="dimmed">
          {t.noWebhook}
        </Text>
      )}
      {query.data && query.data.bots.length > 0 && mayReadAccounts && (
        <BusinessCard bots={query.data.bots} />
      )}
      <MyTelegram />
      <MyNotifications />
      <TeamGroup />
      {proxied && (
        <BotProxyDialog
          key={proxied.id}
          bot={proxied}
          onClose={() => setAddress({ proxy: undefined })}
        />
      )}
      {purposed && (
        <BotPurposeDialog
          key={purposed.id}
          bot={purposed}
          onClose={() => setAddress({ purpose: undefined })}
        />
      )}
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
