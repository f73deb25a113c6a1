import { Select, type SelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, take } from './api.ts';
import { useTexts } from './language.tsx';
import { notifyDone } from './notify.tsx';
import { commonTexts } from './texts.ts';
import { useAction } from './use-action.ts';

const NOBODY = '';
/** More roles than anybody tells apart. */
const MOST_ROLES = 200;

type RoleSelectProps = Pick<
  SelectProps,
  'label' | 'description' | 'aria-label' | 'size' | 'disabled'
> & {
  roleId: number | null;
  /** How it is called when no role answers. */
  noRole: string;
  assign: (roleId: number | null) => Promise<unknown>;
  /** Rooms whose lists change by it. */
  refreshes: readonly string[];
};

/** Which AI role answers people; stored as soon as it is chosen. */
export function RoleSelect(props: RoleSelectProps) {
  const { roleId, noRole, assign, refreshes, disabled = false, ...field } = props;
  const common = useTexts(commonTexts);
  const roles = useQuery({
    queryKey: ['assistant', 'roles', 'all'],
    queryFn: () => take(api.GET('/assistant/roles', { params: { query: { limit: MOST_ROLES } } })),
  });
  const change = useAction(assign, { refreshes, onDone: () => notifyDone(common.saved) });
  return (
    <Select
      {...field}
      data={[
        { value: NOBODY, label: noRole },
        ...(roles.data?.roles ?? []).map((role) => ({ value: String(role.id), label: role.name })),
      ]}
      value={roleId === null ? NOBODY : String(roleId)}
      onChange={(value) => change.mutate(value ? Number(value) : null)}
      allowDeselect={false}
      disabled={disabled || change.isPending}
    />
  );
}
