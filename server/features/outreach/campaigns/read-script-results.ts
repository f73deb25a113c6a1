import { sql } from 'drizzle-orm';
import { int, selectRows } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { answeredShare } from './read-results.ts';

/** What came of a script in all its campaigns, by version, stage and variant. */
export async function readScriptResults(app: App, workspaceId: number, scriptId: number) {
  const rows = await selectRows(
    app.db,
    { version: int, stage: int, variant: int, sent: int, failed: int, answered: int },
    sql`
      select c.script_version as version, s.stage, s.variant,
        count(*) filter (where s.outcome = 'sent') as sent,
        count(*) filter (where s.outcome in ('failed', 'unconfirmed')) as failed,
        count(*) filter (where s.was_answered) as answered
      from campaigns c join campaign_steps s on s.campaign_id = c.id
      where c.workspace_id = ${workspaceId} and c.script_id = ${scriptId} and s.kind = 'stage'
      group by c.script_version, s.stage, s.variant
      order by c.script_version desc, s.stage, s.variant limit 2000`,
  );
  return rows.map((row) => ({ ...row, answered_share: answeredShare(row) }));
}
