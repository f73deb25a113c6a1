import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { When } from '../../shared/when.tsx';
import { accountTexts } from './account-texts.ts';

type Why = paths['/accounts/{id}/why']['get']['responses'][200]['content']['application/json'];

/** The clock alone changes the answer: a pause ends, a message falls due. */
const ASK_EVERY_MS = 10_000;

/** The one answer to "why isn't it sending", what it may send, and what stands in its queue. */
export function AccountWhy({ id }: { id: string }) {
  const t = useTexts(accountTexts);
  const query = useQuery({
    queryKey: ['accounts', 'why', id],
    queryFn: () => take(api.GET('/accounts/{id}/why', { params: { path: { id } } })),
    refetchInterval: ASK_EVERY_MS,
  });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="account-why">
      <Stack gap="sm">
        <Title order={2} size="h4" id="account-why">
          {query.data?.sends ? t.whySends : t.whyNot}
        </Title>
        <Loaded query={query}>{(why) => <Answer why={why} />}</Loaded>
      </Stack>
    </Paper>
  );
}

function Answer({ why }: { why: Why }) {
  const t = useTexts(accountTexts);
  const { queue } = why;
  return (
    <>
      <Alert
        variant="light"
        color={why.sends ? 'teal' : 'blue'}
        icon={why.sends ? <IconCircleCheck aria-hidden /> : <IconInfoCircle aria-hidden />}
      >
        {why.why}
      </Alert>
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {why.may_send.map((lane) => (
          <Group key={lane.kind} component="li" gap="xs" wrap="nowrap" align="flex-start">
            <Text span c={lane.allowed ? 'teal' : 'dimmed'} lh={1} mt={2}>
              {lane.allowed ? (
                <IconCircleCheck size={18} aria-hidden />
              ) : (
                <IconCircleMinus size={18} aria-hidden />
              )}
            </Text>
            <Text size="sm">
              <b>{t.lanes[lane.kind]}</b>: {lane.allowed ? t.may : t.mayNot}
              {!lane.allowed && (
                <Text span display="block" size="xs" c="dimmed">
                  {lane.message}
                </Text>
              )}
            </Text>
          </Group>
        ))}
      </Stack>
      {why.next_unprompted_at && (
        <Text size="sm">
          {t.nextPause} <When at={why.next_unprompted_at} />
        </Text>
      )}
      <Title order={3} size="h5">
        {t.queue}
      </Title>
      {queue.waiting === 0 && queue.on_their_way === 0 ? (
        <Text size="sm" c="dimmed">
          {t.queueEmpty}
        </Text>
      ) : (
        <Text size="sm">
          {[
            t.waiting(queue.waiting, queue.waiting_is_more),
            queue.due > 0 && t.due(queue.due),
            queue.on_their_way > 0 && t.onTheirWay(queue.on_their_way),
          ]
            .filter(Boolean)
            .join(', ')}
        </Text>
      )}
      {queue.heads.map((head) => (
        <Text key={head.id} size="xs" c="dimmed">
          {t.lanes[head.kind]}: <When at={head.due_at} /> — {head.why}
        </Text>
      ))}
    </>
  );
}
