import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { When } from '../../shared/when.tsx';
import { describeDevice } from './describe-device.ts';
import { meTexts } from './me-texts.ts';

const refreshes = ['sessions'];

/** Where one is signed in; each can be ended from here. */
export function MySessions() {
  const t = useTexts(meTexts);
  const query = useQuery({
    queryKey: ['sessions'],
    queryFn: () => take(api.GET('/session/all')),
  });
  const onDone = ({ message }: { message: string }) => notifyDone(message);
  const end = useAction(
    (id: number) => take(api.DELETE('/session/all/{id}', { params: { path: { id } } })),
    { refreshes, onDone },
  );
  const endOthers = useAction(() => take(api.DELETE('/session/all')), { refreshes, onDone });
  return (
    <Card
      title={t.sessions}
      aside={
        (query.data?.sessions.length ?? 0) > 1 && (
          <Button
            size="xs"
            variant="default"
            loading={endOthers.isPending}
            onClick={() => endOthers.mutate(undefined)}
          >
            {t.endOthers}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ sessions }) => (
          <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
            {sessions.map((session) => {
              const device = describeDevice(session.user_agent) ?? t.unknownDevice;
              return (
                <Group key={session.id} component="li" justify="space-between" wrap="nowrap">
                  <Stack gap={0}>
                    <Text size="sm" fw={session.is_this ? 600 : 400}>
                      {device}
                      {session.is_this && ` — ${t.thisOne}`}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {session.address && `${session.address} · `}
                      {t.since} <When at={session.created_at} /> · {t.seen}{' '}
                      <When at={session.last_seen_at} />
                    </Text>
                  </Stack>
                  {!session.is_this && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      onClick={() => end.mutate(session.id)}
                      aria-label={t.endOf(device)}
                      style={{ flexShrink: 0 }}
                    >
                      {t.end}
                    </Button>
                  )}
                </Group>
              );
            })}
          </Stack>
        )}
      </Loaded>
    </Card>
  );
}
