import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import type { z } from 'zod';
import type { newRoleBody, rolePatch } from '../../../contract/assistant.ts';
import { type Db, isUniqueViolation } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { type AiRole, aiRoles } from './tables.ts';
import { texts } from './texts.ts';

/** A role that is there to be used; undefined when it was deleted. */
export async function readRole(
  app: App,
  workspaceId: number,
  roleId: number,
  db: Db = app.db,
): Promise<AiRole | undefined> {
  const [role] = await db.select().from(aiRoles).where(isRole(workspaceId, roleId));
  return role;
}

/** As `readRole`. @throws AppError not_found */
export async function findRole(app: App, workspaceId: number, roleId: number): Promise<AiRole> {
  const role = await readRole(app, workspaceId, roleId);
  if (!role) throw new AppError('not_found', texts.roleNotFound);
  return role;
}

/** One page of roles, newest first. */
export function listRoles(
  app: App,
  workspaceId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<AiRole[]> {
  return app.db
    .select()
    .from(aiRoles)
    .where(
      and(
        eq(aiRoles.workspaceId, workspaceId),
        isNull(aiRoles.removedAt),
        page.beforeId === undefined ? undefined : lt(aiRoles.id, page.beforeId),
      ),
    )
    .orderBy(desc(aiRoles.id))
    .limit(page.limit);
}

/** @throws AppError already_exists for a name that is taken, in any letter case */
export function createRole(
  app: App,
  caller: Caller,
  { name, ...input }: z.output<typeof newRoleBody>,
): Promise<AiRole> {
  const now = app.clock.now();
  return withFreeName(name, () =>
    app.database.transaction(async (tx) => {
      const [role] = await tx
        .insert(aiRoles)
        .values({
          workspaceId: caller.workspaceId,
          name,
          prompt: input.prompt,
          tone: input.tone,
          facts: input.facts,
          neverSay: input.never_say,
          language: input.language,
          maxLength: input.max_length,
          maxAnswers: input.max_answers,
          mode: input.mode,
          createdAt: now,
          updatedAt: now,
        })
        .returning();
      if (!role) throw new Error('the role was not stored');
      await recordChange(app, tx, caller, 'assistant.role_created', role.id);
      return role;
    }),
  );
}

/** @throws AppError not_found, already_exists */
export function updateRole(
  app: App,
  caller: Caller,
  roleId: number,
  { never_say, max_length, max_answers, ...patch }: z.output<typeof rolePatch>,
): Promise<AiRole> {
  return withFreeName(patch.name ?? '', () =>
    app.database.transaction(async (tx) => {
      const [role] = await tx
        .update(aiRoles)
        .set({
          ...patch,
          ...(never_say && { neverSay: never_say }),
          ...(max_length !== undefined && { maxLength: max_length }),
          ...(max_answers !== undefined && { maxAnswers: max_answers }),
          updatedAt: app.clock.now(),
        })
        .where(isRole(caller.workspaceId, roleId))
        .returning();
      if (!role) throw new AppError('not_found', texts.roleNotFound);
      await recordChange(app, tx, caller, 'assistant.role_changed', role.id);
      return role;
    }),
  );
}

/** Whoever holds the role finds it gone and leaves the answer to a person. @throws AppError not_found */
export async function removeRole(app: App, caller: Caller, roleId: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    const removed = await tx
      .update(aiRoles)
      .set({ removedAt: app.clock.now() })
      .where(isRole(caller.workspaceId, roleId))
      .returning({ id: aiRoles.id });
    if (removed.length === 0) throw new AppError('not_found', texts.roleNotFound);
    await recordChange(app, tx, caller, 'assistant.role_deleted', roleId);
  });
}

function isRole(workspaceId: number, roleId: number) {
  return and(
    eq(aiRoles.workspaceId, workspaceId),
    eq(aiRoles.id, roleId),
    isNull(aiRoles.removedAt),
  );
}

async function withFreeName<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, 'ai_roles_by_name'))
      throw new AppError('already_exists', texts.roleNameTaken(name), { cause: error });
    throw error;
  }
}

function recordChange(app: App, tx: Db, caller: Caller, type: string, roleId: number) {
  const { workspaceId, actor } = caller;
  const at = app.clock.now();
  return recordEvents(tx, [{ workspaceId, type, at, actor, data: { role_id: roleId } }]);
}
