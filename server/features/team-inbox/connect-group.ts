import { and, eq, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { BotConnection } from '../../edges/telegram-bot/port.ts';
import type { Caller } from '../../feature.ts';
import { type TeamGroup, teamGroups, teamTopics } from './tables.ts';
import { texts } from './texts.ts';

/** Whoever tends topics looks when they hear this. */
export const TOPICS_CHANNEL = 'vestnik_team_topics';

/** So many dialogs that wait already come into a group that is connected. */
const MOST_AT_FIRST = 100;

export async function findGroup(db: Db, workspaceId: number): Promise<TeamGroup | undefined> {
  const [group] = await db.select().from(teamGroups).where(eq(teamGroups.workspaceId, workspaceId));
  return group;
}

/**
 * Dialogs that need a person come into this group as topics from now on, those that wait already
 * first. A workspace has one group: a former one is left as it is.
 * @throws AppError conflict when the group isn't a forum, the bot may not manage its topics, or it
 * is another workspace's
 */
export async function connectGroup(
  app: App,
  { workspaceId, actor }: Caller,
  { botId, chatId, connection }: { botId: number; chatId: number; connection: BotConnection },
): Promise<void> {
  const { title, hasTopics, mayManageTopics } = await connection.lookAtGroup(chatId);
  if (!hasTopics) throw new AppError('conflict', texts.noTopics);
  if (!mayManageTopics) throw new AppError('conflict', texts.noRight);
  const now = app.clock.now();
  await app.database.transaction(async (tx) => {
    const [taken] = await tx.select().from(teamGroups).where(eq(teamGroups.chatId, chatId));
    if (taken && taken.workspaceId !== workspaceId)
      throw new AppError('conflict', texts.othersGroup);
    if (!taken) await tx.delete(teamGroups).where(eq(teamGroups.workspaceId, workspaceId));
    const state = { botId, title, problem: null, dueAt: null };
    await tx
      .insert(teamGroups)
      .values({ workspaceId, chatId, connectedAt: now, ...state })
      .onConflictDoUpdate({ target: teamGroups.workspaceId, set: state });
    await tx.execute(sql`
      insert into team_topics (workspace_id, dialog_id, due_at)
      select workspace_id, id, ${at(now)} from dialogs
      where workspace_id = ${workspaceId} and status = 'waiting'
      order by waiting_since desc limit ${MOST_AT_FIRST}
      on conflict (workspace_id, dialog_id) do update set due_at = excluded.due_at, tries = 0`);
    const data = { bot_id: botId };
    await recordEvents(tx, [{ workspaceId, type: 'team_group.connected', at: now, actor, data }]);
    await tx.execute(sql`select pg_notify(${TOPICS_CHANNEL}, '')`);
  });
}

/** Dialogs no longer come into the group. @returns whether they did */
export async function disconnectGroup(
  app: App,
  { workspaceId, actor }: { workspaceId: number; actor: Actor },
  because: 'asked' | 'put_out',
): Promise<boolean> {
  return app.database.transaction(async (tx) => {
    const [gone] = await tx
      .delete(teamGroups)
      .where(eq(teamGroups.workspaceId, workspaceId))
      .returning();
    if (!gone) return false;
    const data = { bot_id: gone.botId, because };
    const now = app.clock.now();
    await recordEvents(tx, [
      { workspaceId, type: 'team_group.disconnected', at: now, actor, data },
    ]);
    return true;
  });
}

/** The person of a dialog was erased: their topic goes too, with all that was written there. */
export async function eraseTopics(
  app: App,
  tx: Db,
  {
    workspaceId,
    contactId,
    telegramId,
  }: { workspaceId: number; contactId: number; telegramId: number | null },
): Promise<void> {
  await tx.execute(sql`
    update team_groups set strangers = array_remove(strangers, ${telegramId}::bigint)
    where workspace_id = ${workspaceId} and ${telegramId}::bigint = any(strangers)`);
  await tx
    .update(teamTopics)
    .set({
      isErased: true,
      title: '',
      dueAt: app.clock.now(),
      marks: sql`${teamTopics.marks} + 1`,
      tries: 0,
    })
    .where(
      and(
        eq(teamTopics.workspaceId, workspaceId),
        sql`${teamTopics.dialogId} in (
          select id from dialogs where workspace_id = ${workspaceId} and contact_id = ${contactId})`,
      ),
    );
  await tx.execute(sql`select pg_notify(${TOPICS_CHANNEL}, '')`);
}
