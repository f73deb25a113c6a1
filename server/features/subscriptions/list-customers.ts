import { sql } from 'drizzle-orm';
import { int, nullable, selectRows, text, time } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';

/** The customers of a workspace's sales bots, the latest first. */
export function listCustomers(
  app: App,
  sellerId: number,
  { limit, beforeId }: { limit: number; beforeId: number | undefined },
) {
  return selectRows(
    app.db,
    {
      id: int,
      name: text,
      botId: nullable(int),
      plan: text,
      endsAt: time,
      paidStars: int,
      startedAt: time,
    },
    sql`
      select w.id, w.name, w.seller_bot_id as "botId", s.plan, s.ends_at as "endsAt",
        s.started_at as "startedAt",
        (select coalesce(sum(p.stars), 0) from payments p
          where p.workspace_id = s.workspace_id
            and p.refund_state is distinct from 'refunded') as "paidStars"
      from subscriptions s join workspaces w on w.id = s.workspace_id
      where s.seller_id = ${sellerId}
        ${beforeId === undefined ? sql`` : sql`and s.workspace_id < ${beforeId}`}
      order by s.workspace_id desc limit ${limit}`,
  );
}
