import { Group, Input, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { type DelayUnit, delayUnits, unitOf } from './delay.ts';
import { scriptsTexts } from './texts.ts';

const THIRTY_DAYS = 2_592_000;

type DelayFieldsProps = {
  /** Seconds. */
  min: number;
  max: number;
  error: string | undefined;
  isReadOnly: boolean;
  onChange: (min: number, max: number) => void;
};

/** How long to wait before a stage, from and to, in the unit one thinks in. */
export function DelayFields({ min, max, error, isReadOnly, onChange }: DelayFieldsProps) {
  const t = useTexts(scriptsTexts);
  const [unit, setUnit] = useState<DelayUnit>(() => unitOf(min, max));
  const size = delayUnits[unit];
  const seconds = (value: string | number, of: DelayUnit = unit) =>
    Math.min(THIRTY_DAYS, Math.round((Number(value) || 0) * delayUnits[of]));
  return (
    <Input.Wrapper label={t.delay} error={error} labelElement="div">
      <Group gap="xs" wrap="nowrap">
        <NumberInput
          w={76}
          size="xs"
          aria-label={`${t.delay}: ${t.from}`}
          value={Number((min / size).toFixed(2))}
          min={0}
          readOnly={isReadOnly}
          // The end follows the beginning when it would be left behind.
          onChange={(value) => onChange(seconds(value), Math.max(seconds(value), max))}
        />
        –
        <NumberInput
          w={76}
          size="xs"
          aria-label={`${t.delay}: ${t.to}`}
          value={Number((max / size).toFixed(2))}
          min={0}
          readOnly={isReadOnly}
          onChange={(value) => onChange(min, seconds(value))}
        />
        <Select
          w={100}
          size="xs"
          aria-label={t.unit}
          value={unit}
          allowDeselect={false}
          readOnly={isReadOnly}
          data={(Object.keys(delayUnits) as DelayUnit[]).map((value) => ({
            value,
            label: t.units[value],
          }))}
          onChange={(value) => {
            if (!value) return;
            const next = value as DelayUnit;
            setUnit(next);
            onChange(seconds(min / size, next), seconds(max / size, next));
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}
