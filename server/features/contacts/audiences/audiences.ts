import { and, desc, eq, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { audiencePatch, newAudienceBody } from '../../../../contract/contacts.ts';
import { type Db, isUniqueViolation } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { audiences } from '../tables.ts';
import type { Audience } from './audience-members.ts';
import { texts } from './texts.ts';

/** One audience of a workspace. @throws AppError not_found */
export async function readAudience(db: Db, workspaceId: number, id: number): Promise<Audience> {
  const [audience] = await db
    .select()
    .from(audiences)
    .where(and(eq(audiences.workspaceId, workspaceId), eq(audiences.id, id)));
  if (!audience) throw new AppError('not_found', texts.notFound);
  return audience;
}

/** One page of the audiences of a workspace, newest first. */
export function listAudiences(
  app: App,
  workspaceId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<Audience[]> {
  return app.db
    .select()
    .from(audiences)
    .where(
      and(
        eq(audiences.workspaceId, workspaceId),
        page.beforeId === undefined ? undefined : lt(audiences.id, page.beforeId),
      ),
    )
    .orderBy(desc(audiences.id))
    .limit(page.limit);
}

/** @throws AppError already_exists */
export async function createAudience(
  app: App,
  caller: Caller,
  { name, note, filter }: z.output<typeof newAudienceBody>,
): Promise<Audience> {
  const { workspaceId } = caller;
  const kind = filter ? 'filter' : 'list';
  return change(app, caller, 'audience.created', name, async (tx) => {
    const [audience] = await tx
      .insert(audiences)
      .values({ workspaceId, name, note, kind, filter, createdAt: app.clock.now() })
      .returning();
    return audience;
  });
}

/**
 * Renames an audience, notes something of it, changes its filter.
 * @throws AppError not_found, already_exists, invalid_request for the filter of a list
 */
export async function updateAudience(
  app: App,
  caller: Caller,
  id: number,
  patch: z.output<typeof audiencePatch>,
): Promise<Audience> {
  return change(app, caller, 'audience.changed', patch.name, async (tx) => {
    const { kind, ...known } = await readAudience(tx, caller.workspaceId, id);
    if (patch.filter && kind === 'list') throw new AppError('invalid_request', texts.isList);
    const { name = known.name, note = known.note, filter = known.filter } = patch;
    const [audience] = await tx
      .update(audiences)
      .set({ name, note, filter })
      .where(and(eq(audiences.workspaceId, caller.workspaceId), eq(audiences.id, id)))
      .returning();
    return audience;
  });
}

/** Deletes an audience; its people stay. @throws AppError not_found */
export async function deleteAudience(app: App, caller: Caller, id: number): Promise<void> {
  await change(app, caller, 'audience.deleted', undefined, async (tx) => {
    const [audience] = await tx
      .delete(audiences)
      .where(and(eq(audiences.workspaceId, caller.workspaceId), eq(audiences.id, id)))
      .returning();
    if (!audience) throw new AppError('not_found', texts.notFound);
    return audience;
  });
}

async function change(
  app: App,
  { workspaceId, actor }: Caller,
  type: string,
  name: string | undefined,
  write: (tx: Db) => Promise<Audience | undefined>,
): Promise<Audience> {
  try {
    return await app.database.transaction(async (tx) => {
      const audience = await write(tx);
      if (!audience) throw new Error('the audience was not stored');
      const data = { audience_id: audience.id };
      await recordEvents(tx, [{ workspaceId, type, at: app.clock.now(), actor, data }]);
      return audience;
    });
  } catch (error) {
    if (name !== undefined && isUniqueViolation(error, 'audiences_by_name'))
      throw new AppError('already_exists', texts.nameTaken(name), { cause: error });
    throw error;
  }
}
