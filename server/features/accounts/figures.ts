import { sql } from 'drizzle-orm';
import { int, selectRows, text } from '../../base/db/rows.ts';
import type { Figure } from '../../feature.ts';

export const figures: Figure[] = [
  {
    name: 'vestnik_accounts',
    help: 'Accounts of the pool, by status and connection',
    labels: ['status', 'connection'],
    read: async (app) => {
      const rows = await selectRows(
        app.db,
        { status: text, connection: text, count: int },
        sql`
          select a.status, a.connection, count(*) from accounts a
          join senders s on s.id = a.id and s.removed_at is null group by 1, 2`,
      );
      return rows.map(({ count, ...labels }) => ({ labels, value: count }));
    },
  },
];
