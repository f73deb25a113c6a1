import { Button, Group, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { Form } from '../../../shared/form.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { TextLink } from '../../../shared/links.tsx';
import { Failure } from '../../../shared/states.tsx';
import { useAction } from '../../../shared/use-action.ts';
import { useMay } from '../../session/use-session.ts';
import { type SourceChoice, SourceFields } from '../source-fields.tsx';
import { useAccounts } from '../use-choices.ts';
import { collectTexts } from './collect-texts.ts';
import { NameField, NoteField } from './fields.tsx';
import { type Collecting, lookAnew, useChats } from './use-chats.ts';

/** Account, chat, name, and why these people may be written to. */
export function CollectFromChat({ onBegun }: { onBegun: (begun: Collecting) => void }) {
  const t = useTexts(collectTexts);
  const may = useMay();
  const accounts = useAccounts(may('accounts.read'));
  const [account, setAccount] = useState<string | null>(null);
  const [chat, setChat] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [source, setSource] = useState<SourceChoice>({ name: '', basis: null });
  const [note, setNote] = useState('');
  const chats = useChats(account);
  const look = useAction(() => lookAnew(account ?? ''), { refreshes: ['accounts'] });
  const collect = useAction(
    () =>
      take(
        api.POST('/audiences/collect', {
          body: {
            from: 'chat',
            name: name.trim(),
            account: account ?? '',
            chat: chat ?? '',
            source: {
              name: source.name.trim(),
              ...(source.basis && { basis: source.basis }),
              note: note.trim(),
            },
          },
        }),
      ),
    { quiet: true, refreshes: ['audiences', 'sources', 'jobs'], onDone: onBegun },
  );
  const choose = (id: string | null) => {
    setChat(id);
    const title = chats.data?.find((one) => one.id === id)?.title;
    if (!title) return;
    if (!name.trim()) setName(title);
    setSource({ name: `chat:${title}`.slice(0, 200), basis: source.basis });
  };
  const isReady = Boolean(account && chat && name.trim() && source.name.trim() && source.basis);
  return (
    <Form
      submit={t.start}
      isReady={isReady}
      isBusy={collect.isPending}
      error={collect.error}
      onSubmit={() => collect.mutate(undefined)}
    >
      <Select
        label={t.account}
        data={accounts.data ?? []}
        value={account}
        onChange={(id) => {
          setAccount(id);
          setChat(null);
        }}
        searchable
        required
        data-autofocus
      />
      {accounts.data?.length === 0 && (
        <Text size="sm">
          {t.noAccounts}{' '}
          <TextLink to="/accounts/add" inherit underline="always">
            {t.addAccount}
          </TextLink>
        </Text>
      )}
      {account && (
        <Select
          label={t.chat}
          data={(chats.data ?? []).map((one) => ({
            value: one.id,
            label: one.members === null ? one.title : `${one.title} · ${t.members(one.members)}`,
          }))}
          value={chat}
          onChange={choose}
          placeholder={chats.data?.length === 0 ? t.noChats : ''}
          searchable
          required
        />
      )}
      {chats.error && <Failure error={chats.error} />}
      {account && (
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            loading={look.isPending || chats.isFetching}
            onClick={() => look.mutate(undefined)}
          >
            {t.look}
          </Button>
        </Group>
      )}
      <NameField label={t.name} value={name} onChange={setName} />
      <SourceFields
        value={source}
        onChange={setSource}
        label={t.source}
        hint={t.sourceHint}
        isRequired
      />
      <NoteField label={t.note} value={note} onChange={setNote} />
    </Form>
  );
}
