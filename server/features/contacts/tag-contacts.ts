import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { tagsBody } from '../../../contract/contacts.ts';
import { jsonRows } from '../../base/db/columns.ts';
import { MOST_TAGS, retagged } from '../../base/db/retag.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { contactsThatFit } from './filter-contacts.ts';
import { texts } from './texts.ts';

/**
 * Takes tags off people and gives them others; ids of nobody are passed over.
 * @returns the ids of those whose tags are others now: taking it back for these alone undoes it
 * @throws AppError invalid_request when somebody would have too many
 */
export async function tagContacts(
  app: App,
  { workspaceId, actor }: Caller,
  { contact_ids: ids, add, remove }: z.output<typeof tagsBody>,
): Promise<number[]> {
  return app.database.transaction(async (tx) => {
    const changed = await selectRows(
      tx,
      { id: int, tags: int },
      sql`
        with locked as (
          select c.id, c.tags from contacts c
          where ${contactsThatFit(workspaceId, {})}
            and c.id in (select value::bigint from jsonb_array_elements_text(${jsonRows(ids)}))
          order by c.id for update),
        retagged as (
          select l.id, l.tags as old, ${retagged(sql`l.tags`, add, remove)} as tags
          from locked l),
        written as (
          update contacts c set tags = r.tags from retagged r
          where c.id = r.id and r.tags <> r.old
          returning c.id, cardinality(c.tags) as tags)
        select * from written order by id`,
    );
    if (changed.some(({ tags }) => tags > MOST_TAGS))
      throw new AppError('invalid_request', texts.tooManyTags(MOST_TAGS));
    const at = app.clock.now();
    const data = { fields: ['tags'] };
    await recordEvents(
      tx,
      changed.map(({ id }) => ({
        workspaceId,
        type: 'contact.changed',
        at,
        actor,
        contactId: id,
        data,
      })),
    );
    return changed.map(({ id }) => id);
  });
}
