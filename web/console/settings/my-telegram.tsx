import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { useAction } from '../../shared/use-action.ts';
import { botsTexts } from './bots-texts.ts';

const LOOK_EVERY_MS = 3_000;

/** Links one's own Telegram, so that the workspace's bot obeys what is written from it. */
export function MyTelegram() {
  const t = useTexts(botsTexts);
  const { data } = useQuery({
    queryKey: ['session', 'telegram'],
    queryFn: () => take(api.GET('/session/telegram')),
    refetchInterval: LOOK_EVERY_MS,
  });
  const linked = data?.chats.length ?? 0;
  const begin = useAction(() => take(api.POST('/session/telegram')));
  const unlink = useAction(() => take(api.DELETE('/session/telegram')), {
    refreshes: ['session'],
    onDone: ({ message }) => {
      begin.reset();
      notifyDone(message);
    },
  });
  return (
    <Card title={t.mine}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{linked > 0 ? t.mineLinked(linked) : t.mineHint}</Text>
        {begin.data && linked === 0 ? (
          <>
            {begin.data.link ? (
              <Button component="a" href={begin.data.link} target="_blank" rel="noreferrer">
                {t.openBot}
              </Button>
            ) : (
              <Text size="sm">{t.noBotYet}</Text>
            )}
            <Text size="sm">{t.code}</Text>
            <Code style={{ overflowWrap: 'anywhere' }}>{`/start ${begin.data.code}`}</Code>
          </>
        ) : (
          <Group>
            {linked === 0 && (
              <Button
                variant="default"
                loading={begin.isPending}
                onClick={() => begin.mutate(undefined)}
              >
                {t.link}
              </Button>
            )}
            {linked > 0 && (
              <Button
                variant="default"
                loading={unlink.isPending}
                onClick={() => unlink.mutate(undefined)}
              >
                {t.unlink}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Card>
  );
}
