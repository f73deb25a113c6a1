import { stat } from 'node:fs/promises';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { MediaType } from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { mediaPath } from './keep-media.ts';
import { type Media, media } from './tables.ts';
import { texts } from './texts.ts';

/** Files that were made ready to be sent, newest first. */
export function listMedia(
  app: App,
  workspaceId: number,
  page: { type: MediaType | undefined; limit: number; beforeId: number | undefined },
): Promise<Media[]> {
  return app.db
    .select()
    .from(media)
    .where(
      and(
        eq(media.workspaceId, workspaceId),
        page.type && eq(media.type, page.type),
        page.beforeId === undefined ? undefined : lt(media.id, page.beforeId),
      ),
    )
    .orderBy(desc(media.id))
    .limit(page.limit);
}

/**
 * One such file and where it stands.
 * @throws AppError not_found
 */
export async function openMedia(app: App, workspaceId: number, id: number) {
  const [row] = await app.db
    .select()
    .from(media)
    .where(and(eq(media.workspaceId, workspaceId), eq(media.id, id)));
  if (!row) throw new AppError('not_found', texts.noMedia);
  const path = mediaPath(app, row);
  const { size } = await stat(path).catch(() => {
    throw new AppError('not_found', texts.mediaLost);
  });
  return { path, size, mimeType: row.mimeType, fileName: row.fileName };
}
