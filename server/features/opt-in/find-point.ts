import { and, eq, gt } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { optInPoints, type Point } from './tables.ts';
import { texts } from './texts.ts';

/** @throws AppError not_found */
export async function findPoint(
  app: App,
  workspaceId: number,
  id: number,
  db: Db = app.db,
): Promise<Point> {
  const [point] = await db
    .select()
    .from(optInPoints)
    .where(and(eq(optInPoints.workspaceId, workspaceId), eq(optInPoints.id, id)));
  if (!point) throw new AppError('not_found', texts.pointNotFound);
  return point;
}

/** The point whose form stands at /f/:key, whoever it belongs to. */
export async function findForm(app: App, key: string): Promise<Point | undefined> {
  const [point] = await app.db
    .select()
    .from(optInPoints)
    .where(and(eq(optInPoints.key, key), eq(optInPoints.kind, 'form')));
  return point;
}

/** One page of a workspace's points, oldest first. */
export async function listPoints(
  app: App,
  workspaceId: number,
  filter: { status?: Point['status'] | undefined; kind?: Point['kind'] | undefined },
  page: { limit: number; afterId: number | undefined },
): Promise<Point[]> {
  return app.db
    .select()
    .from(optInPoints)
    .where(
      and(
        eq(optInPoints.workspaceId, workspaceId),
        page.afterId === undefined ? undefined : gt(optInPoints.id, page.afterId),
        filter.status && eq(optInPoints.status, filter.status),
        filter.kind && eq(optInPoints.kind, filter.kind),
      ),
    )
    .orderBy(optInPoints.id)
    .limit(page.limit);
}
