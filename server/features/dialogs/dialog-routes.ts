import { Readable } from 'node:stream';
import { z } from 'zod';
import { pageQuery, success } from '../../../contract/common.ts';
import {
  approveBody,
  assignBody,
  completeBody,
  correctAnswer,
  correctBody,
  dialogAnswer,
  dialogChanged,
  dialogMessagesAnswer,
  dialogPatch,
  dialogsAnswer,
  dialogsQuery,
  readBody,
  replyAnswer,
  replyBody,
  snoozeBody,
} from '../../../contract/dialogs.ts';
import { AppError } from '../../base/errors.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import type { Text } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { type Caller, CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { listAnswers } from '../assistant/list-answers.ts';
import { viewMessages } from '../messages/view-message.ts';
import { signedIn } from '../sign-in/signed-in-caller.ts';
import { readSettings } from '../workspace/settings.ts';
import { approveDraft } from './approve-draft.ts';
import { correctJudgement } from './correct-judgement.ts';
import { exportDialogs } from './export-dialogs.ts';
import { findDialog } from './find-dialog.ts';
import { listDialogs } from './list-dialogs.ts';
import { markRead } from './mark-read.ts';
import { readMessages } from './read-history.ts';
import { replyInDialog } from './reply-in-dialog.ts';
import {
  assignDialog,
  changeDialog,
  completeDialog,
  resumeDialog,
  snoozeDialog,
  stopDialog,
  takeDialog,
} from './steer-dialog.ts';
import { texts } from './texts.ts';
import { viewDialogs, viewJudgements } from './view-dialog.ts';

const tag = 'Dialogs';
const params = z.object({
  number: z.coerce.number().int().positive().describe('The number of the dialog'),
});
const DAY_MS = 86_400_000;

async function show(app: App, caller: Caller, number: number) {
  const { id } = await findDialog(app.db, caller.workspaceId, number);
  const [view] = await viewDialogs(app, caller, [id]);
  return view;
}

async function readDraft(app: App, { workspaceId }: Caller, number: number) {
  const drafts = { status: 'draft' as const, dialogNumber: number };
  const [found] = await listAnswers(app, workspaceId, drafts, { limit: 1, beforeId: undefined });
  return found?.answer.text ? { id: found.answer.id, text: found.answer.text } : null;
}

async function changed(app: App, caller: Caller, number: number, message: Text) {
  return {
    success: true,
    message: message[caller.language],
    dialog: await show(app, caller, number),
  };
}

/** The usual shape of a change to one dialog. */
const change = (
  action: string,
  summary: string,
  carryOut: (app: App, caller: Caller, number: number) => Promise<Text>,
): Route =>
  defineRoute({
    method: 'POST',
    path: `/dialogs/number/:number/${action}`,
    permission: 'dialogs.write',
    summary,
    tag,
    params,
    body: z.unknown(),
    answers: { 200: dialogChanged },
    handle: async ({ app, caller, params: { number } }) =>
      changed(app, caller, number, await carryOut(app, caller, number)),
  });

