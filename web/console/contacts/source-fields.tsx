import { Autocomplete, Select, Stack } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import type { Basis } from './contact.ts';
import { contactsTexts } from './texts.ts';
import { useSources } from './use-choices.ts';

export type SourceChoice = { name: string; basis: Basis | null };

type SourceFieldsProps = {
  value: SourceChoice;
  onChange: (value: SourceChoice) => void;
  label: string;
  hint: string;
  isRequired?: boolean;
  /** Only sources of this basis will do; it is then not asked for. */
  only?: Basis;
};

/** A source that is declared already, or a new one with its basis. */
export function SourceFields({
  value,
  onChange,
  label,
  hint,
  isRequired,
  only,
}: SourceFieldsProps) {
  const t = useTexts(contactsTexts);
  const sources = useSources().data ?? [];
  const known = findSource(sources, value.name);
  const bases = Object.keys(t.basis) as Basis[];
  return (
    <Stack gap="xs">
      <Autocomplete
        label={label}
        description={hint}
        data={[
          ...new Set(sources.filter((s) => !only || s.basis === only).map((source) => source.name)),
        ]}
        value={value.name}
        onChange={(name) =>
          onChange({ name, basis: findSource(sources, name)?.basis ?? value.basis })
        }
        maxLength={200}
        required={isRequired ?? false}
      />
      {value.name.trim() !== '' && !only && (
        <Select
          label={t.basisLabel}
          description={known ? t.basisKnown : t.basisNew}
          data={bases.map((basis) => ({ value: basis, label: t.basis[basis] }))}
          value={known?.basis ?? value.basis}
          onChange={(basis) => onChange({ ...value, basis })}
          disabled={known !== undefined}
          allowDeselect={false}
          required
        />
      )}
    </Stack>
  );
}

/** A declared source by its name, in any case of letters, as the server finds it. */
function findSource<S extends { name: string }>(sources: readonly S[], name: string) {
  const wanted = name.trim().toLowerCase();
  return sources.find((source) => source.name.toLowerCase() === wanted);
}
