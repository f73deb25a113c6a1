import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRow, selectRows } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller, JobHandler } from '../../../feature.ts';
import { enqueueJob } from '../../jobs/enqueue-job.ts';
import type { Job } from '../../jobs/tables.ts';
import { type ContactFilter, pageOfContacts } from '../filter-contacts.ts';
import type { Audience } from './audience-members.ts';
import { readAudience } from './audiences.ts';
import { texts } from './texts.ts';

export const FILL_JOB = 'audience.fill';

const CHUNK = 2_000;

/**
 * Puts people on a list; ids of nobody are passed over.
 * @returns how many weren't on it
 * @throws AppError not_found, invalid_request for a filter
 */
export async function addMembers(
  app: App,
  caller: Caller,
  id: number,
  contactIds: readonly number[],
): Promise<number> {
  const { workspaceId } = caller;
  return app.database.transaction(async (tx) => {
    await readList(tx, workspaceId, id);
    const added = await selectRows(
      tx,
      { id: int },
      sql`
        insert into audience_members (workspace_id, audience_id, contact_id, added_at)
        select ${workspaceId}, ${id}, c.id, ${at(app.clock.now())}
        from jsonb_array_elements_text(${jsonRows(contactIds)}) given
        join contacts c on c.workspace_id = ${workspaceId} and c.id = given.value::bigint
          and c.erased_at is null
        on conflict do nothing returning contact_id as id`,
    );
    await tell(app, tx, caller, id, { added: added.length });
    return added.length;
  });
}

/**
 * Takes people off a list.
 * @returns how many were on it
 * @throws AppError not_found, invalid_request for a filter
 */
export async function removeMembers(
  app: App,
  caller: Caller,
  id: number,
  contactIds: readonly number[],
): Promise<number> {
  const { workspaceId } = caller;
  return app.database.transaction(async (tx) => {
    await readList(tx, workspaceId, id);
    const removed = await selectRows(
      tx,
      { id: int },
      sql`
        delete from audience_members
        where workspace_id = ${workspaceId} and audience_id = ${id}
          and contact_id in (
            select value::bigint from jsonb_array_elements_text(${jsonRows(contactIds)}))
        returning contact_id as id`,
    );
    await tell(app, tx, caller, id, { removed: removed.length });
    return removed.length;
  });
}

/** Puts everybody on a list who fits a filter now: a job, since they may be many. */
export async function fillList(
  app: App,
  caller: Caller,
  id: number,
  filter: ContactFilter,
): Promise<Job> {
  const { workspaceId, actor } = caller;
  return app.database.transaction(async (tx) => {
    const { name } = await readList(tx, workspaceId, id);
    const args: FillArgs = { audienceId: id, filter };
    return enqueueJob(app, tx, {
      workspaceId,
      kind: FILL_JOB,
      title: texts.fillTitle(name),
      args,
      actor,
    });
  });
}

type FillArgs = { audienceId: number; filter: ContactFilter };
type FillState = { afterId: number; done: number; added: number };

export const fillListJob: JobHandler = {
  async run(app, job) {
    const { workspaceId } = job;
    const { audienceId, filter } = job.args as FillArgs;
    let state = (job.state as FillState | null) ?? { afterId: 0, done: 0, added: 0 };
    for (;;) {
      const before = state;
      const found = await app.database.transaction(async (tx) => {
        await readList(tx, workspaceId, audienceId);
        const chunk = await selectRow(
          tx,
          { found: int, last: int, added: int },
          sql`
            with chunk as materialized (
              ${pageOfContacts(workspaceId, filter, { afterId: before.afterId, limit: CHUNK })}),
            added as (
              insert into audience_members (workspace_id, audience_id, contact_id, added_at)
              select ${workspaceId}, ${audienceId}, id, ${at(app.clock.now())} from chunk
              on conflict do nothing returning contact_id)
            select (select count(*) from chunk) as found,
              (select coalesce(max(id), 0) from chunk) as last,
              (select count(*) from added) as added`,
        );
        if (!chunk) throw new Error('the chunk gave no counts');
        if (chunk.found === 0) return 0;
        state = {
          afterId: chunk.last,
          done: before.done + chunk.found,
          added: before.added + chunk.added,
        };
        await job.save(tx, { state, progress: { done: state.done, added: state.added } });
        return chunk.found;
      });
      if (found < CHUNK) return { found: state.done, added: state.added };
    }
  },
};

/** @throws AppError not_found, invalid_request */
async function readList(tx: Db, workspaceId: number, id: number): Promise<Audience> {
  const audience = await readAudience(tx, workspaceId, id);
  if (audience.kind === 'list') return audience;
  throw new AppError('invalid_request', texts.isFilter(audience.name));
}

function tell(
  app: App,
  tx: Db,
  { workspaceId, actor }: Caller,
  audienceId: number,
  counts: Record<string, number>,
): Promise<void> {
  const data = { audience_id: audienceId, ...counts };
  const type = 'audience.members_changed';
  return recordEvents(tx, [{ workspaceId, type, at: app.clock.now(), actor, data }]);
}
