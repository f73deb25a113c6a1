import { sql } from 'drizzle-orm';
import { createSystemClock } from '../../base/clock.ts';
import { at } from '../../base/db/columns.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import type { HeldSenders } from '../../held-senders.ts';
import { SETTINGS_CHANNEL } from '../workspace/settings.ts';
import { connectedStatuses } from './account.ts';
import { SENDERS_CHANNEL } from './change-status.ts';
import { createOpenings, type Openings } from './open-account.ts';

const CLAIM_EVERY_MS = 2_000;
const CLAIM_BATCH = 200;
/** Should a notification get lost, what is held is compared with the database this often. */
const RECONCILE_EVERY_MS = 30_000;
/** A connection that isn't wanted any more is kept this long for what is on its way. */
const FINISH_MS = 60_000;

/**
 * Keeps the connections of the accounts this process holds: claims what nobody holds, opens it,
 * follows changes of status and proxy, lets go of what it should not hold any more.
 */
export async function startHoldingAccounts(app: App, held: HeldSenders): Promise<Runner> {
  const openings = createOpenings(app, held);
  let reconcileAt = 0;
  const loop = startLoop({
    name: 'hold accounts',
    // How long a lease lives is physical time: it does not follow the clock of a sandbox.
    clock: createSystemClock(),
    log: app.log,
    everyMs: CLAIM_EVERY_MS,
    run: async () => {
      if (!app.worker.isAlive()) return false;
      const claimed = await claimAccounts(app);
      if (claimed > 0 || performance.now() >= reconcileAt) {
        const isDone = await reconcile(app, openings);
        if (isDone) reconcileAt = performance.now() + RECONCILE_EVERY_MS;
      }
      openings.retryDue();
      return claimed === CLAIM_BATCH;
    },
  });
  const unlisten = await Promise.all([
    app.database.listen(SENDERS_CHANNEL, (payload) => {
      openings.refresh(payload === '' ? undefined : Number(payload));
      reconcileAt = 0;
      loop.wake();
    }),
    app.database.listen(SETTINGS_CHANNEL, () => openings.refresh(undefined)),
  ]);
  // The lease is lost: whatever is open may be open elsewhere in a moment.
  app.worker.onLost(() => void openings.closeAll());
  return {
    name: loop.name,
    async drain() {
      reconcileAt = 0;
      await loop.drain();
      await openings.settled();
    },
    async stop() {
      await Promise.all(unlisten.map((stop) => stop()));
      await loop.stop();
      await openings.closeAll();
    },
  };
}

const connected = sql`(${sql.join(
  connectedStatuses.map((s) => sql`${s}`),
  sql`, `,
)})`;

/** Takes accounts that no living process holds. The fence grows, so the former holder shows. */
async function claimAccounts(app: App): Promise<number> {
  const rows = await selectRows(
    app.db,
    { id: int },
    sql`
      update senders set worker_id = ${app.worker.id}, fence = fence + 1
      where id in (
        select s.id from senders s
        join accounts a on a.id = s.id
        left join workers w on w.id = s.worker_id and w.expires_at > now()
        where w.id is null and s.removed_at is null and a.session is not null
          and not a.needs_sign_in and a.status in ${connected}
        limit ${CLAIM_BATCH} for update of s skip locked)
      returning id`,
  );
  return rows.length;
}

/**
 * Compares what is open with what should be.
 * @returns false when something is still to be closed
 */
async function reconcile(app: App, openings: Openings): Promise<boolean> {
  const wanted = await selectRows(
    app.db,
    { id: int, fence: int },
    sql`
      select s.id, s.fence from senders s
      join accounts a on a.id = s.id
      where s.worker_id = ${app.worker.id} and s.removed_at is null
        and a.session is not null and not a.needs_sign_in and a.status in ${connected}`,
  );
  const fences = new Map(wanted.map((w) => [w.id, w.fence]));
  const finishing = new Set(await findFinishing(app));
  for (const id of openings.ids()) {
    if (fences.has(id) || finishing.has(id)) continue;
    await openings.close(id);
  }
  await app.db.execute(sql`
    update senders s set worker_id = null from accounts a
    where a.id = s.id and s.worker_id = ${app.worker.id}
      and (s.removed_at is not null or a.session is null or a.needs_sign_in
        or a.status not in ${connected})
      and s.id not in (
        select value::bigint from jsonb_array_elements_text(${JSON.stringify([...finishing])}::jsonb))`);
  for (const { id, fence } of wanted) openings.ensure(id, fence);
  return finishing.size === 0;
}

/**
 * Disabled accounts with messages on their way: without the connection nobody would learn what
 * became of those.
 */
async function findFinishing(app: App): Promise<number[]> {
  const since = new Date(app.clock.now().getTime() - FINISH_MS);
  const rows = await selectRows(
    app.db,
    { id: int },
    sql`
      select s.id from senders s
      join accounts a on a.id = s.id
      where s.worker_id = ${app.worker.id} and s.removed_at is null and a.status = 'disabled'
        and not a.needs_sign_in and exists (
          select from messages m
          where m.sender_id = s.id and m.status = 'sending' and m.passed_at > ${at(since)})`,
  );
  return rows.map((row) => row.id);
}
