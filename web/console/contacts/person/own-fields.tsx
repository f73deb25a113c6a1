import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Card } from '../../../shared/card.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { personTexts } from './texts.ts';

type Custom = Record<string, string | number | boolean | null>;

type OwnFieldsProps = {
  custom: Readonly<Record<string, unknown>>;
  isReadOnly: boolean;
  /** What is to change, and what puts it back. */
  onChange: (custom: Custom, before: Custom) => void;
};

/** Fields of the team's own, by their names. */
export function OwnFields({ custom, isReadOnly, onChange }: OwnFieldsProps) {
  const t = useTexts(personTexts);
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const names = Object.keys(custom).sort();
  const known = (field: string) => plain(custom[field]);
  const add = () => {
    const field = name.trim();
    onChange({ [field]: value }, { [field]: field in custom ? known(field) : null });
    setName('');
    setValue('');
  };
  return (
    <Card title={t.own}>
      <Stack gap="xs">
        {names.length === 0 && (
          <Text size="sm" c="dimmed">
            {t.ownNone}
          </Text>
        )}
        {names.map((field) => (
          <Group key={`${field} ${String(known(field))}`} gap="xs" wrap="nowrap" align="flex-end">
            <TextInput
              label={field}
              defaultValue={String(known(field) ?? '')}
              onBlur={({ currentTarget }) => {
                const given = currentTarget.value;
                if (given !== String(known(field) ?? ''))
                  onChange({ [field]: given }, { [field]: known(field) });
              }}
              maxLength={2_000}
              readOnly={isReadOnly}
              flex={1}
            />
            {!isReadOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t.ownRemove(field)}
                onClick={() => onChange({ [field]: null }, { [field]: known(field) })}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!isReadOnly && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim()) add();
            }}
          >
            <Group gap="xs" align="flex-end">
              <TextInput
                label={t.ownName}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                maxLength={64}
                flex="1 1 120px"
              />
              <TextInput
                label={t.ownValue}
                value={value}
                onChange={(event) => setValue(event.currentTarget.value)}
                maxLength={2_000}
                flex="1 1 120px"
              />
              <Button type="submit" variant="default" disabled={!name.trim()}>
                {t.ownAdd}
              </Button>
            </Group>
          </form>
        )}
      </Stack>
    </Card>
  );
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return value == null ? null : JSON.stringify(value);
}
