import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { funnelAnswer } from '../../../contract/analytics.ts';
import { int, oneOf, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { type Period, rowsOf, share } from './read-period.ts';

const MOST_ROWS = 2_000;

/** What came of each stage and variant of scripts. */
export async function readFunnel(
  app: App,
  period: Period,
): Promise<z.output<typeof funnelAnswer>['stages']> {
  const rows = await selectRows(
    app.db,
    {
      kind: oneOf<'stage' | 'follow_up' | 'invite'>(),
      stage: int,
      variant: int,
      sent: int,
      failed: int,
      replied: int,
      agreed: int,
      refused: int,
      converted: int,
    },
    sql`
      select kind, stage, variant, sum(sent) as sent, sum(failed) as failed,
        sum(replied) as replied, sum(agreed) as agreed, sum(refused) as refused,
        sum(converted) as converted
      from analytics_stages where ${rowsOf(period)}
      group by kind, stage, variant order by stage, kind desc, variant limit ${MOST_ROWS}`,
  );
  return rows.map((row) => ({
    ...row,
    replied_share: share(row.replied, row.sent),
    agreed_share: share(row.agreed, row.sent),
    refused_share: share(row.refused, row.sent),
    converted_share: share(row.converted, row.sent),
  }));
}
