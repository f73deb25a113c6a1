import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { RoleSelect } from '../../shared/role-select.tsx';
import { Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useMay } from '../session/use-session.ts';
import { businessTexts } from './business-texts.ts';

type Connection =
  paths['/business']['get']['responses'][200]['content']['application/json']['connections'][number];
type Bot = { id: number; username: string | null };

const refreshes = ['business'];

/** Business accounts that speak through the workspace's bots, and those that ask to. */
export function BusinessCard({ bots }: { bots: readonly Bot[] }) {
  const t = useTexts(businessTexts);
  const query = useQuery({
    queryKey: ['business'],
    queryFn: () => take(api.GET('/business')),
  });
  return (
    <Card title={t.title}>
      <Stack gap="sm">
        <Text size="sm">{t.hint}</Text>
        <Text size="sm">{t.how}</Text>
        <Text size="sm" c="dimmed">
          {t.noMode}
        </Text>
        <Loaded query={query}>
          {({ connections }) =>
            connections.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t.none}
              </Text>
            ) : (
              <Stack gap="sm">
                {connections.map((one) => (
                  <ConnectionRow
                    key={one.id}
                    connection={one}
                    bot={bots.find(({ id }) => id === one.bot_id)}
                  />
                ))}
              </Stack>
            )
          }
        </Loaded>
      </Stack>
    </Card>
  );
}

function ConnectionRow({ connection, bot }: { connection: Connection; bot: Bot | undefined }) {
  const t = useTexts(businessTexts);
  const may = useMay();
  const mayChange = may('accounts.write');
  const path = { id: connection.id };
  const approve = useAction(() => take(api.POST('/business/{id}/approve', { params: { path } })), {
    refreshes,
  });
  const remove = useAction(() => take(api.DELETE('/business/{id}', { params: { path } })), {
    refreshes,
    onDone: ({ message }) => notifyDone(message),
  });
  const name = nameOf(connection);
  const letGo = (text: string) => (
    <Button
      size="compact-sm"
      variant="default"
      loading={remove.isPending}
      onClick={() => remove.mutate(undefined)}
      aria-label={`${text}: ${name}`}
    >
      {text}
    </Button>
  );
  if (connection.status === 'waiting')
    return (
      <Alert color="yellow" title={t.asks(name)}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{connection.is_account ? t.isAccount : t.asksHint}</Text>
          {mayChange && (
            <Group gap="xs">
              {!connection.is_account && (
                <Button
                  size="compact-sm"
                  loading={approve.isPending}
                  onClick={() => approve.mutate(undefined)}
                  aria-label={`${t.connect}: ${name}`}
                >
                  {t.connect}
                </Button>
              )}
              {letGo(t.refuse)}
            </Group>
          )}
        </Stack>
      </Alert>
    );
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <Stack gap={2} style={{ flex: '1 1 200px' }}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Badge variant="light" color={connection.can_reply ? 'green' : 'red'}>
            {t.connected}
          </Badge>
        </Group>
        <Text size="xs" c="dimmed">
          {[connection.id, bot?.username && t.through(`@${bot.username}`)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {!connection.can_reply && <Text size="sm">{t.mayNotReply}</Text>}
        {connection.is_account && <Text size="sm">{t.isAccount}</Text>}
      </Stack>
      <RoleSelect
        size="xs"
        aria-label={t.role(name)}
        noRole={t.noRole}
        roleId={connection.role_id}
        assign={(role_id) =>
          take(api.PUT('/business/{id}/role', { params: { path }, body: { role_id } }))
        }
        refreshes={refreshes}
        disabled={!may('assistant.write')}
      />
      {mayChange && letGo(t.remove)}
    </Group>
  );
}

const nameOf = ({ name, username, id }: Connection) =>
  name || (username === null ? id : `@${username}`);
