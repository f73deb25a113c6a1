import { Button, MultiSelect, Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import type { FieldsProps } from './campaign.ts';
import { wizardTexts } from './wizard-texts.ts';

/** A campaign names up to so many accounts: no more are shown to choose from. */
const MOST_ACCOUNTS = 1_000;
const PAGE = 200;
/** Those that begin dialogs, now or after a rest. */
const ABLE = ['active', 'warming', 'cooldown'];

async function readPool(signal: AbortSignal) {
  const accounts = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(after, signal);
    accounts.push(...page.accounts);
    after = page.next;
  } while (after !== null && accounts.length < MOST_ACCOUNTS);
  return accounts;
}

function readPage(after: string | null, signal: AbortSignal) {
  const query = { limit: PAGE, ...(after && { after }) };
  return take(api.GET('/accounts', { params: { query }, signal }));
}

export function usePool() {
  return useQuery({
    queryKey: ['accounts', 'pool'],
    queryFn: ({ signal }) => readPool(signal),
  });
}
type Account = NonNullable<ReturnType<typeof usePool>['data']>[number];

/** What people call an account: the name the team gave it, else the one it bears in Telegram. */
export function nameOfAccount({ id, name, first_name }: Account): string {
  return name !== id ? name : first_name || id;
}

type Way = 'all' | 'tags' | 'list';

/** Which accounts write: all, those with a tag, or chosen ones. */
export function AccountsFields(props: FieldsProps) {
  const t = useTexts(wizardTexts);
  const pool = usePool();
  return (
    <Loaded query={pool}>
      {(accounts) =>
        accounts.length === 0 ? (
          <Empty
            title={t.noAccounts}
            action={
              <Button component={Link} to="/accounts/add">
                {t.toAddAccounts}
              </Button>
            }
          />
        ) : (
          <Choice {...props} pool={accounts} />
        )
      }
    </Loaded>
  );
}

function Choice(props: FieldsProps & { pool: readonly Account[] }) {
  const { value, onChange, isReadOnly = false, pool } = props;
  const t = useTexts(wizardTexts);
  const [way, setWay] = useState<Way>(() => wayOf(value));
  const tags = [...new Set(pool.flatMap((account) => account.tags))].sort();
  const fit = pool.filter((account) => takesPart(account, value));
  const able = fit.filter(({ status }) => ABLE.includes(status)).length;
  const choose = (next: Way) => {
    setWay(next);
    onChange({
      accounts: next === 'list' ? value.accounts : [],
      account_tags: next === 'tags' ? value.account_tags : [],
    });
  };
  return (
    <Stack>
      <Radio.Group
        label={t.accounts}
        value={way}
        readOnly={isReadOnly}
        onChange={(next) => choose(next as Way)}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="all" label={t.allAccounts} />
          <Radio value="tags" label={t.byTags} />
          <Radio value="list" label={t.byList} />
        </Stack>
      </Radio.Group>
      {way === 'tags' && (
        <MultiSelect
          label={t.tags}
          description={tags.length === 0 ? t.noTags : t.tagsHint}
          data={tags}
          value={value.account_tags}
          onChange={(account_tags) => onChange({ account_tags })}
          readOnly={isReadOnly}
          searchable
          maw={520}
        />
      )}
      {way === 'list' && (
        <MultiSelect
          label={t.byList}
          data={pool.map((account) => ({
            value: account.id,
            label: [nameOfAccount(account), account.phone].filter(Boolean).join(' · '),
          }))}
          value={value.accounts}
          onChange={(accounts) => onChange({ accounts })}
          readOnly={isReadOnly}
          searchable
          limit={100}
          maw={520}
        />
      )}
      <Text size="sm" role="status">
        {t.accountsFit(fit.length, able)}
      </Text>
    </Stack>
  );
}

type Wanted = { accounts: readonly string[]; account_tags: readonly string[] };

function wayOf({ accounts, account_tags }: Wanted): Way {
  if (accounts.length > 0) return 'list';
  return account_tags.length > 0 ? 'tags' : 'all';
}

function takesPart({ id, tags, status }: Account, { accounts, account_tags }: Wanted): boolean {
  if (status === 'banned') return false;
  if (accounts.length === 0 && account_tags.length === 0) return true;
  return accounts.includes(id) || tags.some((tag) => account_tags.includes(tag));
}
