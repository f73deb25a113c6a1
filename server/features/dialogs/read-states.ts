import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { bool, int, nullable, oneOf, type Row, selectRows, time } from '../../base/db/rows.ts';
import type { DialogStatus } from '../messages/message.ts';

const columns = {
  id: int,
  workspaceId: int,
  number: int,
  senderId: int,
  contactId: int,
  status: oneOf<DialogStatus>(),
  isAutomatic: bool,
  isApproached: bool,
  isTakenOver: bool,
  isOptedOut: bool,
  canAnswer: bool,
  roleId: nullable(int),
  judgedTo: int,
  judgeAt: nullable(time),
};

/** A dialog as the decision about a reply needs it. */
export type StateRow = Row<typeof columns>;

/** The states of these dialogs, by dialog. The ones that are gone are left out. */
export async function readStates(
  tx: Db,
  dialogIds: readonly number[],
): Promise<Map<number, StateRow>> {
  const rows = await selectRows(
    tx,
    columns,
    sql`
      select d.id, d.workspace_id as "workspaceId", d.number, d.sender_id as "senderId",
        d.contact_id as "contactId", d.status, d.is_automatic as "isAutomatic",
        coalesce(d.first_out_at <= d.first_in_at, d.first_out_at is not null) as "isApproached",
        d.taken_over_at is not null as "isTakenOver",
        c.opted_out_at is not null as "isOptedOut",
        coalesce(d.role_id, a.role_id, b.role_id) as "roleId",
        exists (select from ai_roles r
          left join ai_settings s on s.workspace_id = r.workspace_id
          where r.id = coalesce(d.role_id, a.role_id, b.role_id) and r.removed_at is null
            and coalesce(r.mode, s.mode, 'draft') <> 'off') as "canAnswer",
        d.judged_to as "judgedTo", d.judge_at as "judgeAt"
      from dialogs d
      join contacts c on c.id = d.contact_id
      left join accounts a on a.id = d.sender_id
      left join business_connections b on b.id = d.sender_id
      where d.id = any(${`{${dialogIds.join(',')}}`}::bigint[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
