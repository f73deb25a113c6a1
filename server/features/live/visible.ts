import type { Permission } from '../../../contract/permissions.ts';

/** What one must be allowed to read to hear of events whose type begins so; the first that fits. */
const readers: readonly (readonly [prefix: string, permission: Permission])[] = [
  // Drafts and questions left to people belong to the conversation they are about.
  ['assistant.answer_', 'messages.read'],
  ['assistant.handed_over', 'messages.read'],
  ['assistant.', 'assistant.read'],
  ['message.', 'messages.read'],
  ['dialog.', 'messages.read'],
  ['operator.', 'messages.read'],
  ['contact.', 'contacts.read'],
  ['contacts.', 'contacts.read'],
  ['source.', 'contacts.read'],
  ['audience.', 'contacts.read'],
  ['opt_in_point.', 'contacts.read'],
  ['account.', 'accounts.read'],
  ['campaign.', 'outreach.read'],
  ['script.', 'outreach.read'],
  ['job.', 'jobs.read'],
  ['settings.', 'settings.read'],
  ['bot.', 'settings.read'],
  ['team_group.', 'settings.read'],
  ['business.', 'accounts.read'],
  ['customer.', 'settings.read'],
  ['plan.', 'settings.read'],
  ['payment.', 'settings.read'],
  ['subscription.', 'settings.read'],
  ['webhook.', 'webhooks.read'],
  ['api_key.', 'keys.read'],
];

/** What one must be allowed to hear of an event; of types unknown here only the heads do. */
export function permissionToHear(type: string): Permission {
  return readers.find(([prefix]) => type.startsWith(prefix))?.[1] ?? 'audit.read';
}
