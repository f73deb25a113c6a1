import { doneAnswer } from '../../../contract/common.ts';
import { teamInboxAnswer } from '../../../contract/team-inbox.ts';
import { AppError } from '../../base/errors.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { disconnectGroup, findGroup } from './connect-group.ts';
import { texts } from './texts.ts';

const tag = 'Bots';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/team-inbox',
    permission: 'settings.read',
    summary: 'The forum group in which dialogs that need a person are topics',
    description: 'It is connected in Telegram: an owner or administrator says /inbox there.',
    tag,
    answers: { 200: teamInboxAnswer },
    handle: async ({ app, caller: { workspaceId } }) => {
      const group = await findGroup(app.db, workspaceId);
      return {
        success: true,
        group: group
          ? {
              title: group.title,
              bot_id: group.botId,
              connected_at: group.connectedAt.toISOString(),
              problem: group.problem,
            }
          : null,
      };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/team-inbox',
    permission: 'settings.write',
    summary: 'Dialogs no longer come into the group',
    tag,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller }) => {
      if (!(await disconnectGroup(app, caller, 'asked')))
        throw new AppError('not_found', texts.notConnected);
      return { success: true, message: texts.disconnected[caller.language] };
    },
  }),
];
