import { Alert, Button, Grid, Group, Tabs, Text } from '@mantine/core';
import { IconBan, IconDownload, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, api, take } from '../../shared/api.ts';
import { ConfirmTyping } from '../../shared/confirm-typing.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useAddress } from '../../shared/use-address.ts';
import { useMay } from '../session/use-session.ts';
import { type Contact, nameOf, recipientOf } from './contact.ts';
import { ConsentDialog } from './person/consent-dialog.tsx';
import { Fields } from './person/fields.tsx';
import { Messages } from './person/messages.tsx';
import { Consents, Dialogs, History, Stops } from './person/records.tsx';
import { LiftDialog, StopDialog } from './person/stop-dialogs.tsx';
import { personTexts } from './person/texts.ts';
import { useEvidence, usePerson } from './person/use-person.ts';
import { contactsTexts } from './texts.ts';

export default function ContactPage() {
  const t = useTexts(personTexts);
  const room = useTexts(contactsTexts);
  const id = Number(useParams({ strict: false }).id);
  const query = usePerson(id);
  if (query.error instanceof ApiError && [400, 404].includes(query.error.status))
    return (
      <Page title={room.contacts}>
        <Empty
          title={t.gone}
          action={
            <Button component={Link} to="/contacts">
              {t.toList}
            </Button>
          }
        />
      </Page>
    );
  return <Loaded query={query}>{(contact) => <Person contact={contact} />}</Loaded>;
}

function Person({ contact }: { contact: Contact }) {
  const t = useTexts(personTexts);
  const room = useTexts(contactsTexts);
  const may = useMay();
  const [open, setOpen] = useState<'stop' | 'lift' | 'erase' | 'consent'>();
  const close = () => setOpen(undefined);
  const name = nameOf(contact, room.nameless);
  const recipient = recipientOf(contact);
  const evidence = useEvidence(contact.id);
  const verdict = evidence.first?.contact;
  const merged = evidence.first?.merged_contact_ids ?? [];
  const actions = (
    <>
      <Button
        component="a"
        href={`/contacts/${contact.id}/evidence/file`}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t.evidence}
      </Button>
      {may('contacts.write') && (
        <>
          <Button
            variant="default"
            leftSection={<IconBan size={16} aria-hidden />}
            onClick={() => setOpen(contact.opted_out_at ? 'lift' : 'stop')}
            disabled={!recipient}
            title={recipient ? undefined : t.noIdentifier}
          >
            {contact.opted_out_at ? t.lift : t.stop}
          </Button>
          <Button
            variant="default"
            c="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setOpen('erase')}
          >
            {t.erase}
          </Button>
        </>
      )}
    </>
  );
  return (
    <Page
      title={name}
      subtitle={[
        contact.username && `@${contact.username}`,
        contact.phone,
        contact.telegram_id && `ID ${contact.telegram_id}`,
      ]
        .filter(Boolean)
        .join(' · ')}
      actions={actions}
    >
      {verdict && (
        <Alert color={verdict.may_be_written_to ? 'teal' : 'red'} py="xs">
          <Group gap="xs" justify="space-between">
            <Text size="sm">
              {verdict.why}
              {merged.length > 0 && ` ${t.merged(merged.length)}.`}
            </Text>
            {may('contacts.write') && recipient && contact.basis === null && (
              <Button size="compact-sm" variant="default" onClick={() => setOpen('consent')}>
                {t.addConsent}
              </Button>
            )}
          </Group>
        </Alert>
      )}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Fields contact={contact} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Records id={contact.id} evidence={evidence} />
        </Grid.Col>
      </Grid>
      {open === 'stop' && recipient && (
        <StopDialog recipient={recipient} name={name} onClose={close} />
      )}
      {open === 'lift' && recipient && (
        <LiftDialog recipient={recipient} name={name} onClose={close} />
      )}
      {open === 'consent' && <ConsentDialog contact={contact} onClose={close} />}
      <Erase contact={contact} name={name} isOpen={open === 'erase'} onClose={close} />
    </Page>
  );
}

const tabs = ['messages', 'dialogs', 'consents', 'stops', 'history'] as const;

function Records({ id, evidence }: { id: number; evidence: ReturnType<typeof useEvidence> }) {
  const t = useTexts(personTexts);
  const [address, change] = useAddress();
  const tab = tabs.find((name) => name === address['tab']) ?? 'messages';
  return (
    <Tabs value={tab} onChange={(name) => change({ tab: name ?? undefined })}>
      <Tabs.List aria-label={t.tabs} mb="sm">
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Loaded query={{ ...evidence, data: evidence.first }}>
        {(first) => (
          <>
            <Tabs.Panel value="messages">
              <Messages
                messages={evidence.rows}
                hasMore={evidence.hasNextPage}
                isLoadingMore={evidence.isFetchingNextPage}
                onMore={() => void evidence.fetchNextPage()}
              />
            </Tabs.Panel>
            <Tabs.Panel value="dialogs">{tab === 'dialogs' && <Dialogs id={id} />}</Tabs.Panel>
            <Tabs.Panel value="consents">
              <Consents evidence={first} />
            </Tabs.Panel>
            <Tabs.Panel value="stops">
              <Stops evidence={first} />
            </Tabs.Panel>
            <Tabs.Panel value="history">
              <History evidence={first} />
            </Tabs.Panel>
          </>
        )}
      </Loaded>
    </Tabs>
  );
}

type EraseProps = { contact: Contact; name: string; isOpen: boolean; onClose: () => void };

function Erase({ contact, name, isOpen, onClose }: EraseProps) {
  const t = useTexts(personTexts);
  const navigate = useNavigate();
  const erase = useAction(
    () => take(api.DELETE('/contacts/{id}', { params: { path: { id: contact.id } } })),
    {
      refreshes: ['contact-count', 'audiences'],
      onDone: async ({ message }) => {
        notifyDone(message);
        await navigate({ to: '/contacts' });
      },
    },
  );
  return (
    <ConfirmTyping
      isOpen={isOpen}
      title={t.eraseTitle}
      word={name}
      action={t.eraseIt}
      isBusy={erase.isPending}
      onConfirm={() => erase.mutate(undefined)}
      onClose={onClose}
    >
      {t.eraseHint}
    </ConfirmTyping>
  );
}
