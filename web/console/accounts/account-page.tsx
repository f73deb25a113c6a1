import { Tabs } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTexts } from '../../shared/language.tsx';
import { TextLink } from '../../shared/links.tsx';
import { Page } from '../../shared/page.tsx';
import { Loaded } from '../../shared/states.tsx';
import { AccountActions } from './account-actions.tsx';
import { AccountHistory } from './account-history.tsx';
import { AccountProxy } from './account-proxy.tsx';
import { AccountSettings } from './account-settings.tsx';
import { AccountState } from './account-state.tsx';
import { StatusBadge } from './account-status.tsx';
import { accountTexts } from './account-texts.ts';
import { AccountWarmup } from './account-warmup.tsx';
import { type Account, useAccount } from './use-accounts.ts';

const sections = ['overview', 'warmup', 'proxy', 'settings', 'history'] as const;
type Section = (typeof sections)[number];

export default function AccountPage() {
  const { id = '' } = useParams({ strict: false });
  const query = useAccount(id);
  return <Loaded query={query}>{(account) => <AccountFrame account={account} />}</Loaded>;
}

function AccountFrame({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const navigate = useNavigate();
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  const section: Section = sections.find((known) => known === tab) ?? 'overview';
  const inTelegram = [
    account.phone,
    account.username && `@${account.username}`,
    `${account.first_name} ${account.last_name}`.trim(),
  ];
  return (
    <Page
      title={account.name}
      subtitle={
        <>
          <TextLink to="/accounts" inherit underline="always">
            {t.back}
          </TextLink>
          {` · ${inTelegram.filter(Boolean).join(' · ')} · `}
          <StatusBadge status={account.status} />
        </>
      }
      actions={<AccountActions account={account} />}
    >
      <Tabs
        value={section}
        onChange={(chosen) =>
          void navigate({
            to: '/accounts/$id',
            params: { id: account.id },
            search: { tab: chosen === 'overview' ? undefined : (chosen ?? undefined) },
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List aria-label={t.sections} mb="md">
          {sections.map((known) => (
            <Tabs.Tab key={known} value={known}>
              {t[known]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <AccountState account={account} />
        </Tabs.Panel>
        <Tabs.Panel value="warmup">
          <AccountWarmup id={account.id} />
        </Tabs.Panel>
        <Tabs.Panel value="proxy">
          <AccountProxy key={account.id} account={account} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <AccountSettings key={account.id} account={account} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <AccountHistory id={account.id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
