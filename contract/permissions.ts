/** Roles of operators and API keys, from the one who may everything down. */
export const roles = ['owner', 'admin', 'operator', 'specialist'] as const;
export type Role = (typeof roles)[number];

/** What a route may ask for: a room of the house, and whether to look or to change. */
export const permissions = [
  'accounts.read',
  'accounts.write',
  'messages.read',
  'messages.send',
  'contacts.read',
  'contacts.write',
  'dialogs.write',
  'outreach.read',
  'outreach.write',
  'assistant.read',
  'assistant.write',
  'jobs.read',
  'jobs.write',
  'settings.read',
  'settings.write',
  'webhooks.read',
  'webhooks.write',
  'keys.read',
  'keys.write',
  'operators.read',
  'operators.write',
  'audit.read',
  'payments.refund',
] as const;
export type Permission = (typeof permissions)[number];

const granted: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(permissions),
  admin: new Set(permissions.filter((permission) => permission !== 'payments.refund')),
  operator: new Set([
    'accounts.read',
    'messages.read',
    'messages.send',
    'contacts.read',
    'contacts.write',
    'dialogs.write',
    'outreach.read',
    'outreach.write',
    'assistant.read',
    'jobs.read',
    'jobs.write',
    'settings.read',
    'operators.read',
  ]),
  specialist: new Set([
    'messages.read',
    'messages.send',
    'dialogs.write',
    'contacts.read',
    'operators.read',
  ]),
};

/** Whether a role may do what a route asks for. */
export function isGranted(role: Role, permission: Permission): boolean {
  return granted[role].has(permission);
}

/** All that a role may do. */
export function permissionsOf(role: Role): Permission[] {
  return permissions.filter((permission) => granted[role].has(permission));
}

/** Whether `role` stands above `other`. */
export function isAbove(role: Role, other: Role): boolean {
  return roles.indexOf(role) < roles.indexOf(other);
}
