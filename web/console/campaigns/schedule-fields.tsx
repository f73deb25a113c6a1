import { Checkbox, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import type { FieldsProps } from './campaign.ts';
import { wizardTexts } from './wizard-texts.ts';

const HOUR_MS = 3_600_000;

/** When a campaign begins, and at which hours of which days it writes. */
export function ScheduleFields({ value, onChange, isReadOnly = false }: FieldsProps) {
  const t = useTexts(wizardTexts);
  const { data } = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => take(api.GET('/settings', { signal })),
  });
  const settings = data?.settings;
  const { schedule } = value;
  const setHours = (change: Partial<typeof schedule>) =>
    onChange({ schedule: { ...schedule, ...change } });
  return (
    <Stack>
      <StartFields value={value} onChange={onChange} isReadOnly={isReadOnly} />
      <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
        <Text component="legend" size="sm" fw={500} p={0}>
          {t.hours}
        </Text>
        <Text size="xs" c="dimmed">
          {t.hoursHint(settings?.time_zone ?? '…')}
        </Text>
        <Group gap="xs" mt="xs" align="center">
          <TimeInput
            label={t.from}
            value={schedule.from}
            isReadOnly={isReadOnly}
            onChange={(from) => setHours({ from })}
          />
          <TimeInput
            label={t.to}
            value={schedule.to}
            isReadOnly={isReadOnly}
            onChange={(to) => setHours({ to })}
          />
          <Text size="xs" c="dimmed">
            {schedule.from === schedule.to && t.aroundClock}
          </Text>
        </Group>
      </fieldset>
      <Checkbox.Group
        label={t.days}
        value={schedule.days.map(String)}
        readOnly={isReadOnly}
        error={schedule.days.length === 0 && t.daysNeeded}
        onChange={(days) => {
          // A schedule keeps at least one day.
          if (days.length > 0) setHours({ days: days.map(Number).sort() });
        }}
      >
        <Group gap="md" mt="xs">
          {t.dayNames.map((name, place) => (
            <Checkbox
              key={name}
              value={String(place + 1)}
              label={name}
              aria-label={t.dayNamesLong[place] ?? name}
            />
          ))}
        </Group>
      </Checkbox.Group>
      {settings && (
        <Text size="sm" c="dimmed">
          {settings.quiet_hours
            ? t.quietHours(settings.quiet_hours.from, settings.quiet_hours.to)
            : t.noQuietHours}
        </Text>
      )}
    </Stack>
  );
}

function StartFields({ value, onChange, isReadOnly = false }: FieldsProps) {
  const t = useTexts(wizardTexts);
  const [now] = useState(() => new Date());
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t.start}
        value={value.starts_at === null ? 'now' : 'at'}
        readOnly={isReadOnly}
        onChange={(way) =>
          onChange({
            starts_at: way === 'now' ? null : new Date(now.getTime() + HOUR_MS).toISOString(),
          })
        }
      >
        <Stack gap="xs" mt="xs">
          <Radio value="now" label={t.startNow} />
          <Radio value="at" label={t.startAt} />
        </Stack>
      </Radio.Group>
      {value.starts_at !== null && (
        <TextInput
          type="datetime-local"
          label={t.startMoment}
          description={t.startMomentHint(zone)}
          maw={280}
          readOnly={isReadOnly}
          value={toLocalInput(value.starts_at)}
          onChange={(event) => {
            const moment = new Date(event.currentTarget.value);
            if (!Number.isNaN(moment.getTime())) onChange({ starts_at: moment.toISOString() });
          }}
        />
      )}
    </Stack>
  );
}

/** A moment as `datetime-local` takes it: the browser's own clock, to the minute. */
function toLocalInput(at: string): string {
  const moment = new Date(at);
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

function TimeInput(props: {
  label: string;
  value: string;
  isReadOnly: boolean;
  onChange: (value: string) => void;
}) {
  return (
    <TextInput
      type="time"
      label={props.label}
      value={props.value}
      readOnly={props.isReadOnly}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (/^\d\d:\d\d$/.test(value)) props.onChange(value);
      }}
    />
  );
}
