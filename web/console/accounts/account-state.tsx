import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { When } from '../../shared/when.tsx';
import { LimitUse } from './account-columns.tsx';
import { useStatusReason } from './account-status.tsx';
import { accountTexts } from './account-texts.ts';
import { AccountWhy } from './account-why.tsx';
import { causeTexts } from './cause-texts.ts';
import { describeCause } from './describe-cause.ts';
import { accountsTexts } from './texts.ts';
import type { Account } from './use-accounts.ts';

/** How the account is: why it does or doesn't send, and its figures. */
export function AccountState({ account }: { account: Account }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <AccountWhy id={account.id} />
      <Figures account={account} />
    </SimpleGrid>
  );
}

function Figures({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const pool = useTexts(accountsTexts);
  const causes = useTexts(causeTexts);
  const { language } = useLanguage();
  const reason = useStatusReason(account);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="account-figures">
      <Stack gap="sm">
        <Title order={2} size="h4" id="account-figures">
          {t.figures}
        </Title>
        <SimpleGrid cols={2} spacing="sm" component="dl" m={0}>
          <Figure name={pool.status}>
            {pool.statuses[account.status]}
            {account.warmup_day !== null && `, ${pool.warmupDay(account.warmup_day)}`}
            <Small>
              {reason && `${reason} · `}
              {t.since} <When at={account.status_since} />
              {account.cooldown_until && (
                <>
                  {` · ${t.until} `}
                  <When at={account.cooldown_until} />
                </>
              )}
            </Small>
          </Figure>
          <Figure name={t.connection}>{t.connections[account.connection]}</Figure>
          <Figure name={t.newToday}>
            <LimitUse account={account} />
          </Figure>
          <Figure name={t.answersToday}>{formatNumber(account.daily_answers, language)}</Figure>
          <Figure name={t.total}>{formatNumber(account.total_sent, language)}</Figure>
          <Figure name={t.floods}>{t.times(account.flood_count)}</Figure>
          <Figure name={t.lastUsed}>
            <When at={account.last_used_at} />
          </Figure>
          <Figure name={t.lastChecked}>
            <When at={account.last_checked_at} />
          </Figure>
          <Figure name={t.addedAt}>
            <When at={account.added_at} />
          </Figure>
          <Figure name={t.lastError}>
            {account.last_error ? (
              <>
                {describeCause(account.last_error, causes)}
                <Small>
                  <When at={account.last_error_at} />
                </Small>
              </>
            ) : (
              '—'
            )}
          </Figure>
          {account.restrictions.length > 0 && (
            <Figure name={t.restrictions}>{account.restrictions.join(', ')}</Figure>
          )}
        </SimpleGrid>
      </Stack>
    </Paper>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" size="sm" m={0}>
        {children}
      </Text>
    </div>
  );
}

function Small({ children }: { children: ReactNode }) {
  return (
    <Text span display="block" size="xs" c="dimmed">
      {children}
    </Text>
  );
}
