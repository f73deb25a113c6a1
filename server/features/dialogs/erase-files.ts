import { rm } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { receivedPath } from './fetch-file.ts';

/** Removes the files that a person who is erased had sent, as far as they were fetched. */
export async function eraseFiles(
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
  for (const { id } of received) await rm(receivedPath(app, { workspaceId, id }), { force: true });
}
