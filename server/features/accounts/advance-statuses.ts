import { eq, lte } from 'drizzle-orm';
import { localDay } from '../../base/days.ts';
import type { App } from '../../context.ts';
import { readSettings } from '../workspace/settings.ts';
import { WARM_FROM_DAY, warmupDay } from './account.ts';
import { changeStatus } from './change-status.ts';
import { resumeStatus, warmUntil } from './resume-status.ts';
import { type Account, accounts } from './tables.ts';

const BATCH = 100;

/**
 * Ends the cooldowns and warm-ups whose time has come. Run by each process with the role worker;
 * each account is advanced once.
 * @returns whether there may be more
 */
export async function advanceStatuses(app: App): Promise<boolean> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const due = await tx
      .select()
      .from(accounts)
      .where(lte(accounts.statusUntil, now))
      .orderBy(accounts.statusUntil)
      .limit(BATCH)
      .for('update', { skipLocked: true });
    for (const account of due) {
      const { timeZone } = await readSettings(app, account.workspaceId, tx);
      const today = localDay(now, timeZone);
      if (account.status === 'cooldown') {
        const next = resumeStatus(account, now, timeZone);
        await changeStatus(app, tx, account, { ...next, cause: 'cooldown_over' });
      } else if (account.status === 'warming' && isWarm(account, today)) {
        await changeStatus(app, tx, account, { to: 'active', cause: 'warmed_up' });
      } else {
        const until =
          account.status === 'warming'
            ? warmUntil(account.warmupStartedOn ?? today, timeZone)
            : null;
        await tx.update(accounts).set({ statusUntil: until }).where(eq(accounts.id, account.id));
      }
    }
    return due.length === BATCH;
  });
}

function isWarm(account: Account, today: string): boolean {
  return warmupDay(account.warmupStartedOn, today) >= WARM_FROM_DAY;
}
