import {
  Autocomplete,
  Button,
  Group,
  Radio,
  Select,
  Stack,
  TagsInput,
  Textarea,
} from '@mantine/core';
import { Card } from '../../../shared/card.tsx';
import { useLanguage, useTexts } from '../../../shared/language.tsx';
import { languageChoices } from '../languages.ts';
import { type SourceChoice, SourceFields } from '../source-fields.tsx';
import { useAudiences } from '../use-choices.ts';
import type { ImportOptions } from './preview.ts';
import { importTexts } from './texts.ts';

/** On what terms the people of a file come in. */
export type Terms = {
  source: SourceChoice;
  note: string;
  audience: string;
  tags: string[];
  language: string | null;
  existing: 'update' | 'keep';
};

export const noTerms: Terms = {
  source: { name: '', basis: null },
  note: '',
  audience: '',
  tags: [],
  language: null,
  existing: 'update',
};

/** The terms as the API takes them; what was left empty is left out. */
export function optionsOf({ source, note, audience, tags, language, existing }: Terms) {
  return {
    source: {
      name: source.name.trim(),
      ...(source.basis && { basis: source.basis }),
      ...(note.trim() && { note: note.trim() }),
    },
    ...(audience.trim() && { audience: audience.trim() }),
    ...(language && { language }),
    tags,
    existing,
  } satisfies Partial<ImportOptions>;
}

type TermsStepProps = {
  terms: Terms;
  onTerms: (terms: Terms) => void;
  onBack: () => void;
  onNext: () => void;
};

export function TermsStep({ terms, onTerms, onBack, onNext }: TermsStepProps) {
  const t = useTexts(importTexts);
  const { language } = useLanguage();
  const lists = (useAudiences().data ?? []).filter(({ kind }) => kind === 'list');
  const isReady = terms.source.name.trim() !== '' && terms.source.basis !== null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onNext();
      }}
    >
      <Card title={t.terms}>
        <Stack maw={560}>
          <SourceFields
            value={terms.source}
            onChange={(source) => onTerms({ ...terms, source })}
            label={t.source}
            hint={t.sourceHint}
            isRequired
          />
          <Textarea
            label={t.sourceNote}
            value={terms.note}
            onChange={(event) => onTerms({ ...terms, note: event.currentTarget.value })}
            autosize
            maxLength={2_000}
          />
          <Autocomplete
            label={t.audience}
            description={t.audienceHint}
            data={lists.map(({ name }) => name)}
            value={terms.audience}
            onChange={(audience) => onTerms({ ...terms, audience })}
            maxLength={200}
          />
          <TagsInput
            label={t.tags}
            value={terms.tags}
            onChange={(tags) => onTerms({ ...terms, tags })}
            acceptValueOnBlur
            maxTags={50}
          />
          <Select
            label={t.language}
            data={languageChoices(language, terms.language)}
            value={terms.language}
            onChange={(code) => onTerms({ ...terms, language: code })}
            searchable
            clearable
          />
          <Radio.Group
            label={t.existing}
            description={t.existingHint}
            value={terms.existing}
            onChange={(existing) =>
              onTerms({ ...terms, existing: existing === 'keep' ? 'keep' : 'update' })
            }
          >
            <Stack gap="xs" mt="xs">
              <Radio value="update" label={t.existingUpdate} />
              <Radio value="keep" label={t.existingKeep} />
            </Stack>
          </Radio.Group>
        </Stack>
      </Card>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onBack}>
          {t.back}
        </Button>
        <Button type="submit" disabled={!isReady}>
          {t.next}
        </Button>
      </Group>
    </form>
  );
}
