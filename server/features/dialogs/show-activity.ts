import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { bool, int, nullable, type Row, selectRows, text } from '../../base/db/rows.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import { wokenBy } from '../../base/woken-loop.ts';
import type { App } from '../../context.ts';
import type { HeldSenders } from '../../held-senders.ts';
import { OUTBOX_CHANNEL } from '../messages/message.ts';

/** Telegram shows typing for about six seconds. */
const AHEAD_MS = 5_000;
const LOOK_EVERY_MS = 5_000;
const BATCH = 100;
const MOST_REMEMBERED = 5_000;

const columns = {
  id: int,
  senderId: int,
  userId: int,
  /** Of an account's peer; a Business account's people are known by their number. */
  accessHash: nullable(text),
  mayRead: bool,
  readUpTo: nullable(int),
};
type Coming = Row<typeof columns>;

/**
 * Keeps showing people that they were read and are being answered, a few seconds before a script's
 * or a model's answer leaves. Nobody who asked to be left alone is shown anything.
 */
export async function startShowingActivity(app: App, held: HeldSenders): Promise<Runner> {
  const shown = new Set<number>();
  const loop = startLoop({
    name: 'activity',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const coming = (await findComing(app, held.ids())).filter(({ id }) => !shown.has(id));
      for (const message of coming) shown.add(message.id);
      if (shown.size > MOST_REMEMBERED) shown.clear();
      await Promise.all(coming.map((message) => show(app, held, message)));
      return false;
    },
  });
  return wokenBy(app.database, OUTBOX_CHANNEL, loop);
}

async function findComing(app: App, senderIds: readonly number[]): Promise<Coming[]> {
  if (senderIds.length === 0) return [];
  const soon = new Date(app.clock.now().getTime() + AHEAD_MS);
  return selectRows(
    app.db,
    columns,
    sql`
      select m.id, m.sender_id as "senderId", c.telegram_id as "userId",
        p.access_hash::text as "accessHash", coalesce(b.can_read, true) as "mayRead",
        (select max(i.telegram_id) from messages i
          where i.workspace_id = m.workspace_id and i.dialog_id = m.dialog_id
            and i.direction = 'in' and i.id <= m.answers_id) as "readUpTo"
      from jsonb_array_elements_text(${JSON.stringify(senderIds)}::jsonb) held
      cross join lateral (
        select * from messages m
        where m.sender_id = held.value::bigint and m.status = 'queued' and m.lane = 'answer'
          and m.due_at <= ${at(soon)} and m.origin in ('campaign', 'ai')
        order by m.due_at limit 5) m
      join contacts c on c.id = m.contact_id and c.opted_out_at is null
      join dialogs d on d.id = m.dialog_id and d.status = 'active'
      left join accounts a on a.id = m.sender_id and a.status in ('active', 'warming')
      left join account_peers p on p.account_id = a.id and p.user_id = c.telegram_id
      left join business_connections b on b.id = m.sender_id and b.can_reply
      where p.user_id is not null or b.id is not null and c.telegram_id is not null
      limit ${BATCH}`,
  );
}

/** A courtesy: where it fails, the answer comes all the same. */
async function show(app: App, held: HeldSenders, message: Coming): Promise<void> {
  const sender = held.get(message.senderId);
  const { userId, accessHash, readUpTo, mayRead } = message;
  try {
    if (sender?.kind === 'business') {
      const { connection, connectionId } = sender;
      if (readUpTo !== null && mayRead)
        await connection.readBusinessMessage(connectionId, userId, readUpTo);
      await connection.showBusinessTyping(connectionId, userId);
    } else if (sender && accessHash !== null) {
      const peer = { userId, accessHash };
      if (readUpTo !== null) await sender.connection.markRead(peer, readUpTo);
      await sender.connection.showTyping(peer);
    }
  } catch (error) {
    app.log.debug({ err: error, message: message.id }, 'typing could not be shown');
  }
}