export const dialogRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/dialogs',
    permission: 'messages.read',
    summary: 'Dialogs, the newest first unless another order is asked for',
    tag,
    query: dialogsQuery,
    answers: { 200: dialogsAnswer },
    handle: async ({ app, caller, query }) => {
      const { ids, next } = await listDialogs(app, caller.workspaceId, query);
      const dialogs = await viewDialogs(app, caller, ids);
      return { success: true, dialogs, next };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/dialogs/export',
    permission: 'messages.read',
    summary: 'All dialogs as one text file',
    tag,
    answers: { 200: z.any().describe('Text in UTF-8') },
    handle: async ({ app, caller }) => textFile(app, caller, undefined),
  }),
  defineRoute({
    method: 'GET',
    path: '/dialogs/number/:number',
    permission: 'messages.read',
    summary: 'One dialog: its state, what was said, and what was made of each reply',
    tag,
    params,
    answers: { 200: dialogAnswer },
    handle: async ({ app, caller, params: { number } }) => {
      const { id } = await findDialog(app.db, caller.workspaceId, number);
      const page = { limit: 50, beforeId: undefined };
      const said = await readMessages(app, caller.workspaceId, id, page);
      return {
        success: true,
        dialog: await show(app, caller, number),
        draft: await readDraft(app, caller, number),
        judgements: await viewJudgements(app, caller.workspaceId, id, caller.language),
        messages: await viewMessages(app, said, caller.language),
      };
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/dialogs/number/:number',
    permission: 'dialogs.write',
    summary: 'Change the notes of a dialog, or the AI role that answers in it',
    tag,
    params,
    body: dialogPatch,
    answers: { 200: dialogChanged },
    handle: async ({ app, caller, params: { number }, body }) => {
      await changeDialog(app, caller, number, body);
      return changed(app, caller, number, texts.changed);
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/dialogs/number/:number/export',
    permission: 'messages.read',
    summary: 'One dialog as a text file',
    tag,
    params,
    answers: { 200: z.any().describe('Text in UTF-8') },
    handle: async ({ app, caller, params: { number } }) => {
      await findDialog(app.db, caller.workspaceId, number);
      return textFile(app, caller, number);
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/dialogs/number/:number/messages',
    permission: 'messages.read',
    summary: 'What was said in one dialog, newest first, with what was made of each reply',
    tag,
    params,
    query: pageQuery,
    answers: { 200: dialogMessagesAnswer },
    handle: async ({ app, caller, params: { number }, query }) => {
      const { workspaceId, language } = caller;
      const { id } = await findDialog(app.db, workspaceId, number);
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const said = await readMessages(app, workspaceId, id, page);
      const about = { from: said.at(-1)?.id ?? 0, to: said[0]?.id ?? 0 };
      return {
        success: true,
        messages: await viewMessages(app, said, language),
        judgements: await viewJudgements(app, workspaceId, id, language, about),
        next: nextCursor(said, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/dialogs/number/:number/messages',
    permission: 'messages.send',
    summary: 'Write in a dialog; it is the operator’s from then on',
    tag,
    params,
    body: replyBody,
    answers: { 200: replyAnswer },
    handle: async ({ app, caller, params: { number }, body }) => {
      const id = await replyInDialog(app, caller, number, body);
      return { success: true, id, dialog: await show(app, caller, number) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/dialogs/number/:number/read',
    permission: 'signed_in',
    summary: 'I have looked at a dialog up to this message',
    tag,
    params,
    body: readBody,
    answers: { 200: z.object({ success }) },
    handle: async ({ app, caller, params: { number }, body }) => {
      const { operatorId, workspaceId } = signedIn(caller);
      await markRead(app, { workspaceId, operatorId }, number, body.message_id);
      return { success: true };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/dialogs/number/:number/stop',
    permission: 'dialogs.write',
    summary: 'Stop this dialog only; answers when nothing in it is on its way any more',
    tag,
    params,
    body: z.unknown(),
    answers: { 200: dialogChanged },
    handle: async ({ app, caller, params: { number } }) => {
      const { cancelled, undecided } = await stopDialog(app, caller, number);
      const answer = await changed(app, caller, number, texts.stopped);
      return { ...answer, cancelled, on_their_way: undecided };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/dialogs/number/:number/complete',
    permission: 'dialogs.write',
    summary: 'The dialog is done: completed, or converted',
    tag,
    params,
    body: completeBody,
    answers: { 200: dialogChanged },
    handle: async ({ app, caller, params: { number }, body }) => {
      await completeDialog(app, caller, number, body.outcome);
      return changed(app, caller, number, texts.completed);
    },
  }),
  change('hand-over', 'Take a dialog from its script', async (app, caller, number) => {
    await takeDialog(app, caller, number);
    return texts.handedOver;
  }),
  change('resume', 'Give a dialog back to its script or AI', async (app, caller, number) => {
    await resumeDialog(app, caller, number);
    return texts.resumed;
  }),
  defineRoute({
    method: 'POST',
    path: '/dialogs/number/:number/assign',
    permission: 'dialogs.write',
    summary: 'Make an operator responsible for a dialog; null: nobody',
    tag,
    params,
    body: assignBody,
    answers: { 200: dialogChanged },
    handle: async ({ app, caller, params: { number }, body }) => {
      await assignDialog(app, caller, number, body.operator_id);
      const text = body.operator_id === null ? texts.unassigned : texts.assigned;
      return changed(app, caller, number, text);
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/dialogs/number/:number/snooze',
    permission: 'dialogs.write',
    summary: 'Put a dialog off: nothing is said in it by itself until then, and a reminder comes',
    description: 'until: null takes it back.',
    tag,
    params,
    body: snoozeBody,
    answers: { 200: dialogChanged },
    handle: async ({ app, caller, params: { number }, body }) => {
      const until = readUntil(app, body);
      await snoozeDialog(app, caller, number, until, body.note);
      if (until === null) return changed(app, caller, number, texts.notSnoozed);
      const { timeZone } = await readSettings(app, caller.workspaceId);
      const when = until.toLocaleString(caller.language, {
        timeZone,
        dateStyle: 'long',
        timeStyle: 'short',
      });
      return changed(app, caller, number, texts.snoozed(when));
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/judgements/:id/correct',
    permission: 'dialogs.write',
    summary: 'Correct a verdict, for a reason that is kept; a wrong refusal no longer stops us',
    tag,
    params: z.object({ id: z.coerce.number().int() }),
    body: correctBody,
    answers: { 200: correctAnswer },
    handle: async ({ app, caller, params: { id }, body }) => ({
      success: true,
      message: texts.corrected[caller.language],
      stop_lifted: await correctJudgement(app, caller, id, body),
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/assistant/answers/:id/approve',
    permission: 'dialogs.write',
    summary: 'Send a draft of the AI, as it is or in other words',
    tag,
    params: z.object({ id: z.coerce.number().int() }),
    body: approveBody,
    answers: { 200: z.object({ success: z.literal(true), id: z.number() }) },
    handle: async ({ app, caller, params: { id }, body }) => ({
      success: true,
      id: await approveDraft(app, caller, id, body.text),
    }),
  }),
];

function textFile(app: App, caller: Caller, number: number | undefined): CustomAnswer {
  const name = number === undefined ? 'dialogs.txt' : `dialog-${number}.txt`;
  return new CustomAnswer({
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    },
    body: Readable.from(exportDialogs(app, caller.workspaceId, number, caller.language)),
  });
}

function readUntil(app: App, { until, days }: z.output<typeof snoozeBody>): Date | null {
  if (until === null) return null;
  if (until !== undefined) return new Date(until);
  if (days !== undefined) return new Date(app.clock.now().getTime() + days * DAY_MS);
  throw new AppError('invalid_request', texts.snoozeWhen);
}
