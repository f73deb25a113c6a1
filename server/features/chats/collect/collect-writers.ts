import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRow } from '../../../base/db/rows.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { JobHandler, JobRun } from '../../../feature.ts';
import { type Audience, countMembers } from '../../contacts/audiences/audience-members.ts';
import { readAudience } from '../../contacts/audiences/audiences.ts';
import { readPlan } from '../../workspace/plan.ts';
import { type WritersArgs, writersArgs } from './collect-args.ts';

/** Dialogs that are looked at in one transaction, whether somebody wrote in them or not. */
const CHUNK = 5_000;

const stateShape = z.object({
  afterId: z.number(),
  found: z.number(),
  added: z.number(),
  stopped: z.number(),
  over_limit: z.number(),
  isFinished: z.boolean(),
});
type State = z.output<typeof stateShape>;

const nothing: State = {
  afterId: 0,
  found: 0,
  added: 0,
  stopped: 0,
  over_limit: 0,
  isFinished: false,
};

/** Fills a list with those who wrote to us, in chunks: their own message is the basis. */
export const collectWriters: JobHandler = {
  async run(app, job) {
    const args = writersArgs.parse(job.args);
    let state = job.state === null ? nothing : stateShape.parse(job.state);
    while (!state.isFinished) state = await addChunk(app, job, args, state);
    const { found, added, stopped, over_limit } = state;
    return { found, added, stopped, over_limit, audience_id: args.audienceId };
  },
};

async function addChunk(app: App, job: JobRun, args: WritersArgs, state: State): Promise<State> {
  const { workspaceId, actor } = job;
  const now = app.clock.now();
  const { maxAudience } = await readPlan(app.db, workspaceId, now);
  return app.database.transaction(async (tx) => {
    const audience = await readAudience(tx, workspaceId, args.audienceId);
    const room = Math.max(0, maxAudience - (await countMembers(tx, audience, maxAudience)));
    const chunk = await putOnList(app, tx, audience, args, state.afterId, room);
    const over = chunk.met - chunk.added;
    const next: State = {
      afterId: chunk.last,
      found: state.found + chunk.met,
      added: state.added + chunk.added,
      stopped: state.stopped + chunk.stopped,
      over_limit: state.over_limit + over,
      isFinished: chunk.seen < CHUNK || over > 0,
    };
    const { found: done, added, stopped, over_limit } = next;
    await job.save(tx, { state: next, progress: { done, added, stopped, over_limit } });
    if (next.isFinished) {
      const data = { job_id: job.id, audience_id: args.audienceId, found: done, added, over_limit };
      await recordEvents(tx, [
        { workspaceId, type: 'audience.collected', at: now, actor, data: { ...data, stopped } },
      ]);
    }
    return next;
  });
}

/**
 * Looks at the next dialogs, in the order of their people, and puts those who wrote on the list, as
 * many as it takes.
 */
async function putOnList(
  app: App,
  tx: Db,
  { id, workspaceId }: Audience,
  { accountId, since }: WritersArgs,
  afterId: number,
  room: number,
) {
  const chunk = await selectRow(
    tx,
    { seen: int, met: int, last: int, added: int, stopped: int },
    sql`
      with seen as materialized (
        select contact_id from dialogs
        where workspace_id = ${workspaceId} and contact_id > ${afterId}
        order by contact_id limit ${CHUNK}),
      reach as materialized (select coalesce(max(contact_id), ${afterId}) as last from seen),
      wrote as materialized (
        select distinct d.contact_id as id from dialogs d
        where d.workspace_id = ${workspaceId} and d.contact_id > ${afterId}
          and d.contact_id <= (select last from reach) and d.last_in_at is not null
          and (${since}::timestamptz is null or d.last_in_at >= ${since}::timestamptz)
          and (${accountId}::bigint is null or d.sender_id = ${accountId}::bigint)),
      met as materialized (
        select c.id, c.opted_out_at from wrote w
        join contacts c on c.workspace_id = ${workspaceId} and c.id = w.id
          and c.erased_at is null),
      fitting as (select id from met order by id limit ${room}),
      added as (
        insert into audience_members (workspace_id, audience_id, contact_id, added_at)
        select ${workspaceId}, ${id}, id, ${at(app.clock.now())} from fitting
        on conflict do nothing returning contact_id)
      select (select count(*) from seen) as seen, (select count(*) from met) as met,
        (select last from reach) as last,
        (select count(*) from added) as added,
        (select count(*) from met where opted_out_at is not null) as stopped`,
  );
  if (!chunk) throw new Error('the chunk gave no counts');
  return chunk;
}
