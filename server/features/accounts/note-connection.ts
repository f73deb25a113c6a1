import { eq, sql } from 'drizzle-orm';
import { errorMessage } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import { signalOf } from '../../base/events/signal.ts';
import type { App } from '../../context.ts';
import { TelegramError, type TelegramProblem } from '../../edges/telegram-account/port.ts';
import { senders } from '../senders/tables.ts';
import { wakeArrivalWaiters } from './arrival.ts';
import { reactToProblem } from './react-to-problem.ts';
import { accounts } from './tables.ts';

/** A claimed account, under the lease it was claimed with. */
type Claim = { id: number; fence: number };

/** Shows how an account's connection stands; what a former holder says counts for nothing. */
export async function noteConnection(
  app: App,
  { id, fence }: Claim,
  connection: 'connecting' | 'online' | 'offline',
): Promise<void> {
  await app.db.execute(sql`
    update accounts a set connection = ${connection}
      ${connection === 'online' ? sql`, last_error = null` : sql``}
    from senders s where a.id = ${id} and s.id = a.id and s.fence = ${fence}
    returning ${signalOf(sql`a.workspace_id`, 'account.connection', 'account', sql`a.number`)}`);
}

/**
 * Keeps why an account isn't connected, lets it react, and tells of it when it happens (not at
 * each further try).
 */
export async function noteFailure(
  app: App,
  { id: accountId, fence }: Claim,
  error: unknown,
): Promise<void> {
  const problem = problemOf(error);
  if (!(error instanceof TelegramError))
    app.log.error({ err: error, account: accountId }, 'an account could not be opened');
  const now = app.clock.now();
  await app.database.transaction(async (tx) => {
    const [sender] = await tx.select().from(senders).where(eq(senders.id, accountId));
    if (sender?.fence !== fence) return;
    await reactToProblem(app, tx, accountId, problem);
    const [account] = await tx
      .select()
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for('update');
    if (!account) return;
    await tx
      .update(accounts)
      .set({ connection: 'failed', lastError: problem.kind, lastErrorAt: now })
      .where(eq(accounts.id, accountId));
    await wakeArrivalWaiters(tx, accountId);
    if (account.connection === 'failed') return;
    await recordEvents(tx, [
      {
        workspaceId: account.workspaceId,
        type: 'account.disconnected',
        at: now,
        senderId: accountId,
        data: { reason: problem.kind, code: problem.code },
      },
    ]);
  });
}

function problemOf(error: unknown): TelegramProblem {
  return error instanceof TelegramError
    ? error.problem
    : { kind: 'unavailable', code: errorMessage(error) };
}
