import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useMay } from '../session/use-session.ts';
import { noticesTexts } from './notices-texts.ts';

/** It is connected in Telegram, and this page is open meanwhile. */
const LOOK_EVERY_MS = 3_000;

/** The forum group in which dialogs that need a person are topics. */
export function TeamGroup() {
  const t = useTexts(noticesTexts);
  const mayChange = useMay()('settings.write');
  const query = useQuery({
    queryKey: ['team-inbox'],
    queryFn: () => take(api.GET('/team-inbox')),
    refetchInterval: LOOK_EVERY_MS,
  });
  const disconnect = useAction(() => take(api.DELETE('/team-inbox')), {
    refreshes: ['team-inbox'],
    onDone: ({ message }) => notifyDone(message),
  });
  return (
    <Card title={t.group}>
      <Loaded query={query}>
        {({ group }) => (
          <Stack gap="sm" align="flex-start">
            <Text size="sm">{group ? t.connected(group.title) : t.groupHint}</Text>
            {group?.problem && <Alert color="orange">{t.problem(group.problem)}</Alert>}
            {group && mayChange && (
              <Button
                variant="default"
                loading={disconnect.isPending}
                onClick={() => disconnect.mutate(undefined)}
              >
                {t.disconnect}
              </Button>
            )}
          </Stack>
        )}
      </Loaded>
    </Card>
  );
}
