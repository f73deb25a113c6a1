import { sql } from 'drizzle-orm';
import { bool, selectRow } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { type BotConnection, BotError } from '../../edges/telegram-bot/port.ts';
import { type BotWords, openBotSending } from '../../edges/telegram-bot/sending-port.ts';

export type TeamChat = {
  workspaceId: number;
  chatId: number;
  /** The bot's own message that takes the new words; left out: a new one is sent. */
  messageId?: number;
};

/**
 * What a bot says to the team without being asked: to an operator in their own chat, or in the
 * workspace's team group, and to nobody else. People outside the team are only ever written to
 * through the gate, and a customer of a sales bot who told it to stop is told nothing. The Bot API has no random ids: said once more after a crash, it stands there
 * twice.
 * @returns the message's number in the chat
 * @throws BotError; `blocked` too when the chat is none of the team’s
 */
export async function tellTeam(
  app: App,
  connection: BotConnection,
  { workspaceId, chatId, messageId }: TeamChat,
  words: BotWords,
): Promise<number> {
  if (!(await isTeams(app, workspaceId, chatId)))
    throw new BotError({ kind: 'blocked', code: 'the chat is none of the team’s' });
  const sending = openBotSending(app.ports.botSending);
  const told = { ...words, isPatient: false as const };
  if (messageId === undefined) return sending.say(connection, chatId, told);
  await sending.change(connection, chatId, messageId, told);
  return messageId;
}

async function isTeams(app: App, workspaceId: number, chatId: number): Promise<boolean> {
  if (chatId === app.config.bots.adminTelegramId) return true;
  const row = await selectRow(
    app.db,
    { isTeams: bool },
    sql`
      select exists (
        select from operator_chats c
        join operators o on o.workspace_id = c.workspace_id and o.id = c.operator_id
        where c.workspace_id = ${workspaceId} and c.telegram_id = ${chatId}
          and o.disabled_at is null
          and not exists (
            select from workspaces w
            join bots b on b.id = w.seller_bot_id
            join contacts k on k.workspace_id = b.workspace_id and k.telegram_id = c.telegram_id
            where w.id = c.workspace_id and k.opted_out_at is not null))
      or exists (
        select from team_groups where workspace_id = ${workspaceId} and chat_id = ${chatId})
        as "isTeams"`,
  );
  return row?.isTeams === true;
}
