import { Anchor, Badge, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Column } from '../../../shared/data-table.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { When } from '../../../shared/when.tsx';
import { type Contact, type ContactStatus, nameOf } from '../contact.ts';
import { contactsTexts } from '../texts.ts';
import { listTexts } from './texts.ts';

const SHOWN_TAGS = 3;

const colors: Record<ContactStatus, string> = {
  pending: 'gray',
  contacted: 'blue',
  in_progress: 'cyan',
  completed: 'teal',
  failed: 'orange',
};

/** What a row of people tells; the same in the list and in an audience. */
export function useContactColumns(): Column<Contact>[] {
  const t = useTexts(listTexts);
  const room = useTexts(contactsTexts);
  return useMemo(
    () => [
      {
        key: 'name',
        title: t.name,
        width: 'minmax(150px, 2fr)',
        render: (contact) => (
          <Anchor
            component={Link}
            to={`/contacts/${contact.id}`}
            fw={500}
            size="sm"
            c="var(--mantine-color-text)"
            onClick={(event) => event.stopPropagation()}
          >
            {nameOf(contact, room.nameless)}
          </Anchor>
        ),
      },
      {
        key: 'reach',
        title: t.reach,
        width: 'minmax(150px, 2fr)',
        render: ({ username, phone, telegram_id }) => (
          <Text component="span" size="sm" c="dimmed">
            {[username && `@${username}`, phone].filter(Boolean).join(' · ') || telegram_id}
          </Text>
        ),
      },
      {
        key: 'status',
        title: t.status,
        width: 'minmax(120px, 1fr)',
        render: (contact) => <ContactState contact={contact} />,
      },
      {
        key: 'source',
        title: t.source,
        width: 'minmax(100px, 1fr)',
        render: ({ source }) =>
          source ?? (
            <Text component="span" size="sm" c="dimmed">
              {room.noConsent}
            </Text>
          ),
        isWideOnly: true,
      },
      {
        key: 'tags',
        title: t.tags,
        width: 'minmax(100px, 1.5fr)',
        render: ({ tags }) => (
          <Group gap={4} wrap="nowrap">
            {tags.slice(0, SHOWN_TAGS).map((tag) => (
              <Badge key={tag} variant="default" size="sm" tt="none" fw={500}>
                {tag}
              </Badge>
            ))}
            {tags.length > SHOWN_TAGS && (
              <Text component="span" size="xs" c="dimmed">
                +{tags.length - SHOWN_TAGS}
              </Text>
            )}
          </Group>
        ),
        isWideOnly: true,
      },
      {
        key: 'created',
        title: t.created,
        width: '120px',
        render: ({ created_at }) => <When at={created_at} />,
        isWideOnly: true,
      },
    ],
    [t, room],
  );
}

/** Whether the person may be written to at all, else how far we are with them. */
export function ContactState({ contact }: { contact: Pick<Contact, 'status' | 'opted_out_at'> }) {
  const t = useTexts(contactsTexts);
  if (contact.opted_out_at)
    return (
      <Badge color="red" variant="filled" size="sm" tt="none">
        {t.stoppedBadge}
      </Badge>
    );
  return (
    <Badge color={colors[contact.status]} variant="dot" size="sm" tt="none" fw={500}>
      {t.status[contact.status]}
    </Badge>
  );
}
