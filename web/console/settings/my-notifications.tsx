import { Group, NumberInput, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { noticesTexts } from './notices-texts.ts';

type Path = paths['/session/notifications'];
type Choice = Path['get']['responses'][200]['content']['application/json'];
type Change = NonNullable<Path['patch']['requestBody']>['content']['application/json'];

/** What is proposed to whoever wants quiet hours. */
const NIGHT = { from: 22, to: 8 };

/** What the bot tells one of by itself, and when without sound. */
export function MyNotifications() {
  const t = useTexts(noticesTexts);
  const query = useQuery({
    queryKey: ['session', 'notifications'],
    queryFn: () => take(api.GET('/session/notifications')),
  });
  return (
    <Card title={t.title}>
      <Loaded query={query}>{(choice) => <Kinds choice={choice} />}</Loaded>
    </Card>
  );
}

function Kinds({ choice }: { choice: Choice }) {
  const t = useTexts(noticesTexts);
  const change = useAction((body: Change) => take(api.PATCH('/session/notifications', { body })), {
    refreshes: ['session'],
    quiet: true,
  });
  const { quiet_hours: quiet } = choice;
  const setHour = (side: 'from' | 'to') => (value: number | string) => {
    if (quiet && typeof value === 'number')
      change.mutate({ quiet_hours: { ...quiet, [side]: value } });
  };
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {choice.chats > 0 ? t.hint : t.notLinked}
      </Text>
      {choice.kinds.map(({ kind, title, on }) => (
        <Switch
          key={kind}
          label={title}
          checked={on}
          onChange={({ currentTarget }) =>
            change.mutate({ kinds: { [kind]: currentTarget.checked } })
          }
        />
      ))}
      <Switch
        label={t.quiet}
        description={t.quietHint}
        checked={quiet !== null}
        onChange={({ currentTarget }) =>
          change.mutate({ quiet_hours: currentTarget.checked ? NIGHT : null })
        }
      />
      {quiet && (
        <Group>
          {(['from', 'to'] as const).map((side) => (
            <NumberInput
              key={side}
              label={t[side]}
              value={quiet[side]}
              min={0}
              max={23}
              clampBehavior="strict"
              allowDecimal={false}
              w={110}
              onChange={setHour(side)}
            />
          ))}
        </Group>
      )}
    </Stack>
  );
}
