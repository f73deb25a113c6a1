import { rm } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { receivedPath } from './fetch-file.ts';

/** A person is erased: the files they sent go, and what was noted about their dialogs. */
export async function eraseDialogs(
  app: App,
  tx: Db,
  { workspaceId, contactId }: { workspaceId: number; contactId: number },
): Promise<void> {
  const received = await selectRows(
    tx,
    { id: int },
    sql`select id from messages
        where workspace_id = ${workspaceId} and contact_id = ${contactId} and direction = 'in'
          and type <> 'text'`,
  );
  await tx.execute(sql`
    update dialogs set notes = '', snooze_note = null, snoozed_until = null, is_automatic = false,
      status = case when status in ('active', 'waiting') then 'stopped' else status end
    where workspace_id = ${workspaceId} and contact_id = ${contactId}`);
  for (const { id } of received) await rm(receivedPath(app, { workspaceId, id }), { force: true });
}
