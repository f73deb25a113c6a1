import { NumberInput, Select, SimpleGrid, Stack, Switch, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { useMay } from '../session/use-session.ts';
import type { FieldsProps } from './campaign.ts';
import { wizardTexts } from './wizard-texts.ts';

const OPERATORS = 'operators';

/** Limits, the reminder, how long to wait, when to stop, who answers. */
export function RulesFields({ value, onChange, isReadOnly = false }: FieldsProps) {
  const t = useTexts(wizardTexts);
  const number = (then: (n: number) => void) => (given: string | number) => {
    // While a number is being typed there may be none.
    if (typeof given === 'number') then(given);
  };
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw={720}>
        <NumberInput
          label={t.maxFirst}
          description={t.maxFirstHint}
          value={value.max_first_per_day ?? ''}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          readOnly={isReadOnly}
          onChange={(given) =>
            onChange({ max_first_per_day: typeof given === 'number' && given >= 1 ? given : null })
          }
        />
        <NumberInput
          label={t.errorShare}
          description={t.errorShareHint}
          value={Math.round(value.error_share * 100)}
          min={1}
          max={100}
          allowDecimal={false}
          clampBehavior="strict"
          readOnly={isReadOnly}
          onChange={number((percent) => percent >= 1 && onChange({ error_share: percent / 100 }))}
        />
        <NumberInput
          label={t.silenceHours}
          description={t.silenceHint}
          value={value.silence_hours}
          min={1}
          max={2_160}
          allowDecimal={false}
          clampBehavior="strict"
          readOnly={isReadOnly}
          onChange={number((hours) => hours >= 1 && onChange({ silence_hours: hours }))}
        />
        <RoleField value={value} onChange={onChange} isReadOnly={isReadOnly} />
      </SimpleGrid>
      <FollowUpFields value={value} onChange={onChange} isReadOnly={isReadOnly} />
    </Stack>
  );
}

function FollowUpFields({ value, onChange, isReadOnly = false }: FieldsProps) {
  const t = useTexts(wizardTexts);
  const [wants, setWants] = useState(value.follow_up_text !== null);
  // Kept while the reminder is switched off, so that switching it on again brings it back.
  const [text, setText] = useState(value.follow_up_text ?? '');
  const keep = (isOn: boolean, said: string) =>
    onChange({ follow_up_text: isOn && said.trim() !== '' ? said : null });
  return (
    <Stack gap="xs" maw={720}>
      <Switch
        label={t.followUp}
        checked={wants}
        disabled={isReadOnly}
        onChange={(event) => {
          setWants(event.currentTarget.checked);
          keep(event.currentTarget.checked, text);
        }}
      />
      {wants && (
        <>
          <Textarea
            label={t.followUpText}
            description={t.followUpHint}
            value={text}
            maxLength={4_096}
            autosize
            minRows={2}
            readOnly={isReadOnly}
            onChange={(event) => {
              setText(event.currentTarget.value);
              keep(true, event.currentTarget.value);
            }}
          />
          <NumberInput
            label={t.followUpHours}
            value={value.follow_up_hours}
            min={1}
            max={720}
            allowDecimal={false}
            clampBehavior="strict"
            readOnly={isReadOnly}
            maw={200}
            onChange={(given) =>
              typeof given === 'number' && given >= 1 && onChange({ follow_up_hours: given })
            }
          />
        </>
      )}
    </Stack>
  );
}

function RoleField({ value, onChange, isReadOnly = false }: FieldsProps) {
  const t = useTexts(wizardTexts);
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['assistant', 'roles'],
    queryFn: ({ signal }) =>
      take(api.GET('/assistant/roles', { params: { query: { limit: 200 } }, signal })),
    enabled: may('assistant.read'),
  });
  return (
    <Select
      label={t.role}
      description={t.roleHint}
      value={value.role_id === null ? OPERATORS : String(value.role_id)}
      readOnly={isReadOnly}
      allowDeselect={false}
      data={[
        { value: OPERATORS, label: t.roleOperators },
        ...(data?.roles ?? []).map((role) => ({
          value: String(role.id),
          label: t.roleAi(role.name),
        })),
      ]}
      onChange={(chosen) => onChange({ role_id: chosen === OPERATORS ? null : Number(chosen) })}
    />
  );
}
