import { ActionIcon, Anchor, Badge, Divider, Group, Stack, Text, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { formatDay } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { DoNotContact } from './do-not-contact.tsx';
import styles from './inbox.module.css';
import { type Dialog, nameOf } from './inbox.ts';
import { Notes } from './notes.tsx';
import { personTexts } from './person-texts.ts';
import { inboxTexts } from './texts.ts';
import { useDialogsOf } from './use-dialogs.ts';
import { useInboxSearch } from './use-inbox-search.ts';

function useContact(id: number) {
  return useQuery({
    queryKey: ['contacts', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/contacts/{id}', { params: { path: { id } }, signal })),
    select: ({ contact }) => contact,
  });
}

type Contact = NonNullable<ReturnType<typeof useContact>['data']>;

/** Who the person is, what is known of them, and what the team noted. */
export function PersonPane({ dialog }: { dialog: Dialog }) {
  const t = useTexts(personTexts);
  const { showPane } = useInboxSearch();
  const contact = useContact(dialog.contact_id);
  const may = useMay();
  return (
    <div className={styles['scroll']}>
      <Stack p="sm" gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} size="h5" lineClamp={2}>
            {nameOf(dialog)}
          </Title>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.back}
            onClick={() => showPane(undefined)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
        <Loaded query={contact}>
          {(person) => (
            <>
              <Facts person={person} />
              <Anchor
                component={Link}
                to="/contacts/$id"
                params={{ id: String(person.id) } as never}
                size="sm"
              >
                {t.wholeCard}
              </Anchor>
              <Divider />
              <Consent person={person} />
              {may('contacts.write') && <DoNotContact person={person} />}
            </>
          )}
        </Loaded>
        <Divider />
        {may('dialogs.write') && <Notes key={dialog.id} dialog={dialog} />}
        <OtherDialogs dialog={dialog} />
      </Stack>
    </div>
  );
}

function Facts({ person }: { person: Contact }) {
  const t = useTexts(personTexts);
  const facts: [string, string | number | null][] = [
    [t.username, person.username && `@${person.username}`],
    [t.phone, person.phone],
    [t.telegramId, person.telegram_id],
    [t.language, person.language],
    [t.timeZone, person.time_zone],
    ...Object.entries(person.custom).map(
      ([name, value]) => [name, String(value)] as [string, string],
    ),
  ];
  return (
    <Stack gap={4} component="dl" m={0}>
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <Group key={name} gap={6} wrap="nowrap" align="baseline" justify="space-between">
            <Text size="xs" c="dimmed" component="dt">
              {name}
            </Text>
            <Text size="sm" component="dd" m={0} ta="end" style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Text>
          </Group>
        ))}
      <Group gap={6} justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed" component="dt">
          {t.tags}
        </Text>
        <Group gap={4} component="dd" m={0} justify="flex-end">
          {person.tags.length === 0 && <Text size="sm">{t.noTags}</Text>}
          {person.tags.map((tag) => (
            <Badge key={tag} size="sm" variant="default" tt="none">
              {tag}
            </Badge>
          ))}
        </Group>
      </Group>
    </Stack>
  );
}

function Consent({ person }: { person: Contact }) {
  const t = useTexts(personTexts);
  const { language } = useLanguage();
  return (
    <div>
      <Title order={3} size="h6">
        {t.consent}
      </Title>
      <Text size="sm">
        {person.source && person.basis
          ? `${person.source}: ${t.basis[person.basis]}${
              person.consent_at
                ? `, ${t.since} ${formatDay(new Date(person.consent_at), language)}`
                : ''
            }`
          : t.noConsent}
      </Text>
    </div>
  );
}

function OtherDialogs({ dialog }: { dialog: Dialog }) {
  const t = useTexts(personTexts);
  const words = useTexts(inboxTexts);
  const query = useDialogsOf(dialog.contact_id);
  const { searchWith } = useInboxSearch();
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {t.others}
      </Title>
      <Loaded query={query}>
        {({ dialogs }) => {
          const others = dialogs.filter(({ id }) => id !== dialog.id);
          if (others.length === 0)
            return (
              <Text size="sm" c="dimmed">
                {t.noOthers}
              </Text>
            );
          return (
            <Stack gap={4}>
              {others.map((other) => (
                <Anchor
                  key={other.id}
                  component={Link}
                  to="/inbox/$number"
                  params={{ number: String(other.id) } as never}
                  search={searchWith({}) as never}
                  size="sm"
                >
                  {t.dialog(other.id, other.account_id)} · {words.statusOf[other.status]}
                </Anchor>
              ))}
            </Stack>
          );
        }}
      </Loaded>
    </div>
  );
}
