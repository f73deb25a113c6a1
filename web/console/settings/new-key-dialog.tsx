import {
  Button,
  Checkbox,
  Group,
  Modal,
  ScrollArea,
  Select,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import {
  isAbove,
  type Permission,
  permissionsOf,
  type Role,
  roles,
} from '../../../contract/permissions.ts';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { SecretShown } from '../../shared/secret-shown.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useSession } from '../session/use-session.ts';
import { keysTexts } from './keys-texts.ts';
import { settingsTexts } from './texts.ts';

type Draft = { name: string; role: Role; scopes: Permission[] | undefined };
const empty: Draft = { name: '', role: 'operator', scopes: undefined };

/** Makes a key of a role or of some of its rights; its token is shown this once. */
export function NewKeyDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTexts(keysTexts);
  const page = useTexts(settingsTexts);
  const common = useTexts(commonTexts);
  const { operator: me } = useSession();
  const [draft, setDraft] = useState(empty);
  const { name, role, scopes } = draft;
  const make = useAction(
    () => take(api.POST('/api-keys', { body: { name, role, ...(scopes && { scopes }) } })),
    { refreshes: ['api-keys'], quiet: true },
  );
  const close = () => {
    setDraft(empty);
    make.reset();
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={t.make} centered>
      {make.data ? (
        <Stack>
          <SecretShown hint={t.token(make.data.key.name)} secret={make.data.token} />
          <Button variant="default" onClick={close} style={{ alignSelf: 'flex-end' }}>
            {t.done}
          </Button>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate(undefined);
          }}
        >
          <Stack>
            <TextInput
              label={t.name}
              description={t.nameHint}
              value={name}
              onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
              maxLength={100}
              autoComplete="off"
              data-autofocus
              required
            />
            <Select
              label={t.role}
              description={page.roleHints[role]}
              data={roles
                .filter((known) => !isAbove(known, me.role))
                .map((known) => ({ value: known, label: page.roles[known] }))}
              value={role}
              onChange={(chosen) => {
                const next = roles.find((known) => known === chosen) ?? role;
                const left = scopes?.filter((scope) => permissionsOf(next).includes(scope));
                setDraft({ ...draft, role: next, scopes: left });
              }}
              allowDeselect={false}
            />
            <Switch
              label={t.someScopes}
              checked={scopes !== undefined}
              onChange={(event) =>
                setDraft({ ...draft, scopes: event.currentTarget.checked ? [] : undefined })
              }
            />
            {scopes && (
              <Checkbox.Group
                label={t.whichScopes}
                value={scopes}
                onChange={(chosen) => setDraft({ ...draft, scopes: chosen as Permission[] })}
              >
                <ScrollArea.Autosize mah={260} type="auto" mt={4}>
                  <Stack gap={6}>
                    {permissionsOf(role).map((permission) => (
                      <Checkbox
                        key={permission}
                        value={permission}
                        label={t.permissions[permission]}
                      />
                    ))}
                  </Stack>
                </ScrollArea.Autosize>
              </Checkbox.Group>
            )}
            {make.error && <Failure error={make.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {common.cancel}
              </Button>
              <Button
                type="submit"
                loading={make.isPending}
                disabled={name.trim() === '' || scopes?.length === 0}
              >
                {t.make}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
