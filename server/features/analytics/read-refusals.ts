import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { refusalsAnswer } from '../../../contract/analytics.ts';
import { int, oneOf, selectRow, selectRows } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { RefusalCause } from './fact.ts';
import { type Period, rowsOf, share } from './read-period.ts';
import { causeTexts } from './texts.ts';

/** Who or what saw that people must not be written to any more, and how often. */
export async function readRefusals(
  app: App,
  period: Period,
  language: Language,
): Promise<Pick<z.output<typeof refusalsAnswer>, 'total' | 'corrected' | 'causes'>> {
  const rows = await selectRows(
    app.db,
    { cause: oneOf<RefusalCause>(), refusals: int },
    sql`
      select cause, sum(number) as refusals from analytics_causes
      where ${rowsOf(period)} and what = 'refusal'
      group by cause order by 2 desc, 1`,
  );
  const corrected = await selectRow(
    app.db,
    { number: int },
    sql`select coalesce(sum(corrected), 0) as number from analytics_days where ${rowsOf(period)}`,
  );
  const total = rows.reduce((sum, row) => sum + row.refusals, 0);
  return {
    total,
    corrected: corrected?.number ?? 0,
    causes: rows.map(({ cause, refusals }) => ({
      cause,
      text: causeTexts[cause][language],
      refusals,
      share: share(refusals, total),
    })),
  };
}
