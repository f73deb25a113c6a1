import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../shared/language.tsx';
import { contactsTexts } from './texts.ts';

const places = {
  contacts: '/contacts',
  audiences: '/contacts/audiences',
  doNotContact: '/contacts/do-not-contact',
  sources: '/contacts/sources',
} as const;

type Place = keyof typeof places;

/** The ways between the pages of this room. */
export function RoomTabs({ here }: { here: Place }) {
  const t = useTexts(contactsTexts);
  return (
    <Group component="nav" aria-label={t.room} gap={4}>
      {(Object.keys(places) as Place[]).map((place) => (
        <Button
          key={place}
          component={Link}
          to={places[place]}
          size="compact-md"
          variant={place === here ? 'light' : 'subtle'}
          {...(place === here ? { 'aria-current': 'page' } : { color: 'gray', c: 'dimmed' })}
        >
          {t[place]}
        </Button>
      ))}
    </Group>
  );
}
