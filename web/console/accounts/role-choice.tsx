import { Paper } from '@mantine/core';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { RoleSelect } from '../../shared/role-select.tsx';
import { useMay } from '../session/use-session.ts';
import { accountTexts } from './account-texts.ts';
import type { Account } from './use-accounts.ts';

/** Which AI role answers people who write to the account. */
export function RoleChoice({ account }: { account: Account }) {
  const t = useTexts(accountTexts);
  const may = useMay();
  const params = { path: { id: account.id } };
  return (
    <Paper withBorder p="md">
      <RoleSelect
        label={t.role}
        description={t.roleHint}
        noRole={t.noRole}
        roleId={account.role_id}
        assign={(role_id) => take(api.PUT('/accounts/{id}/role', { params, body: { role_id } }))}
        refreshes={['accounts']}
        disabled={!may('assistant.write')}
      />
    </Paper>
  );
}
