import type { NoticeKind } from '../../../contract/notifications.ts';
import type { Permission } from '../../../contract/permissions.ts';
import type { StoredEvent } from '../../base/events/read-events.ts';
import type { Rights } from '../../feature.ts';

/** What one must be allowed to read to be told of it. */
const permissions: Record<NoticeKind, Permission> = {
  dialog: 'messages.read',
  account_added: 'accounts.read',
  account_limited: 'accounts.read',
  account_banned: 'accounts.read',
  account_sign_in: 'accounts.read',
  campaign_paused: 'outreach.read',
  campaign_done: 'outreach.read',
  job_done: 'jobs.read',
  opt_out: 'contacts.read',
  failing: 'settings.read',
  subscription: 'settings.read',
  business: 'accounts.read',
  support: 'settings.write',
};

/** Long work whose end people wait for; what it makes is read from the job itself. */
const TOLD_JOBS = /import|collect/;

export function mayHear(kind: NoticeKind, { permissions: own }: Rights): boolean {
  return own.includes(permissions[kind]);
}

/** Whether somebody who chose nothing is told: the heads of everything, others of dialogs. */
export function isOnByDefault(kind: NoticeKind, { role }: Rights): boolean {
  return role === 'owner' || role === 'admin' || kind === 'dialog';
}

/** Of which kind an event is told, if it is at all. */
export function kindOf({ type, actor, data }: StoredEvent): NoticeKind | undefined {
  switch (type) {
    case 'account.added':
      return 'account_added';
    case 'account.status_changed':
      return kindOfStatus(data['to'], actor.kind === 'system');
    case 'campaign.paused':
      return 'campaign_paused';
    case 'campaign.done':
      return 'campaign_done';
    case 'dialog.handed_over':
      return data['because'] === 'asked_by_operator' ? undefined : 'dialog';
    case 'dialog.reminded':
      return 'dialog';
    case 'job.done':
    case 'job.failed':
      return TOLD_JOBS.test(String(data['kind'])) ? 'job_done' : undefined;
    // A stop that was judged from what somebody wrote; lists of stops that are imported aren't told.
    case 'contact.opted_out':
      return data['cause'] === undefined ? undefined : 'opt_out';
    case 'subscription.ending':
    case 'subscription.ended':
    case 'subscription.refunded':
      return 'subscription';
    case 'business.waiting':
      return 'business';
    case 'customer.asked':
      return 'support';
    case 'bot.failed':
      return 'failing';
    case 'webhook.endpoint_disabled':
      return data['reason'] === 'failing' ? 'failing' : undefined;
    default:
      return undefined;
  }
}

function kindOfStatus(to: unknown, isSystem: boolean): NoticeKind | undefined {
  if (to === 'limited') return 'account_limited';
  if (to === 'banned') return 'account_banned';
  // By itself an account is only disabled when its session is dead.
  return to === 'disabled' && isSystem ? 'account_sign_in' : undefined;
}
