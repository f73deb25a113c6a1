import { eq } from 'drizzle-orm';
import { addDays, localDay } from '../server/base/days.ts';
import { systemActor } from '../server/base/events/record-events.ts';
import type { App } from '../server/context.ts';
import { wakeHolders } from '../server/features/accounts/change-status.ts';
import { importSession } from '../server/features/accounts/import-session.ts';
import { resumeStatus } from '../server/features/accounts/resume-status.ts';
import { accounts } from '../server/features/accounts/tables.ts';
import type { RehearsedAccount } from '../server/features/outreach/rehearsal/protocol.ts';
import { senderDays } from '../server/features/senders/tables.ts';
import type { BoxControl } from './box-control.ts';

/** Numbers that no operator gives to anybody. */
const FIRST_PHONE = 99_900_000_000;

/**
 * Makes accounts in the box and takes them in; then each is as far as the one it stands for.
 * @returns the key of the original by the sender's id
 */
export async function makeAccounts(
  app: App,
  box: BoxControl,
  workspaceId: number,
  timeZone: string,
  originals: readonly RehearsedAccount[],
): Promise<Map<number, string>> {
  const made = await Promise.all(
    originals.map(async (original, i) => {
      const phone = `+${FIRST_PHONE + i}`;
      const firstName = original.firstName || original.key;
      const { id } = await box.post<{ id: number }>('/users', { firstName, phone });
      const { session } = await box.post<{ session: string }>(`/users/${id}/session`, {
        format: 'mtcute',
      });
      const account = await importSession(app, {
        workspaceId,
        actor: systemActor,
        session,
        notes: '',
      });
      await copySettings(app, account.id, workspaceId, timeZone, original);
      return [account.id, original.key] as const;
    }),
  );
  return new Map(made);
}

async function copySettings(
  app: App,
  id: number,
  workspaceId: number,
  timeZone: string,
  original: RehearsedAccount,
): Promise<void> {
  const { key: _key, firstName: _name, status: _status, today, ...copied } = original;
  const now = app.clock.now();
  const cooldownUntil = original.cooldownUntil === null ? null : new Date(original.cooldownUntil);
  const state = {
    cooldownUntil,
    previousStatus: original.previousStatus,
    warmupStartedOn: original.warmupStartedOn ?? addDays(localDay(now, timeZone), 0),
    limitedSince: null,
  };
  const { to, until } = resumeStatus(state, now, timeZone);
  await app.database.transaction(async (tx) => {
    await tx
      .update(accounts)
      .set({ ...copied, ...state, status: to, statusUntil: until, nextCheckAt: null })
      .where(eq(accounts.id, id));
    if (today.sent > 0)
      await tx
        .insert(senderDays)
        .values({ workspaceId, senderId: id, day: localDay(now, timeZone), ...today });
    await wakeHolders(tx, id);
  });
}
