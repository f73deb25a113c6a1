import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { pageQuery } from '../../../contract/common.ts';
import { historyAnswer } from '../../../contract/messages.ts';
import { fileHeaders } from '../../base/http/file-headers.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { viewMessages } from '../messages/view-message.ts';
import { fetchFile } from './fetch-file.ts';
import { type HistoryDialog, readHistory } from './read-history.ts';

const tag = 'Dialogs';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/dialogs/:user_id',
    permission: 'messages.read',
    summary: 'What was said with one person, newest first',
    tag,
    params: z.object({ user_id: z.coerce.number().int().positive() }),
    query: pageQuery,
    answers: { 200: historyAnswer },
    handle: async ({ app, caller, params, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const history = await readHistory(app, caller.workspaceId, params.user_id, page);
      return {
        success: true,
        user_id: params.user_id,
        dialogs: history.dialogs.map(dialogView),
        messages: await viewMessages(app, history.messages, caller.language),
        next: nextCursor(history.messages, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/files/:file_id',
    permission: 'messages.read',
    summary: 'The file of a message, as bytes',
    tag,
    params: z.object({ file_id: z.string().max(32) }),
    answers: { 200: z.any().describe('The bytes of the file') },
    handle: async ({ app, caller, params }) => {
      const file = await fetchFile(app, caller.workspaceId, params.file_id);
      return new CustomAnswer({
        headers: fileHeaders(file),
        body: createReadStream(file.path),
      });
    },
  }),
];

function dialogView(dialog: HistoryDialog) {
  return {
    id: dialog.number,
    account_id: dialog.account,
    status: dialog.status,
    first_message_at: dialog.firstOutAt?.toISOString() ?? null,
    last_message_at: dialog.lastOutAt?.toISOString() ?? null,
    last_response_at: dialog.lastInAt?.toISOString() ?? null,
  };
}
