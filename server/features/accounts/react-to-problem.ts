import { and, eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';
import type { TelegramProblem } from '../../edges/telegram-account/port.ts';
import { readSettings } from '../workspace/settings.ts';
import type { AccountStatus } from './account.ts';
import { changeStatus, type StatusChange } from './change-status.ts';
import { type Account, accounts } from './tables.ts';

/** Floods further apart than this don't count as repeats. */
const FLOOD_MEMORY_MS = 30 * 86_400_000;
const LONGEST_COOLDOWN_MS = 30 * 86_400_000;
const HOUR_MS = 3_600_000;
/** How soon a limited account asks Telegram again. */
export const LIMITED_CHECK_MS = 6 * HOUR_MS;

type Facts = Pick<Account, 'floodCount' | 'floodStreak' | 'floodedAt'>;

/**
 * What an account does about an error of Telegram's; undefined when the error says nothing about
 * the account itself. After the table of errors in the outside contract: flood → cooldown for the
 * longer of the wait and COOLDOWN_HOURS, doubled with each repeat; PEER_FLOOD → limited; ban →
 * banned; dead session → needs signing in again.
 */
export function reactionTo(
  problem: TelegramProblem,
  account: Facts,
  cooldownHours: number,
  now: Date,
): StatusChange | undefined {
  switch (problem.kind) {
    case 'flood_wait': {
      const repeats =
        account.floodedAt && now.getTime() - account.floodedAt.getTime() < FLOOD_MEMORY_MS
          ? account.floodStreak
          : 0;
      const grown = cooldownHours * HOUR_MS * 2 ** Math.min(repeats, 10);
      const ms = Math.max(problem.seconds * 1_000, Math.min(grown, LONGEST_COOLDOWN_MS));
      return {
        to: 'cooldown',
        cause: problem.code,
        until: new Date(now.getTime() + ms),
        set: { floodCount: account.floodCount + 1, floodStreak: repeats + 1, floodedAt: now },
      };
    }
    case 'peer_flood':
    case 'frozen':
      return {
        to: 'limited',
        cause: problem.code,
        set: { nextCheckAt: new Date(now.getTime() + LIMITED_CHECK_MS) },
      };
    case 'banned':
      return { to: 'banned', cause: problem.code };
    case 'signed_out':
      return { to: 'disabled', cause: problem.code, set: { needsSignIn: true } };
    default:
      return undefined;
  }
}

/** How bad a status is: a reaction never makes an account look better than it is. */
const gravity: Record<AccountStatus, number> = {
  checking: 0,
  warming: 0,
  active: 0,
  cooldown: 1,
  limited: 2,
  disabled: 3,
  banned: 4,
};

/** Applies the reaction to one account, in the transaction that settles what went wrong. */
export async function reactToProblem(
  app: App,
  tx: Db,
  accountId: number,
  problem: TelegramProblem,
): Promise<void> {
  const [account] = await tx
    .select()
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .for('update');
  if (!account) return;
  const now = app.clock.now();
  const { cooldownHours } = await readSettings(app, account.workspaceId, tx);
  const change = reactionTo(problem, account, cooldownHours, now);
  if (!change) return;
  await noteError(tx, account, problem.code, now);
  // An account on its way in is refused or taken as it is: it has no status to lose yet.
  if (account.status === 'checking' && isPause(change)) return;
  if (gravity[change.to] < gravity[account.status]) return noteCoveredPause(tx, account, change);
  const endsSooner =
    change.to === account.status &&
    account.statusUntil &&
    change.until &&
    change.until <= account.statusUntil;
  if (endsSooner) return;
  await changeStatus(app, tx, account, change);
}

function isPause({ to }: StatusChange): boolean {
  return to === 'cooldown' || to === 'limited';
}

/** A cooldown under a graver status runs too, and holds when that one ends first. */
async function noteCoveredPause(tx: Db, account: Account, change: StatusChange): Promise<void> {
  if (change.to !== 'cooldown' || !change.until) return;
  const runsLonger = account.cooldownUntil && account.cooldownUntil >= change.until;
  if (runsLonger) return;
  await tx
    .update(accounts)
    .set({ cooldownUntil: change.until, ...change.set })
    .where(and(eq(accounts.workspaceId, account.workspaceId), eq(accounts.id, account.id)));
}

async function noteError(tx: Db, account: Account, code: string, now: Date): Promise<void> {
  await tx
    .update(accounts)
    .set({ lastError: code, lastErrorAt: now })
    .where(and(eq(accounts.workspaceId, account.workspaceId), eq(accounts.id, account.id)));
}
