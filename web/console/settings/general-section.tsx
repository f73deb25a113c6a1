import {
  Alert,
  Button,
  Fieldset,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { offerUndo } from '../../shared/notify.tsx';
import { Failure, Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { type Settings, type SettingsPatch, useSettings } from '../../shared/use-settings.ts';
import { useMay } from '../session/use-session.ts';
import { generalTexts } from './general-texts.ts';
import { settingsTexts } from './texts.ts';

const limits = [
  'max_daily_active',
  'max_daily_warming',
  'max_daily_messages',
  'max_daily_answers',
  'min_message_delay',
  'mailing_delay_min',
  'mailing_delay_max',
  'mailing_max_per_account',
  'invite_delay',
  'cooldown_hours',
] as const;
const names = [
  ...limits,
  'language',
  'time_zone',
  'quiet_hours',
  'limited_accounts_may_answer',
] as const;
type Draft = Pick<Settings, (typeof names)[number]>;

const most: Partial<Record<(typeof limits)[number], number>> = {
  min_message_delay: 86_400,
  mailing_delay_min: 86_400,
  mailing_delay_max: 86_400,
  invite_delay: 86_400,
  cooldown_hours: 8_760,
};
/** What is proposed to whoever switches quiet hours on. */
const NIGHT = { from: '21:00', to: '10:00' };

export function GeneralSection() {
  return <Loaded query={useSettings()}>{(settings) => <GeneralForm settings={settings} />}</Loaded>;
}

function GeneralForm({ settings }: { settings: Settings }) {
  const t = useTexts(generalTexts);
  const page = useTexts(settingsTexts);
  const common = useTexts(commonTexts);
  const isReadOnly = !useMay()('settings.write');
  const [typed, setTyped] = useState<Partial<Draft>>({});
  const draft: Draft = { ...settings, ...typed };
  const set = (part: Partial<Draft>) => setTyped((before) => ({ ...before, ...part }));
  const patch = pick(
    draft,
    names.filter((name) => JSON.stringify(draft[name]) !== JSON.stringify(settings[name])),
  );
  const save = useAction(
    ({ change }: { change: SettingsPatch; back: SettingsPatch | undefined }) =>
      take(api.PATCH('/settings', { body: change })),
    {
      refreshes: ['settings', 'accounts', 'session'],
      quiet: true,
      onDone: (_, { back }) => {
        setTyped({});
        if (back)
          offerUndo(common.saved, common.undo, () =>
            save.mutate({ change: back, back: undefined }),
          );
      },
    },
  );
  const { quiet_hours: quiet } = draft;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const changed = names.filter((name) => name in patch);
        save.mutate({ change: patch, back: pick(settings, changed) });
      }}
    >
      <Fieldset variant="unstyled" disabled={isReadOnly} maw={760}>
        <Stack>
          {isReadOnly && <Alert variant="light">{page.readOnly}</Alert>}
          <Card title={t.workspace}>
            <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
              <Select
                label={t.language}
                description={t.languageHint}
                data={[
                  { value: 'ru', label: t.russian },
                  { value: 'en', label: t.english },
                ]}
                value={draft.language}
                onChange={(language) => set({ language: language === 'en' ? 'en' : 'ru' })}
                allowDeselect={false}
              />
              <Select
                label={t.timeZone}
                description={t.timeZoneHint}
                data={timeZones(draft.time_zone)}
                value={draft.time_zone}
                onChange={(zone) => zone && set({ time_zone: zone })}
                searchable
                allowDeselect={false}
                nothingFoundMessage={common.nothingFound}
              />
            </SimpleGrid>
          </Card>
          <Card title={t.limits}>
            <Stack gap="sm">
              <Text size="sm" c="dimmed">
                {t.limitsHint}
              </Text>
              <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'end' }}>
                {limits.map((name) => (
                  <NumberInput
                    key={name}
                    label={t[name]}
                    {...(name === 'cooldown_hours' && { description: t.cooldownHint })}
                    value={draft[name]}
                    onChange={(value) => value !== '' && set({ [name]: Number(value) })}
                    min={0}
                    max={most[name] ?? 100_000}
                    allowDecimal={name === 'cooldown_hours'}
                  />
                ))}
              </SimpleGrid>
              <Switch
                label={t.mayAnswer}
                description={t.mayAnswerHint}
                checked={draft.limited_accounts_may_answer}
                onChange={(event) =>
                  set({ limited_accounts_may_answer: event.currentTarget.checked })
                }
              />
            </Stack>
          </Card>
          <Card title={t.quietHours}>
            <Stack gap="sm">
              <Switch
                label={t.keepQuiet}
                description={t.quietHoursHint}
                checked={quiet !== null}
                onChange={(event) =>
                  set({
                    quiet_hours: event.currentTarget.checked
                      ? (settings.quiet_hours ?? NIGHT)
                      : null,
                  })
                }
              />
              {quiet && (
                <Group>
                  {(['from', 'to'] as const).map((edge) => (
                    <TextInput
                      key={edge}
                      type="time"
                      label={t[edge]}
                      value={quiet[edge]}
                      onChange={(event) =>
                        set({ quiet_hours: { ...quiet, [edge]: event.currentTarget.value } })
                      }
                      required
                    />
                  ))}
                </Group>
              )}
            </Stack>
          </Card>
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
      </Fieldset>
    </form>
  );
}

function pick(from: Draft, chosen: readonly (typeof names)[number][]): SettingsPatch {
  return Object.fromEntries(chosen.map((name) => [name, from[name]]));
}

function timeZones(current: string): string[] {
  return [...new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
}
