import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { ConfirmTyping } from '../../../shared/confirm-typing.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { notifyDone } from '../../../shared/notify.tsx';
import { Page } from '../../../shared/page.tsx';
import { Loaded } from '../../../shared/states.tsx';
import { useAction } from '../../../shared/use-action.ts';
import { useMay } from '../../session/use-session.ts';
import { ExportPeople } from '../list/export-people.tsx';
import { addressOf } from '../list/filter.ts';
import { RoomTabs } from '../room-tabs.tsx';
import { contactsTexts } from '../texts.ts';
import { AudienceForm } from './audience-form.tsx';
import { Members } from './members.tsx';
import { audienceTexts } from './texts.ts';
import { type Audience, useAudience } from './use-audiences.ts';

/** One audience: how many, who, and what can be done with it. */
export function OneAudience({ id }: { id: number }) {
  return <Loaded query={useAudience(id)}>{(audience) => <Opened audience={audience} />}</Loaded>;
}

function Opened({ audience }: { audience: Audience }) {
  const t = useTexts(audienceTexts);
  const may = useMay();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'rename' | 'export' | 'delete'>();
  const close = () => setOpen(undefined);
  const remove = useAction(
    () => take(api.DELETE('/audiences/{id}', { params: { path: { id: audience.id } } })),
    {
      onDone: async ({ message }) => {
        notifyDone(message);
        await navigate({ to: '/contacts/audiences', search: {} as never });
      },
      refreshes: ['audiences'],
    },
  );
  const actions = may('contacts.write') && (
    <>
      <Button variant="default" onClick={() => setOpen('export')}>
        {t.export}
      </Button>
      {audience.filter && (
        <Button
          variant="default"
          component={Link}
          to="/contacts"
          search={{ ...addressOf(audience.filter), changes: String(audience.id) } as never}
        >
          {t.changeFilter}
        </Button>
      )}
      <Button variant="default" onClick={() => setOpen('rename')}>
        {t.rename}
      </Button>
      <Button variant="default" c="red" onClick={() => setOpen('delete')}>
        {t.delete}
      </Button>
    </>
  );
  return (
    <Page title={audience.name} subtitle={audience.note} actions={actions}>
      <RoomTabs here="audiences" />
      <Group gap="xs">
        <Badge variant="default" tt="none">
          {t.kinds[audience.kind]}
        </Badge>
        <Text size="sm" fw={600}>
          {audience.size === null ? t.moreThan(audience.counted_up_to) : t.size(audience.size)}
        </Text>
        {audience.filter && <FilterWords filter={audience.filter} />}
        <Button
          component={Link}
          to="/contacts/audiences"
          search={{} as never}
          size="compact-sm"
          variant="subtle"
        >
          {t.back}
        </Button>
      </Group>
      {audience.warning && (
        <Alert color="orange" role="alert">
          {audience.warning}
        </Alert>
      )}
      <Members audience={audience} />
      {open === 'export' && (
        <ExportPeople whom={{ audience: audience.id, name: audience.name }} onClose={close} />
      )}
      {open === 'rename' && <AudienceForm audience={audience} onClose={close} />}
      <ConfirmTyping
        isOpen={open === 'delete'}
        title={t.delete}
        word={audience.name}
        action={t.delete}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate(undefined)}
        onClose={close}
      >
        {t.deleteHint}
      </ConfirmTyping>
    </Page>
  );
}

type Filter = NonNullable<Audience['filter']>;

/** A saved filter in words, and the same people in the list of contacts. */
function FilterWords({ filter }: { filter: Filter }) {
  const t = useTexts(audienceTexts);
  const room = useTexts(contactsTexts);
  const words = useMemo(() => {
    const said = Object.entries(addressOf(filter)).map(([name, value]) => {
      const title = t.filterNames[name as keyof typeof t.filterNames];
      if (value === 'true') return `${title}: ${t.yes}`;
      if (value === 'false') return `${title}: ${t.no}`;
      const shown =
        name === 'status'
          ? value
              .split(',')
              .map((status) => room.status[status as keyof typeof room.status])
              .join(', ')
          : value.replaceAll(',', ', ');
      return `${title}: ${shown}`;
    });
    return said.join(' · ') || t.everybody;
  }, [filter, t, room]);
  return (
    <>
      <Text size="sm" c="dimmed">
        {words}
      </Text>
      <Button
        component={Link}
        to="/contacts"
        search={addressOf(filter) as never}
        size="compact-sm"
        variant="subtle"
      >
        {t.showFilter}
      </Button>
    </>
  );
}
