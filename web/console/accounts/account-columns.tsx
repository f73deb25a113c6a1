import { Group, Progress, Stack, Text } from '@mantine/core';
import { IconCircleFilled } from '@tabler/icons-react';
import type { Column } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { useSettings } from '../../shared/use-settings.ts';
import { wayOut } from '../../shared/way-out.ts';
import { When } from '../../shared/when.tsx';
import { AccountStatusCell } from './account-status.tsx';
import { causeTexts } from './cause-texts.ts';
import { describeCause } from './describe-cause.ts';
import { accountsTexts } from './texts.ts';
import type { Account } from './use-accounts.ts';

/** What the table of the pool shows of each account. */
export function useAccountColumns(): Column<Account>[] {
  const t = useTexts(accountsTexts);
  return [
    {
      key: 'account',
      title: t.account,
      width: 'minmax(120px, 1.3fr)',
      render: (account) => <AccountName account={account} />,
    },
    {
      key: 'status',
      title: t.status,
      width: 'minmax(160px, 1.6fr)',
      render: (account) => <AccountStatusCell account={account} />,
    },
    {
      key: 'today',
      title: t.today,
      width: '110px',
      render: (account) => <LimitUse account={account} />,
    },
    {
      key: 'answers',
      title: t.answers,
      width: '64px',
      align: 'end',
      render: (account) => account.daily_answers,
    },
    {
      key: 'proxy',
      title: t.proxy,
      width: 'minmax(80px, 1fr)',
      isWideOnly: true,
      render: (account) => <ProxyName account={account} />,
    },
    {
      key: 'tags',
      title: t.tags,
      width: 'minmax(80px, 1fr)',
      render: ({ tags }) => (
        <Text size="sm" truncate title={tags.join(', ')}>
          {tags.join(', ') || '—'}
        </Text>
      ),
    },
    {
      key: 'error',
      title: t.lastError,
      width: 'minmax(100px, 1.2fr)',
      isWideOnly: true,
      render: (account) => <LastError account={account} />,
    },
    {
      key: 'seen',
      title: t.seen,
      width: '110px',
      render: (account) => <LastSeen account={account} />,
    },
  ];
}

/** The name and what tells the account in Telegram. */
export function AccountName({ account }: { account: Account }) {
  const { name, id, phone, username } = account;
  const inTelegram = [phone, username && `@${username}`].filter(Boolean).join(' · ');
  return (
    <Stack gap={0}>
      <Text size="sm" fw={600} truncate>
        {name}
        {name !== id && (
          <Text span size="xs" c="dimmed" fw={400}>
            {` ${id}`}
          </Text>
        )}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {inTelegram}
      </Text>
    </Stack>
  );
}

/** How much of today's limit for new people is used. */
export function LimitUse({ account }: { account: Account }) {
  const t = useTexts(accountsTexts);
  const { daily_sent: sent, daily_limit: limit } = account;
  const share = limit === 0 ? 0 : Math.min(100, (sent / limit) * 100);
  return (
    <Stack gap={3}>
      <Text size="xs">{t.ofLimit(sent, limit)}</Text>
      <Progress.Root size="sm">
        <Progress.Section
          value={share}
          color={share >= 100 ? 'orange' : 'blue'}
          aria-label={t.usedOfLimit(account.name)}
        />
      </Progress.Root>
    </Stack>
  );
}

function ProxyName({ account }: { account: Account }) {
  const t = useTexts(accountsTexts);
  const settings = useSettings();
  if (!settings.data) return null;
  const way = wayOut(account, settings.data);
  if (way === 'common') return <Text size="sm">{t.commonProxy}</Text>;
  if (way !== 'own') return <Text size="sm">{t.direct}</Text>;
  const address = `${account.proxy_host}:${account.proxy_port}`;
  return (
    <Text size="sm" truncate title={`${account.proxy_type} ${address}`}>
      {address}
    </Text>
  );
}

function LastError({ account }: { account: Account }) {
  const causes = useTexts(causeTexts);
  if (!account.last_error) return <Text size="sm">—</Text>;
  const words = describeCause(account.last_error, causes);
  return (
    <Stack gap={0}>
      <Text size="xs" truncate title={words}>
        {words}
      </Text>
      <Text size="xs" c="dimmed">
        <When at={account.last_error_at} />
      </Text>
    </Stack>
  );
}

/** Connected now, or when it last did or heard something. */
export function LastSeen({ account }: { account: Account }) {
  const t = useTexts(accountsTexts);
  if (account.connection === 'online')
    return (
      <Group gap={6} wrap="nowrap" component="span">
        <Text span c="teal" lh={1} aria-hidden>
          <IconCircleFilled size={8} />
        </Text>
        <Text span size="sm">
          {t.online}
        </Text>
      </Group>
    );
  if (account.connection === 'connecting') return <Text size="sm">{t.connecting}</Text>;
  const moments = [account.last_used_at, account.last_checked_at].filter((at) => at !== null);
  return (
    <Text size="sm">
      <When at={moments.sort().at(-1)} />
    </Text>
  );
}
