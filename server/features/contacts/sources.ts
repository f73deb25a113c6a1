import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { type ConsentBasis, sources } from './tables.ts';
import { texts } from './texts.ts';

export type Source = typeof sources.$inferSelect;

/** The source of that name, whatever the case of its letters. */
export async function findSource(
  db: Db,
  workspaceId: number,
  name: string,
): Promise<Source | undefined> {
  const [source] = await db
    .select()
    .from(sources)
    .where(and(eq(sources.workspaceId, workspaceId), sql`lower(${sources.name}) = lower(${name})`));
  return source;
}

/** One page of the sources of a workspace, newest first. */
export function listSources(
  app: App,
  workspaceId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<Source[]> {
  return app.db
    .select()
    .from(sources)
    .where(
      and(
        eq(sources.workspaceId, workspaceId),
        page.beforeId === undefined ? undefined : lt(sources.id, page.beforeId),
      ),
    )
    .orderBy(desc(sources.id))
    .limit(page.limit);
}

/**
 * Declares where people come from and on what basis they may be written to.
 * @throws AppError already_exists
 */
export async function createSource(
  app: App,
  caller: Caller,
  given: { name: string; basis: ConsentBasis; note: string },
): Promise<Source> {
  const { workspaceId, actor } = caller;
  return app.database.transaction(async (tx) => {
    const now = app.clock.now();
    const [source] = await tx
      .insert(sources)
      .values({ workspaceId, ...given, createdAt: now })
      .onConflictDoNothing()
      .returning();
    if (!source) throw new AppError('already_exists', texts.sourceExists(given.name));
    const data = { source_id: source.id, basis: source.basis };
    await recordEvents(tx, [{ workspaceId, type: 'source.declared', at: now, actor, data }]);
    return source;
  });
}

/**
 * Changes what is noted of a source. Its basis stays: people were written to because of it.
 * @throws AppError not_found
 */
export async function updateSource(
  app: App,
  caller: Caller,
  id: number,
  patch: { note: string },
): Promise<Source> {
  const { workspaceId, actor } = caller;
  return app.database.transaction(async (tx) => {
    const [source] = await tx
      .update(sources)
      .set(patch)
      .where(and(eq(sources.workspaceId, workspaceId), eq(sources.id, id)))
      .returning();
    if (!source) throw new AppError('not_found', texts.noSource);
    const data = { source_id: id };
    await recordEvents(tx, [
      { workspaceId, type: 'source.changed', at: app.clock.now(), actor, data },
    ]);
    return source;
  });
}
