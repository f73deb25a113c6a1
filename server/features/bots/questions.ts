import { and, eq, sql } from 'drizzle-orm';
import type { App } from '../../context.ts';
import type { BotReply } from '../../feature.ts';
import type { Heard } from './heard.ts';
import { botQuestions } from './tables.ts';

/** What the bot waits for in a chat, and under which of its messages. */
export type Question = Pick<typeof botQuestions.$inferSelect, 'step' | 'state' | 'messageId'>;

export async function findQuestion(app: App, heard: Heard): Promise<Question | undefined> {
  const [question] = await app.db.select().from(botQuestions).where(ofChat(heard));
  return question;
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
