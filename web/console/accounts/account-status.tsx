import { Badge, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { formatExact, relativeTime, useNow } from '../../shared/when.tsx';
import { causeTexts } from './cause-texts.ts';
import { describeCause } from './describe-cause.ts';
import { accountsTexts } from './texts.ts';
import type { Account, AccountStatus } from './use-accounts.ts';

const colors: Record<AccountStatus, string> = {
  checking: 'gray',
  warming: 'yellow',
  active: 'teal',
  cooldown: 'blue',
  limited: 'orange',
  banned: 'red',
  disabled: 'gray',
};

export function StatusBadge({ status }: { status: AccountStatus }) {
  const t = useTexts(accountsTexts);
  return (
    <Badge
      component="span"
      color={colors[status]}
      variant="outline"
      tt="none"
      autoContrast
      style={{ flexShrink: 0 }}
    >
      <Text span inherit c="var(--mantine-color-text)">
        {t.statuses[status]}
      </Text>
    </Badge>
  );
}

/** The status in a word, and in small why it is so and until when. */
export function AccountStatusCell({ account }: { account: Account }) {
  const t = useTexts(accountsTexts);
  const reason = useStatusReason(account);
  return (
    <Stack gap={0}>
      <Group gap={6} wrap="nowrap">
        <StatusBadge status={account.status} />
        {account.warmup_day !== null && (
          <Text size="xs" c="dimmed">
            {t.warmupDay(account.warmup_day)}
          </Text>
        )}
        {account.cooldown_until && <UntilText at={account.cooldown_until} />}
      </Group>
      {reason && (
        <Text size="xs" c="dimmed" truncate title={reason}>
          {reason}
        </Text>
      )}
    </Stack>
  );
}

/** Why the account stands where it stands; nothing where the status says it all. */
export function useStatusReason(account: Account): string | undefined {
  const t = useTexts(accountsTexts);
  const causes = useTexts(causeTexts);
  if (account.needs_sign_in) return t.signInAgain;
  if (account.status === 'active' || account.status === 'checking') return undefined;
  return describeCause(account.status_reason, causes);
}

function UntilText({ at }: { at: string }) {
  const t = useTexts(accountsTexts);
  const { language } = useLanguage();
  const now = useNow();
  const moment = new Date(at);
  const short = moment.toLocaleString(language, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <Tooltip label={`${formatExact(moment, language)}, ${relativeTime(moment, now, language)}`}>
      <Text size="xs" c="dimmed">
        {t.until(short)}
      </Text>
    </Tooltip>
  );
}
