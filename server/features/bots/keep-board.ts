import { and, eq } from 'drizzle-orm';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { botBoards } from './tables.ts';

/** How soon a board is looked at again while it changes. */
export const BOARD_EVERY_MS = 3_000;
/** A message isn't kept up to date for longer. */
const LONGEST_MS = 24 * 3_600_000;

type Shown = {
  botId: number;
  chatId: number;
  messageId: number;
  caller: Caller;
  /** What the message shows from now on: a board, or something that stands still. */
  board: string | undefined;
};

/**
 * A bot's message shows something else now: the board it was, if it was one, ends. A new board is
 * kept up to date from now on; the older message of the same board in the chat stays as it is.
 */
export async function keepBoard(app: App, shown: Shown): Promise<void> {
  const { botId, chatId, messageId, caller, board } = shown;
  await app.db
    .delete(botBoards)
    .where(
      and(
        eq(botBoards.botId, botId),
        eq(botBoards.chatId, chatId),
        eq(botBoards.messageId, messageId),
      ),
    );
  const { actor, workspaceId, language } = caller;
  if (board === undefined || actor.kind !== 'operator' || actor.id === undefined) return;
  const now = app.clock.now().getTime();
  const row = {
    workspaceId,
    operatorId: actor.id,
    messageId,
    language,
    shown: null,
    dueAt: new Date(now + BOARD_EVERY_MS),
    calmSeconds: 0,
    endsAt: new Date(now + LONGEST_MS),
  };
  await app.db
    .insert(botBoards)
    .values({ botId, chatId, board, ...row })
    .onConflictDoUpdate({
      target: [botBoards.botId, botBoards.chatId, botBoards.board],
      set: row,
    });
}
