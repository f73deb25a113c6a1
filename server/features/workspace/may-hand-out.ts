import {
  isAbove,
  type Permission,
  permissionsOf,
  type Role,
} from '../../../contract/permissions.ts';
import type { Caller } from '../../feature.ts';

/**
 * Whether somebody may let others in with this role: never above their own, and never with a
 * permission that they lack themselves (a key may be narrowed to some of its role).
 * @param permissions left out: all that the role may do
 */
export function mayHandOut(
  { rights }: Pick<Caller, 'rights'>,
  role: Role,
  permissions: readonly Permission[] = permissionsOf(role),
): boolean {
  if (!rights) return true;
  if (isAbove(role, rights.role)) return false;
  return permissions.every((permission) => rights.permissions.includes(permission));
}
