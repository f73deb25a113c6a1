import { sql } from 'drizzle-orm';
import { int, selectRows } from '../../base/db/rows.ts';
import type { Counted } from '../../base/metrics.ts';
import type { App } from '../../context.ts';
import type { Figure } from '../../feature.ts';

/** Answers and judgements by what came of them: answer, verdict, or why a person has to. */
export const callsCounted: Counted = {
  name: 'vestnik_ai_calls_total',
  help: 'Answers and judgements asked of the AI, by outcome',
  labels: ['purpose', 'outcome'],
};

/** Each workspace's own today. */
function readToday(app: App) {
  return selectRows(
    app.db,
    { tokensIn: int, tokensOut: int, costMicros: int },
    sql`
      select coalesce(sum(d.tokens_in), 0) as "tokensIn",
        coalesce(sum(d.tokens_out), 0) as "tokensOut",
        coalesce(sum(d.cost_micros), 0) as "costMicros"
      from workspaces w
      join ai_days d on d.workspace_id = w.id and d.day =
        (${app.clock.now().toISOString()}::timestamptz at time zone w.time_zone)::date`,
  );
}

export const figures: Figure[] = [
  {
    name: 'vestnik_ai_tokens_today',
    help: 'Tokens of today, by direction; calls under way at their most',
    labels: ['direction'],
    read: async (app) => {
      const [today] = await readToday(app);
      return [
        { labels: { direction: 'in' }, value: today?.tokensIn ?? 0 },
        { labels: { direction: 'out' }, value: today?.tokensOut ?? 0 },
      ];
    },
  },
  {
    name: 'vestnik_ai_cost_today',
    help: 'Cost of today in the currency of the prices; calls under way at their most',
    labels: [],
    read: async (app) => {
      const [today] = await readToday(app);
      return [{ labels: {}, value: (today?.costMicros ?? 0) / 1_000_000 }];
    },
  },
];
