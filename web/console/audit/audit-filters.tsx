import { Button, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { auditTexts } from './texts.ts';
import { useActions, useActors } from './use-audit.ts';

export type AuditAddress = {
  who?: string | undefined;
  what?: string | undefined;
  /** A day, YYYY-MM-DD. */
  since?: string | undefined;
  /** A word of the details and its value: campaign_id:12. */
  about?: string | undefined;
};

/** As the server takes it. */
export const isAbout = (text: string) => /^[a-z_]{1,40}:.{1,200}$/.test(text);

/** By whom, what, and since when. */
export function AuditFilters(props: {
  value: AuditAddress;
  onChange: (change: AuditAddress) => void;
}) {
  const { value, onChange } = props;
  const t = useTexts(auditTexts);
  const common = useTexts(commonTexts);
  const actors = useActors();
  const actions = useActions();
  return (
    <Group gap="sm" align="flex-end">
      <Select
        size="xs"
        w={220}
        label={t.who}
        placeholder={t.anybody}
        data={withCurrent(actors, value.who)}
        value={value.who ?? null}
        onChange={(who) => onChange({ who: who ?? undefined })}
        nothingFoundMessage={common.nothingFound}
        clearable
        searchable
      />
      <Select
        size="xs"
        w={300}
        label={t.what}
        placeholder={t.anything}
        data={withCurrent(actions, value.what)}
        value={value.what ?? null}
        onChange={(what) => onChange({ what: what ?? undefined })}
        nothingFoundMessage={common.nothingFound}
        clearable
        searchable
      />
      <TextInput
        size="xs"
        type="date"
        label={t.since}
        value={value.since ?? ''}
        onChange={(event) => onChange({ since: event.currentTarget.value || undefined })}
      />
      <AboutField key={value.about} value={value.about ?? ''} onChange={onChange} />
      {(value.who || value.what || value.since || value.about) && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() =>
            onChange({ who: undefined, what: undefined, since: undefined, about: undefined })
          }
        >
          {t.showAll}
        </Button>
      )}
    </Group>
  );
}

/** Looked for when it is whole: at Enter, or when it is left. */
function AboutField(props: { value: string; onChange: (change: AuditAddress) => void }) {
  const t = useTexts(auditTexts);
  const [text, setText] = useState(props.value);
  const about = text.trim().replace(/:\s+/, ':');
  const isWrong = about !== '' && !isAbout(about);
  const apply = () => {
    if (!isWrong && about !== props.value) props.onChange({ about: about || undefined });
  };
  return (
    <TextInput
      size="xs"
      label={t.about}
      placeholder={t.aboutHint}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply();
      }}
      error={isWrong && t.aboutWrong}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

type Choice = { value: string; label: string };

/** What an address asks for is chosen even before, or without, its name being known. */
function withCurrent(choices: readonly Choice[], current: string | undefined): Choice[] {
  const isKnown = current === undefined || choices.some(({ value }) => value === current);
  return isKnown ? [...choices] : [...choices, { value: current, label: current }];
}
