import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';
import type { Peer } from '../../edges/telegram-account/port.ts';

/** Remembers how accounts can address people; what is known already is written only if changed. */
export async function savePeers(
  app: App,
  tx: Db,
  seen: readonly { accountId: number; peer: Peer }[],
): Promise<void> {
  const newest = new Map(seen.map((s) => [`${s.accountId} ${s.peer.userId}`, s]));
  if (newest.size === 0) return;
  const rows = [...newest.values()].map(({ accountId, peer }) => ({
    account_id: accountId,
    user_id: peer.userId,
    access_hash: peer.accessHash,
    username: peer.username,
    phone: peer.phone,
  }));
  await tx.execute(sql`
    insert into account_peers as p (account_id, user_id, access_hash, username, phone, seen_at)
    select r.account_id, r.user_id, r.access_hash, r.username, r.phone, ${at(app.clock.now())}
    from jsonb_to_recordset(${jsonRows(rows)}) as r(
      account_id bigint, user_id bigint, access_hash bigint, username text, phone text)
    join accounts a on a.id = r.account_id
    order by r.account_id, r.user_id
    on conflict (account_id, user_id) do update set access_hash = excluded.access_hash,
      username = excluded.username, phone = coalesce(excluded.phone, p.phone),
      seen_at = excluded.seen_at
    where (p.access_hash, p.username, p.phone) is distinct from
      (excluded.access_hash, excluded.username, coalesce(excluded.phone, p.phone))`);
}
