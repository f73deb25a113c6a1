import { Paper, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { useMay } from '../session/use-session.ts';
import { accountTexts } from './account-texts.ts';
import type { Account } from './use-accounts.ts';

const NOBODY = '';
/** More roles than anybody tells apart. */
const MOST_ROLES = 200;

/** Which AI role answers people who write to the account; stored as soon as it is chosen. */
export function RoleChoice({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const common = useTexts(commonTexts);
  const may = useMay();
  const roles = useQuery({
    queryKey: ['assistant', 'roles', 'all'],
    queryFn: () => take(api.GET('/assistant/roles', { params: { query: { limit: MOST_ROLES } } })),
  });
  const assign = useAction(
    (role_id: number | null) =>
      take(
        api.PUT('/accounts/{id}/role', { params: { path: { id: account.id } }, body: { role_id } }),
      ),
    { refreshes: ['accounts'], onDone: () => notifyDone(common.saved) },
  );
  return (
    <Paper withBorder p="md">
      <Select
        label={t.role}
        description={t.roleHint}
        data={[
          { value: NOBODY, label: t.noRole },
          ...(roles.data?.roles ?? []).map((role) => ({
            value: String(role.id),
            label: role.name,
          })),
        ]}
        value={account.role_id === null ? NOBODY : String(account.role_id)}
        onChange={(value) => assign.mutate(value ? Number(value) : null)}
        allowDeselect={false}
        disabled={!may('assistant.write') || assign.isPending}
      />
    </Paper>
  );
}
