import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { newScriptBody, scriptPatch } from '../../../../contract/scripts.ts';
import { isUniqueViolation } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { checkScript, type ScriptProblem } from './check-script.ts';
import { findScript } from './read-script.ts';
import { readStages } from './read-stages.ts';
import { type Script, scripts, scriptVersions } from './tables.ts';
import { texts } from './texts.ts';

/**
 * Makes a script.
 * @throws AppError invalid_request with every problem under `problems`, already_exists
 */
export async function createScript(
  app: App,
  caller: Caller,
  given: z.output<typeof newScriptBody>,
): Promise<Script> {
  const { workspaceId } = caller;
  const stages = await readStages(app, workspaceId, given.stages);
  refuseErrors(checkScript(stages), caller);
  const now = app.clock.now();
  return named(given.name, () =>
    app.database.transaction(async (tx) => {
      const [script] = await tx
        .insert(scripts)
        .values({ workspaceId, name: given.name, version: 1, createdAt: now, changedAt: now })
        .returning();
      if (!script) throw new Error('the script was not stored');
      await tx
        .insert(scriptVersions)
        .values({ workspaceId, scriptId: script.id, version: 1, stages, createdAt: now });
      await recordEvents(tx, [
        {
          workspaceId,
          type: 'script.created',
          at: now,
          actor: caller.actor,
          data: { script_id: script.id },
        },
      ]);
      return script;
    }),
  );
}

/**
 * Changes a script. New stages are a new version: campaigns and dialogs that have begun keep
 * theirs.
 * @throws AppError not_found, invalid_request, already_exists, conflict
 */
export async function changeScript(
  app: App,
  caller: Caller,
  scriptId: number,
  patch: z.output<typeof scriptPatch>,
): Promise<Script> {
  const { workspaceId } = caller;
  await findScript(app.db, workspaceId, scriptId);
  const stages = patch.stages && (await readStages(app, workspaceId, patch.stages));
  if (stages) refuseErrors(checkScript(stages), caller);
  const now = app.clock.now();
  return named(patch.name ?? '', () =>
    app.database.transaction(async (tx) => {
      const [script] = await tx
        .update(scripts)
        .set({
          changedAt: now,
          ...(patch.name && { name: patch.name }),
          ...(patch.archived !== undefined && { archivedAt: patch.archived ? now : null }),
          ...(stages && { version: sql`${scripts.version} + 1` }),
        })
        .where(and(eq(scripts.workspaceId, workspaceId), eq(scripts.id, scriptId)))
        .returning();
      if (!script) throw new AppError('not_found', texts.notFound);
      if (stages)
        await tx
          .insert(scriptVersions)
          .values({ workspaceId, scriptId, version: script.version, stages, createdAt: now });
      await recordEvents(tx, [
        {
          workspaceId,
          type: 'script.changed',
          at: now,
          actor: caller.actor,
          data: { script_id: scriptId, version: script.version, changed: Object.keys(patch) },
        },
      ]);
      return script;
    }),
  );
}

/** A script with an error is never kept. */
function refuseErrors(problems: readonly ScriptProblem[], caller: Caller): void {
  const errors = problems.filter((p) => p.severity === 'error');
  const [first] = errors;
  if (!first) return;
  const where = first.stage === null ? first.text : texts.at(first.stage, first.text);
  throw new AppError('invalid_request', texts.invalid(errors.length, where.ru, where.en), {
    fields: { problems: viewProblems(problems, caller.language) },
  });
}

export function viewProblems(problems: readonly ScriptProblem[], language: 'ru' | 'en') {
  return problems.map(({ text, ...problem }) => ({ ...problem, message: text[language] }));
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, 'scripts_by_name'))
      throw new AppError('already_exists', texts.nameTaken(name));
    throw error;
  }
}

/** Scripts in use, or those put away, newest first. */
export function listScripts(
  app: App,
  workspaceId: number,
  page: { isArchived: boolean; limit: number; beforeId: number | undefined },
): Promise<Script[]> {
  return app.db
    .select()
    .from(scripts)
    .where(
      and(
        eq(scripts.workspaceId, workspaceId),
        page.isArchived ? isNotNull(scripts.archivedAt) : isNull(scripts.archivedAt),
        page.beforeId === undefined ? undefined : sql`${scripts.id} < ${page.beforeId}`,
      ),
    )
    .orderBy(sql`${scripts.id} desc`)
    .limit(page.limit);
}
