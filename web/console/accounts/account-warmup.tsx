import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Paper,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Failure, Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { formatNearDay, When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { warmupTexts } from './warmup-texts.ts';

type Warmup =
  paths['/accounts/{id}/warmup']['get']['responses'][200]['content']['application/json']['warmup'];

/** Where an account stands in its warm-up, and the channels it joins and reads meanwhile. */
export function AccountWarmup({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ['accounts', 'warmup', id],
    queryFn: () => take(api.GET('/accounts/{id}/warmup', { params: { path: { id } } })),
    select: ({ warmup }) => warmup,
  });
  return (
    <Loaded query={query}>
      {(warmup) => (
        <Stack maw={640}>
          <Plan warmup={warmup} />
          <Channels id={id} warmup={warmup} />
        </Stack>
      )}
    </Loaded>
  );
}

function Plan({ warmup }: { warmup: Warmup }) {
  const t = useTexts(warmupTexts);
  const { language } = useLanguage();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="warmup-plan">
      <Title order={2} size="h4" id="warmup-plan" mb="xs">
        {t.plan}
      </Title>
      {warmup.day === null ? (
        <Text size="sm">{t.notWarming}</Text>
      ) : (
        <Stack gap="xs">
          <Text size="sm">{t.day(warmup.day, warmup.warm_from_day - 1)}</Text>
          <Text size="sm" c="dimmed">
            {t.allowance}
          </Text>
          <Group gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {warmup.allowances.map(({ date, messages }) => (
              <Text key={date} component="li" size="sm">
                {formatNearDay(new Date(`${date}T12:00`), language)}: <b>{messages}</b>
              </Text>
            ))}
          </Group>
        </Stack>
      )}
    </Paper>
  );
}

function Channels({ id, warmup }: { id: string; warmup: Warmup }) {
  const t = useTexts(warmupTexts);
  const may = useMay();
  const mayChange = may('accounts.write');
  const remove = useAction(
    (channel: number) =>
      take(api.DELETE('/warmup/channels/{id}', { params: { path: { id: channel } } })),
    { refreshes: ['accounts'] },
  );
  const { next } = warmup;
  const coming = warmup.channels.find((one) => one.id === next?.channel_id);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="warmup-channels">
      <Stack gap="sm">
        <Title order={2} size="h4" id="warmup-channels">
          {t.channels}
        </Title>
        <Text size="sm" c="dimmed">
          {t.hint}
        </Text>
        {warmup.channels.length === 0 && <Text size="sm">{t.empty}</Text>}
        {warmup.channels.map((one) => (
          <Group key={one.id} justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
                {one.title ? `${one.title} · ${one.channel}` : one.channel}
              </Text>
              <Text size="xs" c="dimmed">
                {[
                  t.states[one.state],
                  one.problem,
                  one.posts_read > 0 && t.posts(one.posts_read),
                  one.is_own ? t.own : t.forAll,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
            </div>
            {mayChange && (
              <ActionIcon
                variant="default"
                aria-label={t.remove(one.channel)}
                onClick={() => remove.mutate(one.id)}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        {warmup.day !== null && warmup.channels.length > 0 && (
          <Text size="sm">{t.today(warmup.today.joins, warmup.today.reads)}</Text>
        )}
        {next && coming && (
          <Text size="sm">
            {t.next[next.what]} {coming.channel}: <When at={next.at} />
          </Text>
        )}
        {mayChange && <AddChannel id={id} />}
      </Stack>
    </Paper>
  );
}

function AddChannel({ id }: { id: string }) {
  const t = useTexts(warmupTexts);
  const [channel, setChannel] = useState('');
  const [isOwn, setOwn] = useState(false);
  const add = useAction(
    () =>
      take(
        api.POST('/warmup/channels', {
          body: { channel: channel.trim(), ...(isOwn && { account: id }) },
        }),
      ),
    { quiet: true, refreshes: ['accounts'], onDone: () => setChannel('') },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (channel.trim()) add.mutate(undefined);
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t.name}
          value={channel}
          onChange={(event) => setChannel(event.currentTarget.value)}
          maxLength={200}
        />
        <Checkbox
          label={t.onlyThis}
          checked={isOwn}
          onChange={(event) => setOwn(event.currentTarget.checked)}
        />
        {add.error && <Failure error={add.error} />}
        <Group>
          <Button type="submit" loading={add.isPending} disabled={!channel.trim()}>
            {t.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
