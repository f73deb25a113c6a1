import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Form } from '../../../shared/form.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { useAction } from '../../../shared/use-action.ts';
import { useMay } from '../../session/use-session.ts';
import { useAccounts } from '../use-choices.ts';
import { collectTexts } from './collect-texts.ts';
import { NameField } from './fields.tsx';
import type { Collecting } from './use-chats.ts';

/** Name, and which of those who wrote. */
export function CollectFromWriters({ onBegun }: { onBegun: (begun: Collecting) => void }) {
  const t = useTexts(collectTexts);
  const may = useMay();
  const accounts = useAccounts(may('accounts.read'));
  const [name, setName] = useState('');
  const [account, setAccount] = useState<string | null>(null);
  const [since, setSince] = useState('');
  const collect = useAction(
    () =>
      take(
        api.POST('/audiences/collect', {
          body: {
            from: 'wrote',
            name: name.trim(),
            ...(account && { account }),
            ...(since && { since: new Date(`${since}T00:00:00`).toISOString() }),
          },
        }),
      ),
    { quiet: true, refreshes: ['audiences', 'jobs'], onDone: onBegun },
  );
  return (
    <Form
      submit={t.start}
      isReady={name.trim() !== ''}
      isBusy={collect.isPending}
      error={collect.error}
      onSubmit={() => collect.mutate(undefined)}
    >
      <NameField label={t.name} value={name} onChange={setName} />
      <Select
        label={t.account}
        placeholder={t.anyAccount}
        data={accounts.data ?? []}
        value={account}
        onChange={setAccount}
        searchable
        clearable
      />
      <TextInput
        type="date"
        label={t.since}
        description={t.sinceHint}
        value={since}
        onChange={(event) => setSince(event.currentTarget.value)}
      />
    </Form>
  );
}
