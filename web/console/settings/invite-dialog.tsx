import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isAbove, type Role, roles } from '../../../contract/permissions.ts';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { SecretShown } from '../../shared/secret-shown.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useSession } from '../session/use-session.ts';
import { invitationLink } from './invitation-link.ts';
import { teamTexts } from './team-texts.ts';
import { settingsTexts } from './texts.ts';

/** Adds somebody to the team; the link by which they come in is shown this once. */
export function InviteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTexts(teamTexts);
  const page = useTexts(settingsTexts);
  const common = useTexts(commonTexts);
  const { operator: me } = useSession();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const invite = useAction(() => take(api.POST('/operators', { body: { name, role } })), {
    refreshes: ['operators'],
    quiet: true,
  });
  const close = () => {
    setName('');
    setRole('operator');
    invite.reset();
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={t.invite} centered>
      {invite.data ? (
        <Stack>
          <SecretShown
            hint={t.linkFor(invite.data.operator.name)}
            secret={invitationLink(invite.data.invitation.token)}
          />
          <Button variant="default" onClick={close} style={{ alignSelf: 'flex-end' }}>
            {t.done}
          </Button>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate(undefined);
          }}
        >
          <Stack>
            <Text size="sm" c="dimmed">
              {t.inviteHint}
            </Text>
            <TextInput
              label={t.name}
              description={t.nameHint}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={100}
              autoComplete="off"
              data-autofocus
              required
            />
            <Radio.Group label={t.role} value={role} onChange={(chosen) => setRole(chosen as Role)}>
              <Stack gap="xs" mt={4}>
                {roles
                  .filter((known) => !isAbove(known, me.role))
                  .map((known) => (
                    <Radio
                      key={known}
                      value={known}
                      label={page.roles[known]}
                      description={page.roleHints[known]}
                    />
                  ))}
              </Stack>
            </Radio.Group>
            {invite.error && <Failure error={invite.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {common.cancel}
              </Button>
              <Button type="submit" loading={invite.isPending} disabled={name.trim() === ''}>
                {t.makeLink}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
