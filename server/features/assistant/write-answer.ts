import { randomBytes } from 'node:crypto';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { HandOverReason } from '../../../contract/assistant.ts';
import type { App } from '../../context.ts';
import type { LlmFailure } from '../../edges/llm/port.ts';
import { readSettings } from '../workspace/settings.ts';
import { answerLanguage } from './answer-language.ts';
import { type About, askModel } from './ask-model.ts';
import {
  boundHistory,
  buildSystem,
  buildTalk,
  LINES,
  type Line,
  safeFirstName,
  unanswered,
} from './build-prompt.ts';
import { checkAnswer, type Yardstick } from './check-answer.ts';
import { findInjection } from './find-injection.ts';
import { readRole } from './roles.ts';
import { RULES } from './rules.ts';
import { searchKnowledge } from './search-knowledge.ts';
import { readAssistantSettings } from './settings.ts';
import { recordHandOver, type Settled, settleAnswer } from './settle-answer.ts';
import { type AiRole, aiAnswers } from './tables.ts';
import { tidyAnswer } from './tidy-answer.ts';

export type AnswerRequest = {
  workspaceId: number;
  roleId: number;
  dialogId: number;
  /** What is answered: the person's last message. */
  messageId: number;
  contactId: number;
  /** Oldest first; the end of it is what the model is given. */
  history: readonly { from: 'us' | 'person'; text: string; at: Date }[];
  contact: { firstName: string; language: string | null };
};

export type AnswerOutcome =
  /** draft: a person approves it; approved: it may leave; sent: it has left already. */
  | { outcome: 'answer'; answerId: number; text: string; status: 'draft' | 'approved' | 'sent' }
  | { outcome: 'hand_over'; answerId: number; reason: HandOverReason };

const PASSAGES = 5;

/**
 * Has the model write an answer to what a person wrote, or leaves it to a person: whenever anything
 * about the question, the model or its answer is doubtful. Asked again about the same message, it
 * gives the answer that stands. Throws only when the database fails.
 */
export async function writeAnswer(app: App, request: AnswerRequest): Promise<AnswerOutcome> {
  const { workspaceId, messageId, dialogId, contactId } = request;
  const standing = await findStanding(app, workspaceId, messageId);
  if (standing) return standing;
  const settings = await readAssistantSettings(app, workspaceId);
  const role = await readRole(app, workspaceId, request.roleId);
  const about: About = {
    workspaceId,
    purpose: 'answer',
    roleId: role?.id ?? null,
    dialogId,
    contactId,
    messageId,
  };
  const handOver = async (reason: HandOverReason): Promise<AnswerOutcome> => ({
    outcome: 'hand_over',
    answerId: await recordHandOver(app, about, reason),
    reason,
  });

  const { endpoint, prices, budget } = settings;
  const mode = role?.mode ?? settings.mode;
  if (mode === 'off') return handOver('switched_off');
  // A budget of money that can't be counted holds nothing back.
  const isUncounted = budget.costMicros !== undefined && !prices;
  if (!role || !endpoint || isUncounted) return handOver('not_configured');
  if ((await countAnswers(app, workspaceId, dialogId)) >= role.maxAnswers)
    return handOver('limit_of_answers');
  const recent = request.history.slice(-LINES);
  const question = unanswered(recent);
  if (question.trim() === '') return handOver('unsure');
  if (findInjection(question)) return handOver('injection');

  const { call, yardstick } = await prepare(app, { ...request, history: recent }, role, question);
  const asked = await askModel(app, about, { ...settings, endpoint }, call);
  if (!asked) return handOver('over_budget');
  const { answerId, result } = asked;
  const settled: AnswerSettled = result.ok
    ? judgeAnswer(tidyAnswer(result.text), { ...yardstick, finish: result.finish }, mode)
    : { outcome: 'hand_over', text: null, reason: reasonOf(result.failure) };
  const isStored = await settleAnswer(app, about, asked, settled, settings);
  if (!isStored) return { outcome: 'hand_over', answerId, reason: 'interrupted' };
  if (settled.outcome === 'answer')
    return { outcome: 'answer', answerId, text: settled.text, status: settled.status };
  return { outcome: 'hand_over', answerId, reason: settled.reason };
}

