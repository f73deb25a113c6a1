import {
  Alert,
  Button,
  Fieldset,
  NumberInput,
  PasswordInput,
  Progress,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { formatNumber } from '../../shared/counts.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { aiTexts } from './ai-texts.ts';
import type { AiSettings, AiSettingsPatch } from './use-assistant.ts';

const modes = ['off', 'draft', 'automatic'] as const;
const bounds = [
  ['price_in', 'priceIn'],
  ['price_out', 'priceOut'],
  ['budget_cost', 'budgetCost'],
  ['budget_tokens', 'budgetTokens'],
] as const;

type Typed = AiSettingsPatch;

/** Which model answers, in which mode, and what it may take a day. */
export function AiModel({ settings, mayChange }: { settings: AiSettings; mayChange: boolean }) {
  const t = useTexts(aiTexts);
  const common = useTexts(commonTexts);
  const [typed, setTyped] = useState<Typed>({});
  const draft = { ...settings, ...typed };
  const set = (part: Typed) => setTyped((before) => ({ ...before, ...part }));
  const save = useAction(() => take(api.PUT('/assistant/settings', { body: typed })), {
    refreshes: ['assistant'],
    quiet: true,
    onDone: () => {
      setTyped({});
      notifyDone(common.saved);
    },
  });
  return (
    <Card title={t.settings}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Fieldset variant="unstyled" disabled={!mayChange}>
          <Stack gap="sm">
            {!settings.is_configured && <Alert variant="light">{t.notConfigured}</Alert>}
            <Today settings={settings} />
            <Radio.Group
              label={t.mode}
              value={draft.mode}
              onChange={(mode) => {
                const chosen = modes.find((known) => known === mode);
                if (chosen) set({ mode: chosen });
              }}
            >
              <Stack gap={6} mt={4}>
                {modes.map((mode) => (
                  <Radio key={mode} value={mode} label={t.modes[mode]} />
                ))}
              </Stack>
            </Radio.Group>
            <TextInput
              type="url"
              label={t.baseUrl}
              description={t.baseUrlHint}
              placeholder={t.fromEnvironment}
              value={draft.base_url ?? ''}
              onChange={(event) => set({ base_url: event.currentTarget.value || null })}
              spellCheck={false}
            />
            <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
              <TextInput
                label={t.model}
                description={t.modelHint}
                placeholder={t.fromEnvironment}
                value={draft.model ?? ''}
                onChange={(event) => set({ model: event.currentTarget.value || null })}
                spellCheck={false}
              />
              <PasswordInput
                label={t.apiKey}
                description={settings.api_key_set ? t.apiKeySet : t.apiKeyHint}
                value={typed.api_key ?? ''}
                onChange={(event) => set({ api_key: event.currentTarget.value || undefined })}
                autoComplete="off"
              />
            </SimpleGrid>
            <Text size="sm" fw={600} mt="xs">
              {t.prices}
            </Text>
            <Text size="sm" c="dimmed">
              {t.pricesHint}
            </Text>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              {bounds.map(([name, label]) => (
                <NumberInput
                  key={name}
                  label={t[label]}
                  {...(name.startsWith('budget') && { placeholder: t.noBound })}
                  value={draft[name] ?? ''}
                  onChange={(value) => set({ [name]: value === '' ? null : Number(value) })}
                  min={0}
                  max={name === 'budget_tokens' ? 1_000_000_000 : 1_000_000}
                  allowDecimal={name !== 'budget_tokens'}
                />
              ))}
            </SimpleGrid>
            {save.error && <Failure error={save.error} />}
            {mayChange && (
              <Button
                type="submit"
                loading={save.isPending}
                disabled={Object.values(typed).every((value) => value === undefined)}
                style={{ alignSelf: 'flex-start' }}
              >
                {common.save}
              </Button>
            )}
          </Stack>
        </Fieldset>
      </form>
    </Card>
  );
}

function Today({ settings }: { settings: AiSettings }) {
  const t = useTexts(aiTexts);
  const { language } = useLanguage();
  const { today, budget_cost: money, budget_tokens: tokens, price_in: price } = settings;
  const spentTokens = today.tokens_in + today.tokens_out;
  const shares = [
    ...(money ? [today.cost / money] : []),
    ...(tokens ? [spentTokens / tokens] : []),
  ];
  const share = shares.length > 0 ? Math.min(100, Math.max(...shares) * 100) : undefined;
  const cost = price === null ? undefined : formatNumber(today.cost, language);
  return (
    <Stack gap={4}>
      <Text size="sm">
        {t.today}: {t.spent(today.calls, formatNumber(spentTokens, language), cost)}
      </Text>
      {share !== undefined && (
        <Progress
          value={share}
          size="sm"
          color={share >= 100 ? 'orange' : 'blue'}
          aria-label={t.budgetUsed}
        />
      )}
    </Stack>
  );
}
