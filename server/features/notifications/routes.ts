import { noticeSettingsAnswer, noticeSettingsPatch } from '../../../contract/notifications.ts';
import type { App } from '../../context.ts';
import { type Caller, defineRoute, type Route } from '../../feature.ts';
import { listOperatorChats } from '../bots/link-operator.ts';
import { signedIn } from '../sign-in/signed-in-caller.ts';
import { chooseNotices, listKinds, readChoice } from './choose-notices.ts';
import { findKinds } from './find-kinds.ts';
import { kindTexts } from './texts.ts';

const tag = 'Bots';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/session/notifications',
    permission: 'signed_in',
    summary: 'What the bot tells the caller of',
    tag,
    answers: { 200: noticeSettingsAnswer },
    handle: ({ app, caller }) => answer(app, caller),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/session/notifications',
    permission: 'signed_in',
    summary: 'Choose what the bot tells the caller of, and when silently',
    tag,
    body: noticeSettingsPatch,
    answers: { 200: noticeSettingsAnswer },
    handle: async ({ app, caller, body }) => {
      await chooseNotices(app, signedIn(caller), { kinds: body.kinds, quiet: body.quiet_hours });
      return answer(app, caller);
    },
  }),
];

async function answer(app: App, caller: Caller) {
  const { workspaceId, operatorId, rights, language } = signedIn(caller);
  const choice = await readChoice(app.db, workspaceId, operatorId);
  const chats = await listOperatorChats(app, workspaceId, operatorId);
  return {
    success: true,
    kinds: rights
      ? listKinds(await findKinds(app.db, workspaceId), rights, choice).map(({ kind, on }) => ({
          kind,
          title: kindTexts[kind][language],
          on,
        }))
      : [],
    quiet_hours: choice.quiet ?? null,
    chats: chats.length,
  };
}
