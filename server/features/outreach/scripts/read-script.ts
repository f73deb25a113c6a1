import { and, desc, eq } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import type { Stage } from './script.ts';
import { type Script, scripts, scriptVersions } from './tables.ts';
import { texts } from './texts.ts';

/** @throws AppError not_found */
export async function findScript(db: Db, workspaceId: number, id: number): Promise<Script> {
  const [script] = await db
    .select()
    .from(scripts)
    .where(and(eq(scripts.workspaceId, workspaceId), eq(scripts.id, id)));
  if (!script) throw new AppError('not_found', texts.notFound);
  return script;
}

/** The stages of one version, which never change. @throws AppError not_found */
export async function readVersion(
  db: Db,
  workspaceId: number,
  scriptId: number,
  version: number,
): Promise<Stage[]> {
  const [row] = await db
    .select({ stages: scriptVersions.stages })
    .from(scriptVersions)
    .where(
      and(
        eq(scriptVersions.workspaceId, workspaceId),
        eq(scriptVersions.scriptId, scriptId),
        eq(scriptVersions.version, version),
      ),
    );
  if (!row) throw new AppError('not_found', texts.versionNotFound);
  return row.stages;
}

/** The versions of a script, newest first. */
export async function listVersions(db: Db, workspaceId: number, scriptId: number) {
  const rows = await db
    .select()
    .from(scriptVersions)
    .where(and(eq(scriptVersions.workspaceId, workspaceId), eq(scriptVersions.scriptId, scriptId)))
    .orderBy(desc(scriptVersions.version))
    .limit(200);
  return rows.map(({ version, createdAt, stages }) => ({
    version,
    created_at: createdAt.toISOString(),
    stages: stages.length,
  }));
}
