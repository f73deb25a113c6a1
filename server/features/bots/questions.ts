import { and, eq, sql } from 'drizzle-orm';
import { bool, int, json, nullable, selectRow, text } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import type { BotReply } from '../../feature.ts';
import type { Heard } from './heard.ts';
import { botQuestions } from './tables.ts';

/** What the bot waits for in a chat, and under which of its messages. */
export type Question = Pick<typeof botQuestions.$inferSelect, 'step' | 'state' | 'messageId'>;

/** How a chat stands when somebody writes or presses: in one look, since people wait. */
export type ChatState = {
  question: Question | undefined;
  /** The message under which was pressed is kept up to date. */
  isBoard: boolean;
};

export async function readChatState(app: App, { bot, update }: Heard): Promise<ChatState> {
  const messageId = update.kind === 'button' ? update.messageId : null;
  const row = await selectRow(
    app.db,
    { step: nullable(text), state: json<unknown>(), messageId: nullable(int), isBoard: bool },
    sql`
      select q.step, q.state, q.message_id as "messageId", exists (
          select from bot_boards b where b.bot_id = ${bot.id} and b.chat_id = ${update.chatId}
            and b.message_id = ${messageId}::bigint) as "isBoard"
      from (select) chat
      left join bot_questions q on q.bot_id = ${bot.id} and q.chat_id = ${update.chatId}`,
  );
  if (!row) throw new Error('a look at a chat has one row');
  const { step, state, messageId: under, isBoard } = row;
  return { question: step === null ? undefined : { step, state, messageId: under }, isBoard };
}

/** @param messageId of the bot's message that asks */
export async function keepQuestion(
  app: App,
  { bot, update }: Heard,
  { step, state }: NonNullable<BotReply['expects']>,
  messageId: number | undefined,
): Promise<void> {
  const asked = {
    step,
    state: state ?? null,
    messageId: messageId ?? null,
    askedAt: app.clock.now(),
  };
  await app.db
    .insert(botQuestions)
    .values({ workspaceId: bot.workspaceId, botId: bot.id, chatId: update.chatId, ...asked })
    .onConflictDoUpdate({
      target: [botQuestions.botId, botQuestions.chatId],
      set: { ...asked, state: sql`excluded.state` },
    });
}

export async function forgetQuestion(app: App, heard: Heard): Promise<void> {
  await app.db.delete(botQuestions).where(ofChat(heard));
}

const ofChat = ({ bot, update }: Heard) =>
  and(eq(botQuestions.botId, bot.id), eq(botQuestions.chatId, update.chatId));
