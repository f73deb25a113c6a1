import { Group, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ChangeEvent } from 'react';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { Card } from '../../shared/card.tsx';
import { useTexts } from '../../shared/language.tsx';
import { SavedSwitch } from '../../shared/saved-switch.tsx';
import { Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { noticesTexts } from './notices-texts.ts';

type Path = paths['/session/notifications'];
type Choice = Path['get']['responses'][200]['content']['application/json'];
type Change = NonNullable<Path['patch']['requestBody']>['content']['application/json'];

const refreshes = ['session'];

const patchChoice = (body: Change) => take(api.PATCH('/session/notifications', { body }));

/** What is proposed to whoever wants quiet hours. */
const NIGHT = { from: 22, to: 8 };

const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

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
  const setHours = useAction(patchChoice, { refreshes });
  const quiet = (setHours.isPending && setHours.variables.quiet_hours) || choice.quiet_hours;
  const setHour = (side: 'from' | 'to') => (event: ChangeEvent<HTMLSelectElement>) => {
    if (quiet) setHours.mutate({ quiet_hours: { ...quiet, [side]: Number(event.target.value) } });
  };
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {choice.chats > 0 ? t.hint : t.notLinked}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {choice.kinds.map(({ kind, title, on }) => (
          <SavedSwitch
            key={kind}
            label={title}
            isOn={on}
            save={(wished) => patchChoice({ kinds: { [kind]: wished } })}
            refreshes={refreshes}
          />
        ))}
      </SimpleGrid>
      <SavedSwitch
        label={t.quiet}
        description={t.quietHint}
        isOn={choice.quiet_hours !== null}
        save={(wished) => patchChoice({ quiet_hours: wished ? NIGHT : null })}
        refreshes={refreshes}
      />
      {quiet && (
        <Group>
          {(['from', 'to'] as const).map((side) => (
            <NativeSelect
              key={side}
              label={t[side]}
              value={quiet[side]}
              data={hours}
              w={130}
              onChange={setHour(side)}
            />
          ))}
        </Group>
      )}
    </Stack>
  );
}
