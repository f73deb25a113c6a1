import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { isGranted, permissionsOf, type Role } from '../../../contract/permissions.ts';
import { at, jsonRows } from '../../base/db/columns.ts';
import { isDataError } from '../../base/db/database.ts';
import {
  bytes,
  int,
  nullable,
  oneOf,
  selectRow,
  selectRows,
  text,
  time,
} from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { type Loop, startLoop } from '../../base/loop.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { BotError } from '../../edges/telegram-bot/port.ts';
import type { HeldBots, OpenBot } from '../../held-bots.ts';
import { tellTeam } from '../messages/tell-team.ts';
import { BOARD_EVERY_MS } from './keep-board.ts';
import { withWayBack } from './main-menu.ts';
import { botBoards } from './tables.ts';
import type { Talks } from './talks.ts';

const BATCH = 50;
/** A board on which nothing happens is looked at ever more seldom, down to this. */
const CALMEST_SECONDS = 30;

const columns = {
  workspaceId: int,
  operatorId: int,
  /** null: they are no operator any more. */
  role: nullable(oneOf<Role>()),
  botId: int,
  chatId: int,
  messageId: int,
  board: text,
  language: oneOf<Language>(),
  shown: nullable(bytes),
  calmSeconds: int,
  endsAt: time,
};
type Board = Awaited<ReturnType<typeof findDue>>[number];

/** Keeps messages up to date that show how something gets on, until it is over or a day has passed. */
export function startRefreshingBoards(app: App, talks: Talks, bots: HeldBots): Loop {
  return startLoop({
    name: 'bot boards',
    clock: app.clock,
    log: app.log,
    everyMs: BOARD_EVERY_MS,
    run: async () => {
      const held = bots.list();
      if (!app.worker.isAlive() || held.length === 0) return false;
      const due = await findDue(app, held, app.clock.now());
      for (const board of due) {
        const bot = bots.get(board.botId);
        if (bot)
          await refresh(app, talks, bot, board).catch((error) => leaveBoard(app, board, error));
      }
      return due.length === BATCH;
    },
    nextAt: async () => {
      if (bots.list().length === 0) return undefined;
      const row = await selectRow(
        app.db,
        { dueAt: nullable(time) },
        sql`
          select min(b.due_at) as "dueAt" from bot_boards b
          join jsonb_to_recordset(${holdings(bots.list())}) as h(id bigint) on h.id = b.bot_id`,
      );
      return row?.dueAt ?? undefined;
    },
  });
}

const holdings = (bots: readonly OpenBot[]) => jsonRows(bots.map(({ id }) => ({ id })));

function findDue(app: App, held: readonly OpenBot[], now: Date) {
  return selectRows(
    app.db,
    columns,
    sql`
      select b.workspace_id as "workspaceId", b.operator_id as "operatorId", o.role,
        b.bot_id as "botId", b.chat_id as "chatId", b.message_id as "messageId", b.board,
        b.language, b.shown, b.calm_seconds as "calmSeconds", b.ends_at as "endsAt"
      from bot_boards b
      join jsonb_to_recordset(${holdings(held)}) as h(id bigint) on h.id = b.bot_id
      left join operators o on o.workspace_id = b.workspace_id and o.id = b.operator_id
        and o.disabled_at is null
      where b.due_at <= ${at(now)}
      order by b.due_at limit ${BATCH}`,
  );
}

async function refresh(app: App, talks: Talks, bot: OpenBot, board: Board): Promise<void> {
  const now = app.clock.now();
  const reply = await showBoard(app, talks, board).catch((error) => {
    // What it was about is gone, or isn't theirs to see any more.
    if (error instanceof AppError) return undefined;
    throw error;
  });
  if (!reply || board.endsAt <= now) return endBoard(app, board);
  const words = {
    html: reply.html,
    buttons: withWayBack(reply, board.language),
  };
  const hash = createHash('sha256').update(JSON.stringify(words)).digest();
  if (board.shown?.equals(hash)) {
    if (reply.isOver) return endBoard(app, board);
    return lookAgain(app, board, Math.min(board.calmSeconds + 3, CALMEST_SECONDS), hash);
  }
  const freeAt = bot.pace.freeAt(board.chatId, now);
  if (freeAt > now) return putOff(app, board, freeAt);
  // Meanwhile the operator may have gone on to something else in this message.
  if (!(await stillStands(app, board))) return;
  bot.pace.take(board.chatId, now);
  try {
    await tellTeam(app, bot.connection, board, words);
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const { problem } = error;
    const isSame = problem.kind === 'not_changed' && /not modified/i.test(problem.code);
    if (problem.kind === 'flood_wait') {
      const until = new Date(now.getTime() + problem.seconds * 1_000);
      bot.pace.hold(board.chatId, until);
      return putOff(app, board, until);
    }
    if (problem.kind === 'unavailable')
      return putOff(app, board, new Date(now.getTime() + CALMEST_SECONDS * 1_000));
    // Deleted by the operator, or the bot was stopped by them.
    if (!isSame) return endBoard(app, board);
  }
  if (reply.isOver) return endBoard(app, board);
  return lookAgain(app, board, 0, hash);
}

/** One that fails again and again must not stand before the others. */
async function leaveBoard(app: App, board: Board, error: unknown): Promise<void> {
  if (!isDataError(error)) throw error;
  app.log.error({ err: error, board: board.board }, 'a board can’t be shown');
  await endBoard(app, board);
}

/** @throws AppError of the board's own */
async function showBoard(app: App, talks: Talks, board: Board) {
  const [word = '', ...rest] = board.board.split(':');
  const kept = talks.boards.get(word);
  const { role, workspaceId, operatorId: id, language } = board;
  // Their role may have become another since the message was shown.
  if (!kept || !role || !isGranted(role, kept.permission)) return undefined;
  const rights = { role, permissions: permissionsOf(role) };
  const actor = { kind: 'operator' as const, id, address: 'telegram' };
  return kept.show(app, { workspaceId, actor, language, rights }, rest.join(':'));
}

const isThis = ({ botId, chatId, messageId, board }: Board) =>
  and(
    eq(botBoards.botId, botId),
    eq(botBoards.chatId, chatId),
    eq(botBoards.messageId, messageId),
    eq(botBoards.board, board),
  );

async function stillStands(app: App, board: Board): Promise<boolean> {
  const rows = await app.db.select({ at: botBoards.dueAt }).from(botBoards).where(isThis(board));
  return rows.length > 0;
}

async function endBoard(app: App, board: Board): Promise<void> {
  await app.db.delete(botBoards).where(isThis(board));
}

async function putOff(app: App, board: Board, dueAt: Date): Promise<void> {
  await app.db.update(botBoards).set({ dueAt }).where(isThis(board));
}

async function lookAgain(
  app: App,
  board: Board,
  calmSeconds: number,
  shown: Buffer,
): Promise<void> {
  const wait = Math.max(BOARD_EVERY_MS, calmSeconds * 1_000);
  const dueAt = new Date(app.clock.now().getTime() + wait);
  await app.db.update(botBoards).set({ calmSeconds, shown, dueAt }).where(isThis(board));
}
