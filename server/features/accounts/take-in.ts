import { and, eq } from 'drizzle-orm';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { readSettings } from '../workspace/settings.ts';
import { changeStatus } from './change-status.ts';
import { importSession } from './import-session.ts';
import { keepSession } from './keep-files.ts';
import { resumeStatus } from './resume-status.ts';
import { hashSessionKey, sealSession } from './store-session.ts';
import { type Account, accounts } from './tables.ts';

type SignedIn = { session: string; telegramId: number; usesProxy: boolean };

/**
 * Takes in an account that has just signed in. A new one joins the pool; one that had lost its
 * session goes on where it was, with its name, dialogs and limits.
 * @throws AppError as `importSession`
 */
export async function takeIn(app: App, caller: Caller, signedIn: SignedIn): Promise<Account> {
  const { workspaceId, actor } = caller;
  const { session, usesProxy: useProxy } = signedIn;
  const account =
    (await bringBack(app, caller, signedIn)) ??
    (await importSession(app, { workspaceId, actor, session, notes: '', useProxy }));
  return keepSession(app, account, session);
}

/** @returns undefined when no account of the pool waits for this person to sign in */
async function bringBack(
  app: App,
  { workspaceId, actor }: Caller,
  { session, telegramId }: SignedIn,
): Promise<Account | undefined> {
  return app.database.transaction(async (tx) => {
    const [account] = await tx
      .select()
      .from(accounts)
      .where(and(eq(accounts.workspaceId, workspaceId), eq(accounts.telegramId, telegramId)))
      .for('update');
    if (!account?.needsSignIn) return undefined;
    const now = app.clock.now();
    await recordEvents(tx, [
      { workspaceId, type: 'account.signed_in', at: now, actor, senderId: account.id },
    ]);
    const { timeZone } = await readSettings(app, workspaceId, tx);
    return changeStatus(app, tx, account, {
      ...resumeStatus(account, now, timeZone),
      cause: 'signed_in',
      actor,
      set: {
        needsSignIn: false,
        session: sealSession(app, account.id, session),
        sessionKeyHash: hashSessionKey(app, session),
      },
    });
  });
}
