import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { isAbove, type Role, roles } from '../../../contract/permissions.ts';
import { api, take } from '../../shared/api.ts';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone, offerUndo } from '../../shared/notify.tsx';
import { Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { When } from '../../shared/when.tsx';
import { useMay, useSession } from '../session/use-session.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { NewLinkDialog } from './new-link-dialog.tsx';
import { teamTexts } from './team-texts.ts';
import { settingsTexts } from './texts.ts';
import { type Operator, useOperators } from './use-operators.ts';

type OperatorPatch = { role?: Role; disabled?: boolean };
/** A change and, unless it is itself one, the way back. */
type Change = { id: number; body: OperatorPatch; undo?: { said: string; back: OperatorPatch } };

const refreshes = ['operators'];

/** The people of the team: who they are, what they may, and the way in for new ones. */
export function TeamSection() {
  const t = useTexts(teamTexts);
  const may = useMay();
  const [isInviting, setIsInviting] = useState(false);
  const [linkFor, setLinkFor] = useState<Operator>();
  const columns = useTeamColumns(setLinkFor);
  const query = useOperators();
  return (
    <Stack maw={980}>
      {may('operators.write') && (
        <Button
          onClick={() => setIsInviting(true)}
          leftSection={<IconPlus size={16} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
        >
          {t.invite}
        </Button>
      )}
      <Loaded query={query}>
        {(operators) => (
          <DataTable
            label={t.title}
            columns={columns}
            rows={operators}
            keyOf={(operator) => operator.id}
          />
        )}
      </Loaded>
      <InviteDialog isOpen={isInviting} onClose={() => setIsInviting(false)} />
      {linkFor && (
        <NewLinkDialog key={linkFor.id} operator={linkFor} onClose={() => setLinkFor(undefined)} />
      )}
    </Stack>
  );
}

function useTeamColumns(onNewLink: (operator: Operator) => void): Column<Operator>[] {
  const t = useTexts(teamTexts);
  const page = useTexts(settingsTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const { operator: me } = useSession();
  const change = useAction(
    ({ id, body }: Change) =>
      take(
        api.PATCH('/operators/{id}', {
          params: { path: { id } },
          body,
        }),
      ),
    {
      refreshes,
      onDone: (_, { id, undo }) => {
        if (undo) offerUndo(undo.said, common.undo, () => change.mutate({ id, body: undo.back }));
        else notifyDone(common.saved);
      },
    },
  );
  /** Nobody changes themselves here, and nobody those above. */
  const mayChange = ({ id, role }: Operator) =>
    may('operators.write') && id !== me.id && !isAbove(role, me.role);
  return [
    {
      key: 'person',
      title: t.person,
      width: 'minmax(140px, 1.4fr)',
      render: ({ id, name, login, disabled }) => (
        <Stack gap={0}>
          <Text size="sm" fw={600} truncate c={disabled ? 'dimmed' : undefined}>
            {name}
            {id === me.id && (
              <Text span size="xs" c="dimmed" fw={400}>
                {` ${t.you}`}
              </Text>
            )}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {login ?? '—'}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'role',
      title: t.role,
      width: '170px',
      render: (operator) =>
        mayChange(operator) ? (
          <Select
            size="xs"
            aria-label={t.roleOf(operator.name)}
            data={roles
              .filter((role) => !isAbove(role, me.role))
              .map((role) => ({ value: role, label: page.roles[role] }))}
            value={operator.role}
            onChange={(role) => {
              const chosen = roles.find((known) => known === role);
              if (chosen && chosen !== operator.role)
                change.mutate({
                  id: operator.id,
                  body: { role: chosen },
                  undo: {
                    said: t.roleChanged(operator.name, page.roles[chosen].toLowerCase()),
                    back: { role: operator.role },
                  },
                });
            }}
            allowDeselect={false}
          />
        ) : (
          page.roles[operator.role]
        ),
    },
    {
      key: 'signIn',
      title: t.signIn,
      width: 'minmax(110px, 1fr)',
      render: ({ disabled, has_password, has_totp }) => (
        <Text size="sm">
          {disabled ? t.disabledNow : !has_password ? t.invited : has_totp ? t.totp : t.password}
        </Text>
      ),
    },
    {
      key: 'seen',
      title: t.lastSeen,
      width: '120px',
      render: ({ last_seen_at }) => <When at={last_seen_at} />,
    },
    ...(may('operators.write')
      ? [
          {
            key: 'actions',
            title: t.actions,
            width: '220px',
            render: (operator: Operator) =>
              mayChange(operator) && (
                <Group gap={6} wrap="nowrap">
                  {!operator.disabled && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      onClick={() => onNewLink(operator)}
                      aria-label={t.newLinkFor(operator.name)}
                    >
                      {t.newLink}
                    </Button>
                  )}
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() =>
                      change.mutate({
                        id: operator.id,
                        body: { disabled: !operator.disabled },
                        undo: {
                          said: operator.disabled
                            ? t.enabled(operator.name)
                            : t.disabled(operator.name),
                          back: { disabled: operator.disabled },
                        },
                      })
                    }
                  >
                    {operator.disabled ? t.enable : t.disable}
                  </Button>
                </Group>
              ),
          },
        ]
      : []),
  ];
}
