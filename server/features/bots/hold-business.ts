import { sql } from 'drizzle-orm';
import { int, selectRows, text } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import type { HeldBusiness, HeldSenders } from '../../held-senders.ts';
import type { HeldBot } from './listen-to-bot.ts';

/**
 * Keeps the Business accounts of the bots held here among the senders of this process: whoever holds
 * a bot holds what speaks through it.
 */
export async function holdBusiness(
  app: App,
  held: HeldSenders,
  bots: ReadonlyMap<number, HeldBot>,
): Promise<void> {
  await claim(app);
  const wanted = new Map<number, HeldBusiness>();
  for (const { id, workspaceId, fence, botId, connectionId } of await findMine(app)) {
    const bot = bots.get(botId);
    if (bot)
      wanted.set(id, {
        kind: 'business',
        id,
        workspaceId,
        fence,
        usesProxy: bot.usesProxy,
        connection: bot.connection,
        connectionId,
      });
  }
  for (const id of held.ids()) {
    const present = held.get(id);
    if (present?.kind === 'business' && !wanted.has(id)) held.remove(id);
  }
  for (const [id, sender] of wanted) if (!isSame(held.get(id), sender)) held.add(sender);
}

/** Lets go of all of them, as of their bots. */
export function dropBusiness(held: HeldSenders): void {
  for (const id of held.ids()) if (held.get(id)?.kind === 'business') held.remove(id);
}

function isSame(present: ReturnType<HeldSenders['get']>, wanted: HeldBusiness): boolean {
  return (
    present?.kind === 'business' &&
    present.fence === wanted.fence &&
    present.connection === wanted.connection &&
    present.connectionId === wanted.connectionId
  );
}

/** Takes those of the bots held here, and lets go of those that are over or whose bot went elsewhere. */
async function claim(app: App): Promise<void> {
  await app.db.execute(sql`
    update senders s set worker_id = ${app.worker.id}, fence = s.fence + 1
    from business_connections b join senders bot on bot.id = b.bot_id
    where b.id = s.id and s.removed_at is null and bot.worker_id = ${app.worker.id}
      and s.worker_id is distinct from bot.worker_id`);
  await app.db.execute(sql`
    update senders s set worker_id = null
    from business_connections b join senders bot on bot.id = b.bot_id
    where b.id = s.id and s.worker_id = ${app.worker.id}
      and (s.removed_at is not null or bot.worker_id is distinct from ${app.worker.id})`);
}

function findMine(app: App) {
  return selectRows(
    app.db,
    { id: int, workspaceId: int, fence: int, botId: int, connectionId: text },
    sql`
      select s.id, s.workspace_id as "workspaceId", s.fence, b.bot_id as "botId",
        b.connection_id as "connectionId"
      from senders s join business_connections b on b.id = s.id
      where s.worker_id = ${app.worker.id} and s.removed_at is null`,
  );
}
