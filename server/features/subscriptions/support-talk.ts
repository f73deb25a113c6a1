import { AppError } from '../../base/errors.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { BotReply, BotTalk, BotTurn } from '../../feature.ts';
import { paySupportReply, termsReply } from '../bots/sales-words.ts';
import { answerQuestion } from './answer-question.ts';
import { askTeam } from './ask-team.ts';
import { findSubscription } from './find-subscription.ts';
import { openQuestion } from './list-questions.ts';
import { botTexts, texts } from './texts.ts';

const BUY = 'settings.write';

/**
 * Telegram asks of every bot that takes payments that it answers /paysupport and /terms
 * (https://core.telegram.org/bots/payments-stars).
 */
export const supportTalk = {
  commands: [
    {
      name: 'paysupport',
      permission: BUY,
      about: botTexts.aboutSupport,
      forCustomers: true,
      run: paySupport,
    },
    { name: 'terms', permission: BUY, about: botTexts.aboutTerms, forCustomers: true, run: terms },
  ],
  buttons: { support_answer: { permission: BUY, run: beginAnswer } },
  steps: {
    support_words: { permission: BUY, run: ask },
    support_answer: { permission: BUY, run: answer },
  },
} satisfies BotTalk;

async function paySupport(turn: BotTurn): Promise<BotReply> {
  if (turn.words !== '') return ask(turn);
  const { app, caller } = turn;
  const { subscription } = await findSubscription(app.db, caller.workspaceId);
  return {
    ...(await paySupportReply(app, subscription.sellerId, caller.language)),
    expects: { step: 'support_words', state: null },
  };
}

async function ask({ app, caller, words, key }: BotTurn): Promise<BotReply> {
  await askTeam(app, caller, words, key);
  return { html: botTexts.asked[caller.language] };
}

async function terms({ app, caller }: BotTurn): Promise<BotReply> {
  const { subscription } = await findSubscription(app.db, caller.workspaceId);
  return termsReply(app, subscription.sellerId, caller.language);
}

/** The button stands under what the team is told of a question. */
async function beginAnswer({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { id, name, words: question } = await openQuestion(app, caller, readId(words));
  return {
    html: botTexts.writeAnswer(escapeHtml(name), escapeHtml(question))[caller.language],
    expects: { step: 'support_answer', state: id },
  };
}

async function answer({ app, caller, words, state }: BotTurn): Promise<BotReply> {
  if (words === '') throw new AppError('invalid_request', texts.wordsNeeded);
  await answerQuestion(app, caller, readId(String(state)), words);
  return { html: texts.answerSent[caller.language] };
}

/** @throws AppError invalid_request */
function readId(words: string): number {
  if (!/^\d{1,15}$/.test(words)) throw new AppError('invalid_request', texts.noQuestion);
  return Number(words);
}
