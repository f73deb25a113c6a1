import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useTexts } from '../../../shared/language.tsx';
import { Failure } from '../../../shared/states.tsx';
import { useAddress } from '../../../shared/use-address.ts';
import { When } from '../../../shared/when.tsx';
import { useMay } from '../../session/use-session.ts';
import { LiftDialog } from '../person/stop-dialogs.tsx';
import { contactsTexts } from '../texts.ts';
import { readPerson } from './read-person.ts';
import { stopsTexts } from './texts.ts';

/** Whether one person is on the list; whom was asked for stands in the address. */
export function LookUp() {
  const t = useTexts(stopsTexts);
  const [address, change] = useAddress();
  const asked = address['person']?.trim() ?? '';
  const [typed, setTyped] = useState(asked);
  return (
    <Stack gap="xs">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change({ person: typed.trim() || undefined });
        }}
      >
        <Group gap="xs" align="flex-end">
          <TextInput
            type="search"
            label={t.check}
            placeholder={t.checkHint}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            leftSection={<IconSearch size={16} aria-hidden />}
            maxLength={100}
            flex="1 1 240px"
            maw={460}
          />
          <Button type="submit" variant="default" disabled={typed.trim() === ''}>
            {t.checkIt}
          </Button>
          {asked !== '' && (
            <Button
              variant="subtle"
              color="gray"
              c="dimmed"
              onClick={() => {
                setTyped('');
                change({ person: undefined });
              }}
            >
              {t.clear}
            </Button>
          )}
        </Group>
      </form>
      {asked !== '' && <Answer person={asked} />}
    </Stack>
  );
}

function Answer({ person }: { person: string }) {
  const t = useTexts(stopsTexts);
  const room = useTexts(contactsTexts);
  const may = useMay();
  const [isLifting, setIsLifting] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['do-not-contact', 'person', person],
    queryFn: () => take(api.GET('/do-not-contact', { params: { query: { person, limit: 50 } } })),
  });
  if (error) return <Failure error={error} />;
  if (!data) return null;
  const recipient = readPerson(person);
  if (data.entries.length === 0)
    return (
      <Alert color="teal" role="status">
        <Text size="sm" fw={600}>
          {t.isNotListed}
        </Text>
        <Text size="sm">{t.isNotListedHint}</Text>
      </Alert>
    );
  return (
    <Alert color="red" role="status">
      <Stack gap="xs" align="flex-start">
        <Text size="sm" fw={600}>
          {t.isListed}
        </Text>
        {data.entries.map((entry) => (
          <Text size="sm" key={entry.id}>
            {room.identifier[entry.kind]}: {room.stopReasonOf(entry.reason)} ·{' '}
            <When at={entry.since} />
          </Text>
        ))}
        {may('contacts.write') && recipient && (
          <Button size="compact-sm" variant="default" onClick={() => setIsLifting(true)}>
            {t.lift}
          </Button>
        )}
      </Stack>
      {isLifting && recipient && (
        <LiftDialog recipient={recipient} name={person} onClose={() => setIsLifting(false)} />
      )}
    </Alert>
  );
}
