import { ActionIcon, Group, Select, Stack, TextInput, Title, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { type RefObject, useState } from 'react';
import { FilterButtons } from '../../shared/filter-buttons.tsx';
import { useTexts } from '../../shared/language.tsx';
import styles from './inbox.module.css';
import { views } from './inbox.ts';
import { inboxTexts } from './texts.ts';
import { useAccountNames } from './use-dialogs.ts';
import { useInboxSearch } from './use-inbox-search.ts';

const TYPING_MS = 250;

/** What the list shows: the view, the account, whose name begins so. */
export function ListTools(props: {
  searchField: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
}) {
  const t = useTexts(inboxTexts);
  const { view, account, q, change } = useInboxSearch();
  const accounts = useAccountNames();
  const [typed, setTyped] = useState(q);
  const search = useDebouncedCallback((words: string) => change({ q: words.trim() }), TYPING_MS);
  return (
    <Stack gap={6} className={styles['tools'] ?? ''}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Title order={1} size="h4">
          {t.title}
        </Title>
        <Tooltip label={t.help}>
          <ActionIcon variant="subtle" color="gray" aria-label={t.help} onClick={props.onHelp}>
            <IconKeyboard size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <FilterButtons
        label={t.views}
        value={view}
        options={views.map((one) => ({ value: one, label: t[one] }))}
        onChange={(chosen) => change({ view: chosen })}
      />
      <Group gap={6} wrap="nowrap">
        <TextInput
          ref={props.searchField}
          size="xs"
          flex={1}
          aria-label={t.searchLabel}
          placeholder={t.searchHint}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={typed}
          type="search"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        {(accounts.data?.length ?? 0) > 1 && (
          <Select
            size="xs"
            w={124}
            aria-label={t.account}
            placeholder={t.anyAccount}
            data={accounts.data ?? []}
            value={account || null}
            onChange={(value) => change({ account: value ?? '' })}
            comboboxProps={{ width: 240, position: 'bottom-end' }}
            clearable
            searchable
          />
        )}
      </Group>
    </Stack>
  );
}
