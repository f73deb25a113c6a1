import {
  Button,
  NumberInput,
  Paper,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useSettings } from '../../shared/use-settings.ts';
import { useMay } from '../session/use-session.ts';
import { accountTexts } from './account-texts.ts';
import { DeleteAccount } from './delete-account.tsx';
import { RoleChoice } from './role-choice.tsx';
import { type Account, type AccountPatch, patchAccount } from './use-accounts.ts';

/** Limits of the account's own: the names are the same as in the common settings. */
const limits = [
  ['max_daily_active', 'limitActive'],
  ['max_daily_warming', 'limitWarming'],
  ['max_daily_messages', 'limitMessages'],
  ['max_daily_answers', 'limitAnswers'],
  ['min_message_delay', 'pause'],
] as const;
type Limit = (typeof limits)[number][0];

type Draft = Pick<Account, 'name' | 'notes' | 'tags' | Limit>;

/** What operators decide about the account, and its end. */
export function AccountSettings({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const isReadOnly = !may('accounts.write');
  const [draft, setDraft] = useState<Draft>(account);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const shared = useSettings();
  const patch = changes(account, draft);
  const save = useAction(() => patchAccount(account.id, patch), {
    refreshes: ['accounts'],
    onDone: ({ account: saved }) => {
      setDraft(saved);
      notifyDone(common.saved);
    },
    quiet: true,
  });
  return (
    <Stack maw={720}>
      <Paper withBorder p="md">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(undefined);
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t.name}
              description={t.nameHint}
              value={draft.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
              maxLength={100}
              required
              readOnly={isReadOnly}
            />
            <TagsInput
              label={t.tags}
              description={t.tagsHint}
              value={draft.tags}
              onChange={(tags) => set({ tags })}
              acceptValueOnBlur
              readOnly={isReadOnly}
            />
            <Textarea
              label={t.notes}
              value={draft.notes}
              onChange={(event) => set({ notes: event.currentTarget.value })}
              maxLength={2_000}
              autosize
              minRows={2}
              maxRows={10}
              readOnly={isReadOnly}
            />
            <Title order={2} size="h4" mt="xs">
              {t.limits}
            </Title>
            <Text size="sm" c="dimmed">
              {t.limitsHint}
            </Text>
            <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'end' }}>
              {limits.map(([name, label]) => {
                const common = shared.data?.[name];
                return (
                  <NumberInput
                    key={name}
                    label={t[label]}
                    value={draft[name] ?? ''}
                    onChange={(value) => set({ [name]: value === '' ? null : Number(value) })}
                    {...(common !== undefined && { placeholder: t.asCommon(common) })}
                    min={0}
                    max={name === 'min_message_delay' ? 86_400 : 100_000}
                    allowDecimal={false}
                    readOnly={isReadOnly}
                  />
                );
              })}
            </SimpleGrid>
            {save.error && <Failure error={save.error} />}
            {!isReadOnly && (
              <Button
                type="submit"
                loading={save.isPending}
                disabled={Object.keys(patch).length === 0}
                style={{ alignSelf: 'flex-start' }}
              >
                {common.save}
              </Button>
            )}
          </Stack>
        </form>
      </Paper>
      {may('assistant.read') && <RoleChoice account={account} />}
      {!isReadOnly && <DeleteAccount account={account} />}
    </Stack>
  );
}

/** Only what was changed is sent: somebody else may be changing the rest. */
function changes(account: Account, draft: Draft): AccountPatch {
  const names = ['name', 'notes', 'tags', ...limits.map(([name]) => name)] as const;
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(draft[name]) !== JSON.stringify(account[name]))
      .map((name) => [name, draft[name]]),
  );
}
