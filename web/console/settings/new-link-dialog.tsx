import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { SecretShown } from '../../shared/secret-shown.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { invitationLink } from './invitation-link.ts';
import { teamTexts } from './team-texts.ts';
import type { Operator } from './use-operators.ts';

/** A new link for somebody who forgot the password or lost the phone. */
export function NewLinkDialog({ operator, onClose }: { operator: Operator; onClose: () => void }) {
  const t = useTexts(teamTexts);
  const common = useTexts(commonTexts);
  const make = useAction(
    () => take(api.POST('/operators/{id}/invitation', { params: { path: { id: operator.id } } })),
    { refreshes: ['operators'], quiet: true },
  );
  return (
    <Modal opened onClose={onClose} title={t.newLinkFor(operator.name)} centered>
      <Stack>
        {make.data ? (
          <SecretShown
            hint={t.linkFor(operator.name)}
            secret={invitationLink(make.data.invitation.token)}
          />
        ) : (
          <Text size="sm">{t.newLinkHint}</Text>
        )}
        {make.error && <Failure error={make.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {make.data ? t.done : common.cancel}
          </Button>
          {!make.data && (
            <Button loading={make.isPending} onClick={() => make.mutate(undefined)}>
              {t.makeLink}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
