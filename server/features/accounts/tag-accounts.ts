import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { accountTagsBody } from '../../../contract/accounts.ts';
import { jsonRows } from '../../base/db/columns.ts';
import { MOST_TAGS, retagged } from '../../base/db/retag.ts';
import { bool, int, selectRows } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { accountKey, accountNotFound, readAccountKey } from './account.ts';
import { texts } from './texts.ts';

/**
 * Takes tags off accounts and gives them others, all of them or none.
 * @returns acc_1 and so on, in order: those whose tags are others now
 * @throws AppError not_found (some of them), invalid_request when one would have too many
 */
export async function tagAccounts(
  app: App,
  { workspaceId, actor }: Caller,
  { ids, add, remove }: z.output<typeof accountTagsBody>,
): Promise<string[]> {
  const numbers = [...new Set(ids.map(readAccountKey))];
  return app.database.transaction(async (tx) => {
    const rows = await selectRows(
      tx,
      { id: int, number: int, isChanged: bool, count: int },
      sql`
        with locked as (
          select a.id, a.tags from accounts a
          where a.workspace_id = ${workspaceId}
            and a.number in (select value::int from jsonb_array_elements_text(${jsonRows(numbers)}))
          order by a.id for update),
        retagged as (
          select l.id, l.tags as old, ${retagged(sql`l.tags`, add, remove)} as tags
          from locked l),
        written as (
          update accounts a set tags = r.tags from retagged r
          where a.id = r.id
          returning a.id, a.number, r.tags <> r.old as "isChanged", cardinality(a.tags) as count)
        select * from written order by number`,
    );
    const found = new Set(rows.map(({ number }) => number));
    const missing = numbers.find((number) => !found.has(number));
    if (missing !== undefined) throw accountNotFound(accountKey(missing));
    if (rows.some(({ count }) => count > MOST_TAGS))
      throw new AppError('invalid_request', texts.tooManyTags(MOST_TAGS));
    const changed = rows.filter(({ isChanged }) => isChanged);
    const at = app.clock.now();
    await recordEvents(
      tx,
      changed.map(({ id }) => ({
        workspaceId,
        type: 'account.updated',
        at,
        actor,
        senderId: id,
        data: { fields: ['tags'] },
      })),
    );
    return changed.map(({ number }) => accountKey(number));
  });
}