type AnswerSettled = Exclude<Settled, { outcome: 'verdict' | 'opening' }>;

function judgeAnswer(
  text: string,
  yardstick: Yardstick,
  mode: 'draft' | 'automatic',
): AnswerSettled {
  const reason = checkAnswer(text, yardstick);
  if (reason) return { outcome: 'hand_over', text, reason };
  return { outcome: 'answer', text, status: mode === 'automatic' ? 'approved' : 'draft' };
}

/** The prompt, and what the answer to it will be measured by. */
async function prepare(app: App, request: AnswerRequest, role: AiRole, question: string) {
  const { workspaceId, contact } = request;
  const history = boundHistory(request.history.map(({ from, text }) => ({ from, text })));
  const passages = await searchKnowledge(app, workspaceId, question, PASSAGES);
  const { language: workspaceLanguage } = await readSettings(app, workspaceId);
  const language = answerLanguage(role.language, {
    fromPerson: question,
    fromUs: said(history, 'us'),
    contactLanguage: contact.language,
    workspaceLanguage,
  });
  const marks = { data: `====${newMark()}====`, canary: newMark() };
  const system = buildSystem(role, passages, language, marks);
  const user = buildTalk(history, safeFirstName(contact.firstName), marks);
  const knowledge = passages.map(({ heading, content }) => `${heading}\n${content}`).join('\n');
  const yardstick: Omit<Yardstick, 'finish'> = {
    maxLength: role.maxLength,
    neverSay: role.neverSay,
    language,
    guarded: {
      marks: [marks.data, marks.canary],
      rules: RULES,
      role: [role.prompt, role.tone].join('\n'),
    },
    grounds: {
      ours: [role.prompt, role.facts, knowledge, said(history, 'us')].join('\n'),
      theirs: said(history, 'person'),
    },
  };
  return { call: { system, user, maxTokensOut: tokensFor(role.maxLength) }, yardstick };
}

/** Room for the answer in any script, and for a model that thinks before it writes. */
function tokensFor(characters: number): number {
  return 500 + characters * 2;
}

function newMark(): string {
  return randomBytes(8).toString('hex');
}

function said(history: readonly Line[], from: 'us' | 'person'): string {
  return history
    .filter((line) => line.from === from)
    .map(({ text }) => text)
    .join('\n');
}

function reasonOf(failure: LlmFailure): HandOverReason {
  return failure === 'timeout' ? 'timeout' : 'model_unreachable';
}

/** The answer to a message that was written already and not discarded. */
async function findStanding(
  app: App,
  workspaceId: number,
  messageId: number,
): Promise<AnswerOutcome | undefined> {
  const [row] = await app.db
    .select({ id: aiAnswers.id, text: aiAnswers.text, status: aiAnswers.status })
    .from(aiAnswers)
    .where(
      and(
        eq(aiAnswers.workspaceId, workspaceId),
        eq(aiAnswers.messageId, messageId),
        inArray(aiAnswers.status, ['draft', 'approved', 'sent']),
      ),
    )
    .orderBy(desc(aiAnswers.id))
    .limit(1);
  if (!row?.text || !row.status || row.status === 'discarded') return undefined;
  return { outcome: 'answer', answerId: row.id, text: row.text, status: row.status };
}

/** Answers that a dialog has got. A draft that waits is none yet. */
function countAnswers(app: App, workspaceId: number, dialogId: number): Promise<number> {
  return app.db.$count(
    aiAnswers,
    and(
      eq(aiAnswers.workspaceId, workspaceId),
      eq(aiAnswers.dialogId, dialogId),
      inArray(aiAnswers.status, ['approved', 'sent']),
    ),
  );
}
