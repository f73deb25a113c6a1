import { accountParams } from '../../../contract/accounts.ts';
import {
  accountChatsAnswer,
  accountChatsQuery,
  collectAnswer,
  collectBody,
} from '../../../contract/chats.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { viewJob } from '../jobs/view-job.ts';
import { listAdminChats } from './admin-chats.ts';
import { startCollecting } from './collect/start-collecting.ts';
import type { AccountChatRow } from './tables.ts';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/accounts/:id/chats',
    permission: 'accounts.read',
    summary: 'The groups and channels that an account administers',
    tag: 'Accounts',
    params: accountParams,
    query: accountChatsQuery,
    answers: { 200: accountChatsAnswer },
    handle: async ({ app, caller, params, query }) => {
      const { limit, after, refresh } = query;
      const page = { limit, afterId: readCursor(after), isAnew: refresh };
      const { chats, seenAt } = await listAdminChats(app, caller.workspaceId, params.id, page);
      return {
        success: true,
        chats: chats.map(viewChat),
        seen_at: seenAt.toISOString(),
        next: nextCursor(chats, limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/audiences/collect',
    permission: 'contacts.write',
    summary:
      'Make a list of the people of a chat that an account administers, or of those who wrote',
    description:
      'A job does it. People of a chat get a consent of the source named here, with the chat, the moment and who ordered it as evidence; whoever is on the do-not-contact list stays there.',
    tag: 'Audiences',
    body: collectBody,
    answers: { 202: collectAnswer },
    handle: async ({ app, caller, body }) => {
      const { audienceId, job } = await startCollecting(app, caller, body);
      return new CustomAnswer({
        status: 202,
        body: { success: true, audience_id: audienceId, job: viewJob(job, caller.language) },
      });
    },
  }),
];

function viewChat(chat: AccountChatRow) {
  return {
    id: String(chat.chatId),
    kind: chat.kind,
    title: chat.title,
    username: chat.username,
    members: chat.members,
    place: chat.place,
    may_invite: chat.mayInvite,
    seen_at: chat.seenAt.toISOString(),
  };
}
