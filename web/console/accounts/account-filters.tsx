import { Autocomplete, Button, Group, MultiSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { accountsTexts } from './texts.ts';
import { type AccountFilter, type AccountStatus, accountStatuses } from './use-accounts.ts';

const TYPING_MS = 250;

/** What of the pool is shown; it stands in the address. */
export function AccountFilters(props: { filter: AccountFilter; tags: readonly string[] }) {
  const { filter } = props;
  const t = useTexts(accountsTexts);
  const navigate = useNavigate();
  const [typed, setTyped] = useState({ search: filter.search, tag: filter.tag });
  const write = (part: Partial<AccountFilter>) => {
    const { status, tag, search } = { ...filter, ...part };
    void navigate({
      to: '/accounts',
      search: {
        status: status.length > 0 ? status.join(',') : undefined,
        tag: tag || undefined,
        search: search || undefined,
      },
      replace: true,
    });
  };
  const writeSoon = useDebouncedCallback(write, TYPING_MS);
  const isFiltered = filter.status.length > 0 || filter.tag !== '' || filter.search !== '';
  return (
    <Group gap="xs" align="flex-start">
      <TextInput
        type="search"
        aria-label={t.search}
        placeholder={t.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed.search}
        onChange={(event) => {
          const search = event.currentTarget.value;
          setTyped({ ...typed, search });
          writeSoon({ search });
        }}
        w={{ base: '100%', xs: 260 }}
      />
      <MultiSelect
        aria-label={t.status}
        {...(filter.status.length === 0 && { placeholder: t.anyStatus })}
        data={accountStatuses.map((status) => ({ value: status, label: t.statuses[status] }))}
        value={filter.status}
        onChange={(status) => write({ status: status as AccountStatus[] })}
        clearable
        clearButtonProps={{ 'aria-label': t.clearFilter }}
        miw={180}
        maw={420}
      />
      <Autocomplete
        aria-label={t.tag}
        placeholder={t.anyTag}
        data={[...props.tags]}
        value={typed.tag}
        onChange={(tag) => {
          setTyped({ ...typed, tag });
          writeSoon({ tag: tag.trim() });
        }}
        w={160}
      />
      {isFiltered && (
        <Button
          variant="subtle"
          onClick={() => {
            setTyped({ search: '', tag: '' });
            write({ status: [], tag: '', search: '' });
          }}
        >
          {t.clearFilter}
        </Button>
      )}
    </Group>
  );
}
