import { sql } from 'drizzle-orm';
import { int, selectRows, text } from '../../base/db/rows.ts';
import type { Counted } from '../../base/metrics.ts';
import type { Figure } from '../../feature.ts';

/** Attempts to send, by what came of them. */
export const attemptsCounted: Counted = {
  name: 'vestnik_send_attempts_total',
  help: 'Attempts to send a message, by outcome',
  labels: ['outcome'],
};

export const figures: Figure[] = [
  {
    name: 'vestnik_messages_open',
    help: 'Messages that wait for the gate (queued) or for an outcome (sending)',
    labels: ['status'],
    read: async (app) => {
      const rows = await selectRows(
        app.db,
        { status: text, count: int },
        sql`select 'queued' as status, count(*) from messages where status = 'queued'
            union all select 'sending', count(*) from messages where status = 'sending'`,
      );
      return rows.map(({ status, count }) => ({ labels: { status }, value: count }));
    },
  },
];
