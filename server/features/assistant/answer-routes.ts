import { z } from 'zod';
import {
  answerAnswer,
  answersAnswer,
  answersQuery,
  type HandOverReason,
} from '../../../contract/assistant.ts';
import { doneAnswer } from '../../../contract/common.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import type { Language } from '../../base/text.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { discardAnswer } from './change-answer.ts';
import { findAnswer, type ListedAnswer, listAnswers, openPrompt } from './list-answers.ts';
import { handOverTexts, texts } from './texts.ts';

const tag = 'Assistant';
const params = z.object({ id: z.coerce.number().int().positive() });

export const answerRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/assistant/answers',
    permission: 'assistant.read',
    summary: 'What the AI wrote, judged or left to a person, newest first',
    description: 'status=draft lists the answers that wait for approval.',
    tag,
    query: answersQuery,
    answers: { 200: answersAnswer },
    handle: async ({ app, caller, query }) => {
      const found = await listAnswers(
        app,
        caller.workspaceId,
        { status: query.status, dialogNumber: query.dialog_id },
        { limit: query.limit, beforeId: readCursor(query.after) },
      );
      return {
        success: true,
        answers: found.map((one) => view(one, caller.language)),
        next: nextCursor(
          found.map(({ answer }) => answer),
          query.limit,
        ),
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/assistant/answers/:id',
    permission: 'assistant.read',
    summary: 'One answer of the AI with what the model was given',
    tag,
    params,
    answers: { 200: answerAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      const found = await findAnswer(app, caller.workspaceId, id);
      const prompt = openPrompt(app, found.answer) ?? null;
      return { success: true, answer: { ...view(found, caller.language), prompt } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/assistant/answers/:id/discard',
    permission: 'dialogs.write',
    summary: 'Discard an answer of the AI: it will not be sent',
    tag,
    params,
    body: z.unknown(),
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      await discardAnswer(app, caller, id);
      return { success: true, message: texts.answerDiscarded[caller.language] };
    },
  }),
];

function view({ answer, dialogNumber }: ListedAnswer, language: Language) {
  const handOver = answer.outcome === 'hand_over' ? (answer.reason as HandOverReason) : undefined;
  return {
    id: answer.id,
    purpose: answer.purpose,
    outcome: answer.outcome,
    reason: answer.reason,
    why: handOver ? handOverTexts[handOver][language] : null,
    status: answer.status,
    text: answer.text,
    role_id: answer.roleId,
    dialog_id: dialogNumber,
    message_id: answer.messageId,
    sent_message_id: answer.sentMessageId,
    model: answer.model,
    tokens_in: answer.tokensIn,
    tokens_out: answer.tokensOut,
    cost: answer.costMicros / 1_000_000,
    latency_ms: answer.latencyMs,
    created_at: answer.createdAt.toISOString(),
  };
}
