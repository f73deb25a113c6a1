import { sql } from 'drizzle-orm';
import { jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import type { UpdateState } from '../../edges/telegram-account/port.ts';

/**
 * Keeps how far accounts have read their updates: the last state of each one. Only the present
 * holder may: a former one would set the account back or, worse, ahead.
 */
export async function saveUpdateStates(
  tx: Db,
  states: readonly { accountId: number; fence: number; state: UpdateState }[],
): Promise<void> {
  const last = new Map(states.map((s) => [s.accountId, s]));
  if (last.size === 0) return;
  const rows = [...last.values()].map(({ accountId, fence, state }) => ({
    account_id: accountId,
    fence,
    ...state,
  }));
  await tx.execute(sql`
    insert into account_updates as u (account_id, pts, qts, date, seq)
    select r.account_id, r.pts, r.qts, r.date, r.seq
    from jsonb_to_recordset(${jsonRows(rows)}) as r(
      account_id bigint, fence bigint, pts int, qts int, date int, seq int)
    join senders s on s.id = r.account_id and s.fence = r.fence
    join accounts a on a.id = r.account_id
    on conflict (account_id) do update set pts = excluded.pts, qts = excluded.qts,
      date = excluded.date, seq = excluded.seq`);
}
