import { sql } from 'drizzle-orm';
import { int, selectRows, text } from '../../base/db/rows.ts';
import type { Figure } from '../../feature.ts';

export const figures: Figure[] = [
  {
    name: 'vestnik_jobs_open',
    help: 'Jobs that wait or run, by kind and status',
    labels: ['kind', 'status'],
    read: async (app) => {
      const rows = await selectRows(
        app.db,
        { kind: text, status: text, count: int },
        sql`select kind, status, count(*) from jobs where status in ('queued', 'running')
            group by 1, 2`,
      );
      return rows.map(({ count, ...labels }) => ({ labels, value: count }));
    },
  },
];
