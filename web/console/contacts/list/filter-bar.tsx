import {
  Button,
  Group,
  Loader,
  MultiSelect,
  Select,
  SimpleGrid,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage, useTexts } from '../../../shared/language.tsx';
import { useAddress } from '../../../shared/use-address.ts';
import { useMay } from '../../session/use-session.ts';
import type { ContactStatus } from '../contact.ts';
import { languageChoices } from '../languages.ts';
import { contactsTexts } from '../texts.ts';
import { useAccounts, useSources } from '../use-choices.ts';
import { type Filter, filterNames, priorities } from './filter.ts';
import { listTexts } from './texts.ts';

/** A search follows the typing, but not every letter of it. */
const TYPING_MS = 150;

type FilterBarProps = { filter: Filter; knownTags: readonly string[]; isRenewing: boolean };

/** The search and the filters of the list; what is chosen stands in the address. */
export function FilterBar({ filter, knownTags, isRenewing }: FilterBarProps) {
  const t = useTexts(listTexts);
  const [, change] = useAddress();
  const chosen = Object.keys(filter).filter((name) => name !== 'q').length;
  const [isOpen, { toggle }] = useDisclosure(chosen > 0);
  return (
    <>
      <Group gap="xs" align="flex-end">
        <SearchBox isRenewing={isRenewing} />
        <Button
          variant={isOpen ? 'light' : 'default'}
          leftSection={<IconFilter size={16} aria-hidden />}
          onClick={toggle}
          aria-expanded={isOpen}
          aria-controls="contact-filters"
        >
          {chosen > 0 ? `${t.filters}: ${chosen}` : t.filters}
        </Button>
        {Object.keys(filter).length > 0 && (
          <Button
            variant="subtle"
            color="gray"
            c="dimmed"
            onClick={() => change(Object.fromEntries(filterNames.map((name) => [name, undefined])))}
          >
            {t.clear}
          </Button>
        )}
      </Group>
      <div id="contact-filters">{isOpen && <Filters filter={filter} knownTags={knownTags} />}</div>
    </>
  );
}

function SearchBox({ isRenewing }: { isRenewing: boolean }) {
  const t = useTexts(listTexts);
  const [address, change] = useAddress();
  const q = address['q'] ?? '';
  const [typed, setTyped] = useState(q);
  const [asked, setAsked] = useState(q);
  const [seen, setSeen] = useState(q);
  const search = useDebouncedCallback((text: string) => {
    const wanted = text.trim() === '' ? '' : text;
    setAsked(wanted);
    change({ q: wanted || undefined });
  }, TYPING_MS);
  if (q !== seen) {
    setSeen(q);
    // Changed by somebody else: a link, the way back, the button that clears it all.
    if (q !== asked) {
      setAsked(q);
      setTyped(q);
    }
  }
  return (
    <TextInput
      type="search"
      aria-label={t.searchLabel}
      placeholder={t.searchHint}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={isRenewing && <Loader size={14} aria-label={t.updating} role="status" />}
      maxLength={100}
      style={{ flex: '1 1 260px' }}
      maw={460}
    />
  );
}

function Filters({ filter, knownTags }: { filter: Filter; knownTags: readonly string[] }) {
  const t = useTexts(listTexts);
  const room = useTexts(contactsTexts);
  const { language } = useLanguage();
  const may = useMay();
  const [, change] = useAddress();
  const sources = useSources().data ?? [];
  const accounts = useAccounts(may('accounts.read')).data ?? [];
  const list = (name: string) => (values: string[]) =>
    change({ [name]: values.length > 0 ? values.join(',') : undefined });
  const one = (name: string) => (value: string | null) => change({ [name]: value ?? undefined });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="xs" verticalSpacing="xs">
      <MultiSelect
        label={t.status}
        data={(Object.keys(room.status) as ContactStatus[]).map((status) => ({
          value: status,
          label: room.status[status],
        }))}
        value={filter.status ?? []}
        onChange={list('status')}
        clearable
      />
      <TagsInput
        label={t.tags}
        data={[...knownTags]}
        value={filter.tags ?? []}
        onChange={list('tags')}
        splitChars={[',']}
        maxTags={10}
        placeholder={filter.tags ? '' : t.tagsHint}
        clearable
      />
      <Select
        label={t.source}
        data={[...new Set(sources.map(({ name }) => name))]}
        value={filter.source ?? null}
        onChange={one('source')}
        searchable
        clearable
      />
      <Select
        label={t.language}
        data={languageChoices(language, filter.language)}
        value={filter.language ?? null}
        onChange={one('language')}
        searchable
        clearable
      />
      {may('accounts.read') && (
        <Select
          label={t.account}
          data={accounts}
          value={filter.account_id ?? null}
          onChange={one('account_id')}
          searchable
          clearable
        />
      )}
      <MultiSelect
        label={t.priority}
        data={priorities.map(String)}
        value={filter.priority?.map(String) ?? []}
        onChange={list('priority')}
        clearable
      />
      <Select
        label={t.consent}
        data={[
          { value: 'true', label: t.withConsent },
          { value: 'false', label: t.withoutConsent },
        ]}
        value={filter.has_consent === undefined ? null : String(filter.has_consent)}
        onChange={one('has_consent')}
        clearable
      />
      <Select
        label={t.stop}
        data={[
          { value: 'true', label: t.stopped },
          { value: 'false', label: t.notStopped },
        ]}
        value={filter.opted_out === undefined ? null : String(filter.opted_out)}
        onChange={one('opted_out')}
        clearable
      />
    </SimpleGrid>
  );
}
