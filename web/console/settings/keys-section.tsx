import { Anchor, Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { isAbove } from '../../../contract/permissions.ts';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { ConfirmTyping } from '../../shared/confirm-typing.tsx';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePages } from '../../shared/use-pages.ts';
import { When } from '../../shared/when.tsx';
import { useMay, useSession } from '../session/use-session.ts';
import { keysTexts } from './keys-texts.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { settingsTexts } from './texts.ts';

type KeysAnswer = paths['/api-keys']['get']['responses'][200]['content']['application/json'];
type ApiKey = KeysAnswer['keys'][number];

const rowsOf = (page: KeysAnswer) => page.keys;

/** The keys with which programs come in: made, shown once, revoked. */
export function KeysSection() {
  const t = useTexts(keysTexts);
  const mayChange = useMay()('keys.write');
  const [isMaking, setIsMaking] = useState(false);
  const [revoked, setRevoked] = useState<ApiKey>();
  const query = usePages(
    ['api-keys'],
    (after, signal) =>
      take(api.GET('/api-keys', { params: { query: { ...(after && { after }) } }, signal })),
    rowsOf,
  );
  const revoke = useAction(
    (id: number) => take(api.DELETE('/api-keys/{id}', { params: { path: { id } } })),
    {
      refreshes: ['api-keys'],
      onDone: ({ message }) => {
        setRevoked(undefined);
        notifyDone(message);
      },
    },
  );
  const columns = useKeyColumns(mayChange ? setRevoked : undefined);
  const toMake = mayChange && (
    <Button
      onClick={() => setIsMaking(true)}
      leftSection={<IconPlus size={16} aria-hidden />}
      style={{ alignSelf: 'flex-start' }}
    >
      {t.make}
    </Button>
  );
  return (
    <Stack maw={980}>
      <Text size="sm" c="dimmed">
        {t.hint}
        <Anchor href="/docs" target="_blank" inherit underline="always">
          {t.docs}
        </Anchor>
      </Text>
      {query.rows.length > 0 && toMake}
      <Loaded query={{ ...query, data: query.first }}>
        {() => (
          <DataTable
            label={t.title}
            columns={columns}
            rows={query.rows}
            keyOf={(key) => key.id}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
            empty={
              <Empty title={t.none} action={toMake}>
                {t.noneHint}
              </Empty>
            }
          />
        )}
      </Loaded>
      <NewKeyDialog isOpen={isMaking} onClose={() => setIsMaking(false)} />
      <ConfirmTyping
        key={revoked?.id}
        isOpen={revoked !== undefined}
        title={t.revokeTitle}
        word={revoked?.name ?? ''}
        action={t.revoke}
        isBusy={revoke.isPending}
        onConfirm={() => revoked && revoke.mutate(revoked.id)}
        onClose={() => setRevoked(undefined)}
      >
        {t.revokeHint}
      </ConfirmTyping>
    </Stack>
  );
}

function useKeyColumns(onRevoke: ((key: ApiKey) => void) | undefined): Column<ApiKey>[] {
  const t = useTexts(keysTexts);
  const page = useTexts(settingsTexts);
  const { operator: me } = useSession();
  return [
    {
      key: 'name',
      title: t.name,
      width: 'minmax(130px, 1.2fr)',
      render: ({ name, hint, revoked_at }) => (
        <Stack gap={0}>
          <Text size="sm" fw={600} truncate {...(revoked_at && { c: 'dimmed' })}>
            {name}
          </Text>
          <Text size="xs" c="dimmed" ff="monospace">
            {hint}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'role',
      title: t.role,
      width: '130px',
      render: ({ role }) => page.roles[role],
    },
    {
      key: 'scopes',
      title: t.scopes,
      width: 'minmax(110px, 1.5fr)',
      render: ({ scopes }) => {
        const words = scopes?.map((scope) => t.permissions[scope]).join(', ') ?? t.allScopes;
        return (
          <Text size="sm" truncate title={words}>
            {words}
          </Text>
        );
      },
    },
    {
      key: 'created',
      title: t.created,
      width: '120px',
      isWideOnly: true,
      render: ({ created_at }) => <When at={created_at} />,
    },
    {
      key: 'used',
      title: t.used,
      width: '120px',
      render: ({ last_used_at }) => (last_used_at ? <When at={last_used_at} /> : t.never),
    },
    {
      key: 'actions',
      title: t.actions,
      width: '110px',
      render: (key) => {
        if (key.revoked_at)
          return (
            <Text size="sm" c="dimmed">
              {t.revokedNow}
            </Text>
          );
        return (
          onRevoke &&
          !isAbove(key.role, me.role) && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onRevoke(key)}
              aria-label={`${t.revoke}: ${key.name}`}
            >
              {t.revoke}
            </Button>
          )
        );
      },
    },
  ];
}
