import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { int, json, nullable, type Row, selectRow, text } from '../../base/db/rows.ts';
import type { Actor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { JobProgress } from '../../feature.ts';

const columns = {
  id: int,
  workspaceId: int,
  kind: text,
  args: json<unknown>(),
  actor: json<Actor>(),
  state: nullable(json<unknown>()),
  progress: json<Partial<JobProgress>>(),
  attempts: int,
  tries: int,
};

export type ClaimedJob = Row<typeof columns>;

/**
 * Takes the next due job, or one whose process died in the middle. Of one kind only one runs at a
 * time in a workspace, in the order in which they were asked for.
 * @param kinds those that this process can do
 */
export function claimJob(app: App, kinds: readonly string[]): Promise<ClaimedJob | undefined> {
  const now = at(app.clock.now());
  const isAlive = (worker: string) =>
    sql`exists (select from workers w where w.id = ${sql.raw(worker)} and w.expires_at > now())`;
  return selectRow(
    app.db,
    columns,
    sql`
      update jobs set status = 'running', worker_id = ${app.worker.id}, attempts = attempts + 1,
        tries = tries + 1, started_at = coalesce(started_at, ${now})
      where id = (
        select j.id from jobs j
        where j.status in ('queued', 'running') and j.due_at <= ${now}
          and j.kind in (select value from jsonb_array_elements_text(${JSON.stringify(kinds)}::jsonb))
          and (j.status = 'queued' or not ${isAlive('j.worker_id')})
          and not exists (
            select from jobs r
            where r.status = 'running' and r.workspace_id = j.workspace_id and r.kind = j.kind
              and r.id <> j.id and ${isAlive('r.worker_id')})
        order by j.due_at, j.id limit 1 for update of j skip locked)
      returning id, workspace_id as "workspaceId", kind, args, actor, state, progress, attempts,
        tries`,
  );
}
