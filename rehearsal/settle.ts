import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { at } from '../server/base/db/columns.ts';
import { bool, int, selectRow } from '../server/base/db/rows.ts';
import type { App } from '../server/context.ts';

const LOOK_MS = 3;
/** What is still to be done after so long waits for something else than time. */
const PATIENCE_MS = 500;
/** Twice in a row, since work makes further work. */
const QUIET_LOOKS = 2;

/**
 * Resolves when the server has done what is due now. Asking the database costs a fraction of a
 * drain, which has every loop look three times; where it isn't sure, a drain decides.
 */
export async function settle(server: { app: App; drain(): Promise<void> }): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    if (performance.now() > deadline) return server.drain();
    await pause(LOOK_MS);
    quiet = (await isBusy(server.app)) ? 0 : quiet + 1;
  }
}

/** Whether anything is due, on its way, being judged, or has happened and isn't known to all. */
async function isBusy(app: App): Promise<boolean> {
  const now = at(app.clock.now());
  const row = await selectRow(
    app.db,
    { isBusy: bool },
    sql`
      select exists (select from messages where status = 'sending')
        or exists (select from messages m join senders s on s.id = m.sender_id
          where m.status = 'queued' and m.due_at <= ${now} and coalesce(s.free_at <= ${now}, true)
            and not exists (select from gate_decisions g
              where g.workspace_id = m.workspace_id and g.message_id = m.id and g.until > ${now}))
        or exists (select from dialogs where judge_at <= ${now} or answer_at <= ${now}
          -- claimed: being judged at this moment
          or judge_at between ${now} + interval '30 s' and ${now} + interval '60 s')
        or exists (select from campaign_targets where next_look_at <= ${now})
        or exists (select from campaigns where next_feed_at <= ${now})
        or exists (select from campaign_chats where look_at <= ${now})
        or exists (select from sender_requests where finished_at is null)
        -- figures are counted once a second, and lead to nothing
        or exists (select from event_cursors c where c.reader <> 'analytics'
          and exists (select from events e where (e.xid, e.id) > (c.xid, c.id))) as "isBusy"`,
  );
  return row?.isBusy === true;
}

/** Waits until the server has stored so many received messages in all. @returns whether it has */
export async function waitUntilHeard(
  app: App,
  messages: number,
  limitMs: number,
): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    if ((await countHeard(app)) >= messages) return true;
    if (performance.now() > deadline) return false;
    await pause(LOOK_MS);
  }
}

/** How many messages people have written, as far as the server knows. */
export async function countHeard(app: App): Promise<number> {
  const row = await selectRow(
    app.db,
    { heard: int },
    sql`select count(*) as heard from messages where direction = 'in'`,
  );
  return row?.heard ?? 0;
}
