import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { type Actor, recordEvents, systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { AccountStatus } from './account.ts';
import { type Account, accounts } from './tables.ts';

/** Holders look again at the account named in the payload, or at all, when they hear this. */
export const SENDERS_CHANNEL = 'vestnik_senders';

export type StatusChange = {
  to: AccountStatus;
  /** Why, in a word: a Telegram error, `warmed_up`, `vouched`, `checked` … */
  cause: string;
  /** When it ends by itself. */
  until?: Date | null;
  actor?: Actor;
  /** Further columns that change together with the status. */
  set?: Partial<Account>;
};

/**
 * Moves an account to another status and tells of it. A pause (cooldown, limited, disabled)
 * remembers what to come back to.
 */
export async function changeStatus(
  app: App,
  tx: Db,
  account: Account,
  change: StatusChange,
): Promise<Account> {
  const now = app.clock.now();
  const [updated] = await tx
    .update(accounts)
    .set({
      status: change.to,
      statusSince: now,
      statusReason: change.cause,
      statusUntil: change.until ?? null,
      previousStatus: statusToReturnTo(account, change.to),
      ...pausesOf(account, change, now),
      ...change.set,
    })
    .where(and(eq(accounts.workspaceId, account.workspaceId), eq(accounts.id, account.id)))
    .returning();
  if (!updated) throw new Error('the account is gone');
  await wakeHolders(tx, account.id);
  if (account.status !== change.to) {
    await recordEvents(tx, [
      {
        workspaceId: account.workspaceId,
        type: 'account.status_changed',
        at: now,
        actor: change.actor ?? systemActor,
        senderId: account.id,
        data: {
          from: account.status,
          to: change.to,
          cause: change.cause,
          until: change.until?.toISOString() ?? null,
        },
      },
    ]);
  }
  return updated;
}

const working: readonly AccountStatus[] = ['warming', 'active'];

/** A pause after a pause (cooldown, then limited) still leads back to the work before the first. */
function statusToReturnTo(account: Account, to: AccountStatus): AccountStatus | null {
  if (working.includes(to)) return null;
  return working.includes(account.status) ? account.status : account.previousStatus;
}

/** Work ends all pauses; a pause that another one covers goes on underneath. */
function pausesOf(account: Account, { to, until }: StatusChange, now: Date): Partial<Account> {
  if (working.includes(to)) return { cooldownUntil: null, limitedSince: null };
  if (to === 'cooldown') return { cooldownUntil: until ?? null };
  if (to === 'limited') return { limitedSince: account.limitedSince ?? now };
  return {};
}

/**
 * Makes holders look again: an account came, went, or is to be reached another way.
 * @param accountId undefined: any account of any workspace may be concerned
 */
export async function wakeHolders(tx: Db, accountId: number | undefined): Promise<void> {
  await tx.execute(sql`select pg_notify(${SENDERS_CHANNEL}, ${accountId?.toString() ?? ''})`);
}
