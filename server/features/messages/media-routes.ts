import { createReadStream } from 'node:fs';
import { z } from 'zod';
import {
  mediaAnswer,
  mediaPageAnswer,
  mediaQuery,
  newMediaQuery,
} from '../../../contract/media.ts';
import { fileHeaders } from '../../base/http/file-headers.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { listMedia, openMedia } from './read-media.ts';
import { receiveMedia } from './receive-media.ts';
import type { Media } from './tables.ts';

const tag = 'Messages';

export const mediaRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/media',
    permission: 'messages.read',
    summary: 'Files made ready to be sent, newest first',
    tag,
    query: mediaQuery,
    answers: { 200: mediaPageAnswer },
    handle: async ({ app, caller, query }) => {
      const { type, limit } = query;
      const page = { type, limit, beforeId: readCursor(query.after) };
      const list = await listMedia(app, caller.workspaceId, page);
      return { success: true, media: list.map(viewMedia), next: nextCursor(list, limit) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/media',
    permission: 'messages.send',
    summary: 'Bring a file and have it made ready; scripts name it by media_id',
    tag,
    query: newMediaQuery,
    multipart: {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary' } },
    },
    answers: { 200: mediaAnswer },
    handle: async ({ app, caller, query, request }) => ({
      success: true,
      media: viewMedia(await receiveMedia(app, caller.workspaceId, query.type, request)),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/media/:id',
    permission: 'messages.read',
    summary: 'Such a file, as bytes',
    tag,
    params: z.object({ id: z.coerce.number().int().positive() }),
    answers: { 200: z.any().describe('The bytes of the file') },
    handle: async ({ app, caller, params }) => {
      const file = await openMedia(app, caller.workspaceId, params.id);
      return new CustomAnswer({ headers: fileHeaders(file), body: createReadStream(file.path) });
    },
  }),
];

function viewMedia(row: Media) {
  return {
    id: row.id,
    type: row.type,
    filename: row.fileName,
    mime_type: row.mimeType,
    size: row.size,
    width: row.width,
    height: row.height,
    duration: row.durationSeconds,
    last_used_at: row.lastUsedAt.toISOString(),
  };
}
