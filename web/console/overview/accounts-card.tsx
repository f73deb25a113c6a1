import { Anchor, Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Card } from '../../shared/card.tsx';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { When } from '../../shared/when.tsx';
import type { Overview } from './overview.ts';
import { overviewTexts } from './texts.ts';

/** In the order in which an account usually goes through them. */
const statuses = [
  ['checking', 'gray'],
  ['warming', 'blue'],
  ['active', 'teal'],
  ['cooldown', 'orange'],
  ['limited', 'orange'],
  ['banned', 'red'],
  ['disabled', 'gray'],
] as const;

/** The pool: how much of today is left, and which accounts need a hand. */
export function AccountsCard({ accounts }: { accounts: NonNullable<Overview['accounts']> }) {
  const t = useTexts(overviewTexts);
  const { language } = useLanguage();
  const { used_today: used, limit_today: limit } = accounts;
  if (accounts.total === 0)
    return (
      <Card title={t.accounts}>
        <Stack align="flex-start">
          <Text c="dimmed">{t.accountsNone}</Text>
          <Button component={Link} to="/accounts/add" size="sm">
            {t.addAccount}
          </Button>
        </Stack>
      </Card>
    );
  return (
    <Card title={t.accounts}>
      <Stack gap="sm">
        <Group gap="xs">
          {statuses.map(([status, color]) => {
            const count = accounts.by_status[status];
            if (!count) return null;
            return (
              <Anchor key={status} component={Link} to={`/accounts?status=${status}`}>
                <Badge variant="light" color={color} tt="none">
                  {`${t.status[status]}: ${formatNumber(count, language)}`}
                </Badge>
              </Anchor>
            );
          })}
        </Group>
        <div>
          <Progress
            value={limit === 0 ? 0 : Math.min(100, (used / limit) * 100)}
            aria-label={t.accounts}
          />
          <Text size="xs" c="dimmed" mt={4}>
            {t.usedToday(formatNumber(used, language), formatNumber(limit, language))}
          </Text>
        </div>
        {accounts.need_help.length > 0 && (
          <Text size="sm" fw={600}>
            {t.needHelp}
          </Text>
        )}
        {accounts.need_help.map((account) => (
          <Group key={account.account_id} justify="space-between" wrap="nowrap" align="flex-start">
            <div style={{ minWidth: 0 }}>
              <Anchor component={Link} to={`/accounts/${account.account_id}`} size="sm">
                {`${account.account_id} ${account.name}`}
              </Anchor>
              <Text size="xs" c="dimmed">
                {account.reason}
              </Text>
            </div>
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              <When at={account.since} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
