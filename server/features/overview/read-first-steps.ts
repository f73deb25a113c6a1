import { sql } from 'drizzle-orm';
import { bool, selectRow } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { REHEARSE_JOB } from '../outreach/rehearsal/run-rehearsal.ts';

const columns = {
  has_account: bool,
  has_contacts: bool,
  has_script: bool,
  has_rehearsal: bool,
  has_launched_campaign: bool,
};

/** What a new team has done of what brings it to its first campaign. */
export async function readFirstSteps(
  app: App,
  workspaceId: number,
): Promise<{ [K in keyof typeof columns]: boolean }> {
  const row = await selectRow(
    app.db,
    columns,
    sql`
      select
        exists (select from accounts a join senders s on s.id = a.id
          where a.workspace_id = ${workspaceId} and s.removed_at is null) as has_account,
        (select id from contacts where workspace_id = ${workspaceId} order by id limit 1)
          is not null as has_contacts,
        exists (select from scripts
          where workspace_id = ${workspaceId} and archived_at is null) as has_script,
        exists (select from jobs
          where workspace_id = ${workspaceId} and kind = ${REHEARSE_JOB}) as has_rehearsal,
        exists (select from campaigns
          where workspace_id = ${workspaceId} and launched_at is not null)
          as has_launched_campaign`,
  );
  if (!row) throw new Error('no answer of the database');
  return row;
}
