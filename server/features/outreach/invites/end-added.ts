import { sql } from 'drizzle-orm';
import { jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import { systemActor } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import { endDialogs } from '../../dialogs/end-dialog.ts';
import { CAMPAIGN_ORIGIN } from '../campaigns/origin.ts';

/** People who were added to the chat: that was all their campaign wanted. Contacts are locked. */
export async function endAdded(app: App, tx: Db, sentIds: readonly number[]): Promise<void> {
  if (sentIds.length === 0) return;
  const added = await selectRows(
    tx,
    { dialogId: int },
    sql`
      select d.id as "dialogId" from dialogs d
      where d.id in (select m.dialog_id from messages m
        join campaign_steps s on s.message_id = m.id and s.kind = 'invite'
        join campaign_targets t on t.id = s.target_id and t.dialog_id = m.dialog_id
          and t.status in ('queued', 'active')
        where m.id in (select value::bigint from jsonb_array_elements(${jsonRows(sentIds)}))
          and m.origin = ${CAMPAIGN_ORIGIN})
      order by d.id for update`,
  );
  const ended = added.map(({ dialogId }) => ({
    dialogId,
    status: 'converted' as const,
    reason: 'added',
  }));
  await endDialogs(app, tx, ended, systemActor);
}
