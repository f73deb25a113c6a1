import { Textarea, TextInput } from '@mantine/core';

type FieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isFocused?: boolean;
};

export function NameField({ label, value, onChange, isFocused }: FieldProps) {
  return (
    <TextInput
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={200}
      required
      data-autofocus={isFocused || undefined}
    />
  );
}

export function NoteField({ label, value, onChange }: Omit<FieldProps, 'isFocused'>) {
  return (
    <Textarea
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={2_000}
      autosize
    />
  );
}
