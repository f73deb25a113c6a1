import { sql } from 'drizzle-orm';
import { int, oneOf, selectRows } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import type { Campaign } from './tables.ts';

/** What came of each stage of a campaign, by variant: how many were sent, and how many answered. */
export async function readResults(app: App, { id }: Campaign) {
  const rows = await selectRows(
    app.db,
    {
      kind: oneOf<'stage' | 'follow_up' | 'invite'>(),
      stage: int,
      variant: int,
      queued: int,
      sent: int,
      failed: int,
      answered: int,
    },
    sql`
      select kind, stage, variant, count(*) filter (where outcome is null) as queued,
        count(*) filter (where outcome = 'sent') as sent,
        count(*) filter (where outcome in ('failed', 'unconfirmed')) as failed,
        count(*) filter (where was_answered) as answered
      from campaign_steps where campaign_id = ${id}
      group by kind, stage, variant order by stage, kind desc, variant limit 2000`,
  );
  return rows.map((row) => ({ ...row, answered_share: answeredShare(row) }));
}

/** To three digits; null where nothing was sent. */
export function answeredShare({ answered, sent }: { answered: number; sent: number }) {
  return sent === 0 ? null : Math.round((answered / sent) * 1_000) / 1_000;
}
