import { Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type RefObject, useCallback } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { DialogList } from './dialog-list.tsx';
import { ListTools } from './list-tools.tsx';
import { inboxTexts } from './texts.ts';
import type { useDialogs } from './use-dialogs.ts';
import { useInboxSearch } from './use-inbox-search.ts';

type ListPaneProps = {
  list: ReturnType<typeof useDialogs>;
  openNumber: number | undefined;
  searchField: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
};

export function ListPane({ list, openNumber, searchField, onHelp }: ListPaneProps) {
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return (
    <>
      <ListTools searchField={searchField} onHelp={onHelp} />
      <Loaded query={list}>
        {() =>
          list.rows.length === 0 ? (
            <NoDialogs />
          ) : (
            <DialogList
              dialogs={list.rows}
              openNumber={openNumber}
              hasMore={hasNextPage}
              isLoadingMore={isFetchingNextPage}
              onMore={more}
            />
          )
        }
      </Loaded>
    </>
  );
}

function NoDialogs() {
  const t = useTexts(inboxTexts);
  const { view, account, q, change } = useInboxSearch();
  const [title, hint] =
    q || account
      ? [t.emptySearch, t.emptySearchHint]
      : view === 'waiting'
        ? [t.emptyWaiting, t.emptyWaitingHint]
        : [t.empty, t.emptyHint];
  return (
    <Stack p="lg" gap="xs" align="center" ta="center">
      <Text fw={600} size="sm">
        {title}
      </Text>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      {view === 'all' && !q && !account ? (
        <Button size="xs" variant="light" component={Link} to="/campaigns">
          {t.toCampaigns}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="light"
          onClick={() => change({ view: 'all', q: '', account: '' })}
        >
          {t.showAll}
        </Button>
      )}
    </Stack>
  );
}
