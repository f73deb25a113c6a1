import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { jsonRows } from '../../base/db/columns.ts';
import { nullable, selectRow, time } from '../../base/db/rows.ts';
import { systemActor } from '../../base/events/record-events.ts';
import { type Loop, startLoop } from '../../base/loop.ts';
import { wokenBy } from '../../base/woken-loop.ts';
import type { App } from '../../context.ts';
import { BotError, type BotProblem } from '../../edges/telegram-bot/port.ts';
import type { HeldBots, OpenBot } from '../../held-bots.ts';
import { tellTeam } from '../messages/tell-team.ts';
import { readSettings } from '../workspace/settings.ts';
import { disconnectGroup, TOPICS_CHANNEL } from './connect-group.ts';
import { NotNow, showTopic } from './show-topic.ts';
import { type TeamGroup, type TeamTopic, teamGroups, teamTopics } from './tables.ts';
import { texts } from './texts.ts';

const LOOK_EVERY_MS = 60_000;
const BATCH = 20;
const MOST_TRIES = 6;
const FIRST_RETRY_MS = 5_000;
/** How soon it is looked whether the bot may work with topics again. */
const PROBLEM_MS = 10 * 60_000;
const LONGEST_CODE = 200;

/** Brings topics up to date whose dialogs moved, of the groups whose bots this process holds. */
export async function startTendingTopics(app: App, bots: HeldBots): Promise<Loop> {
  const loop = startLoop({
    name: 'team inbox topics',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      if (!app.worker.isAlive() || bots.list().length === 0) return false;
      let isMore = false;
      for (const group of await findGroups(app, bots)) {
        const bot = bots.get(group.botId);
        if (bot && (await tendGroup(app, bot, group))) isMore = true;
      }
      return isMore;
    },
    nextAt: async () => (bots.list().length > 0 ? nextDue(app, bots) : undefined),
  });
  bots.onOpen(loop.wake);
  return wokenBy(app.database, TOPICS_CHANNEL, loop);
}

const holdings = (bots: HeldBots) => jsonRows(bots.list().map(({ id }) => ({ id })));

function findGroups(app: App, bots: HeldBots): Promise<TeamGroup[]> {
  return app.db
    .select()
    .from(teamGroups)
    .where(
      sql`${teamGroups.botId} in (select id from jsonb_to_recordset(${holdings(bots)}) as h(id bigint))
        and coalesce(${teamGroups.dueAt}, ${app.clock.now().toISOString()}::timestamptz)
          <= ${app.clock.now().toISOString()}::timestamptz`,
    )
    .orderBy(asc(teamGroups.workspaceId))
    .limit(BATCH * 5);
}

async function nextDue(app: App, bots: HeldBots): Promise<Date | undefined> {
  const row = await selectRow(
    app.db,
    { dueAt: nullable(time) },
    sql`
      select min(greatest(t.due_at, g.due_at)) as "dueAt" from team_topics t
      join team_groups g on g.workspace_id = t.workspace_id
      join jsonb_to_recordset(${holdings(bots)}) as h(id bigint) on h.id = g.bot_id
      where t.due_at is not null`,
  );
  return row?.dueAt ?? undefined;
}

/** @returns whether there may be more to do at once */
async function tendGroup(app: App, bot: OpenBot, group: TeamGroup): Promise<boolean> {
  const now = app.clock.now();
  const due = await app.db
    .select()
    .from(teamTopics)
    .where(and(eq(teamTopics.workspaceId, group.workspaceId), lte(teamTopics.dueAt, now)))
    .orderBy(asc(teamTopics.dueAt), asc(teamTopics.dialogId))
    .limit(BATCH);
  if (due.length === 0) return false;
  const { language } = await readSettings(app, group.workspaceId);
  for (const topic of due) {
    try {
      const left = await showTopic({ app, bot, group, topic: { ...topic }, language });
      await settle(app, topic, left ?? null);
      if (group.problem !== null) await changeGroup(app, group, { problem: null });
    } catch (error) {
      if (!(await takeError(app, bot, group, topic, error))) return false;
    }
  }
  return true;
}

/** What was noted meanwhile keeps it due. */
async function settle(app: App, topic: TeamTopic, dueAt: Date | null): Promise<void> {
  await app.db
    .update(teamTopics)
    .set({ dueAt, tries: 0 })
    .where(and(isThis(topic), eq(teamTopics.marks, topic.marks)));
}

const isThis = ({ workspaceId, dialogId }: TeamTopic) =>
  and(eq(teamTopics.workspaceId, workspaceId), eq(teamTopics.dialogId, dialogId));

/** @returns whether the other topics of the group may be gone on with */
async function takeError(
  app: App,
  bot: OpenBot,
  group: TeamGroup,
  topic: TeamTopic,
  error: unknown,
): Promise<boolean> {
  const now = app.clock.now().getTime();
  if (error instanceof NotNow) {
    await changeGroup(app, group, { dueAt: error.until });
    return false;
  }
  const problem = error instanceof BotError ? error.problem : undefined;
  if (problem?.kind === 'flood_wait') {
    const until = new Date(now + problem.seconds * 1_000);
    bot.pace.hold(group.chatId, until);
    await changeGroup(app, group, { dueAt: until });
    return false;
  }
  if (problem?.kind === 'no_thread') {
    // Somebody deleted it: it is made anew while it is needed.
    await app.db
      .update(teamTopics)
      .set({ threadId: null, toldOutAt: null, draftId: null, isClosed: false, title: '' })
      .where(isThis(topic));
    return true;
  }
  if (problem?.kind === 'blocked') {
    app.log.warn({ bot: bot.id, code: problem.code }, 'the bot was put out of the team’s group');
    await disconnectGroup(app, { ...group, actor: systemActor }, 'put_out');
    return false;
  }
  if (problem && isAboutRights(problem)) {
    await reportProblem(app, bot, group, problem.code);
    return false;
  }
  const tries = topic.tries + 1;
  if (tries >= MOST_TRIES || !problem)
    app.log.error({ err: error, dialog: topic.dialogId, tries }, 'a topic is not up to date');
  const dueAt = tries >= MOST_TRIES ? null : new Date(now + FIRST_RETRY_MS * 2 ** tries);
  await app.db.update(teamTopics).set({ tries, dueAt }).where(isThis(topic));
  return true;
}

const isAboutRights = ({ kind, code }: BotProblem) =>
  ['refused', 'right_missing'].includes(kind) &&
  /rights|not a forum|ADMIN_REQUIRED|administrator/i.test(code);

/** The group is told once, in plain words; it is tried again now and then. */
async function reportProblem(
  app: App,
  bot: OpenBot,
  group: TeamGroup,
  code: string,
): Promise<void> {
  app.log.warn({ bot: bot.id, code }, 'the bot may not work with the topics of the team’s group');
  const dueAt = new Date(app.clock.now().getTime() + PROBLEM_MS);
  await changeGroup(app, group, { problem: code.slice(0, LONGEST_CODE), dueAt });
  if (group.problem !== null) return;
  const { language } = await readSettings(app, group.workspaceId);
  const words = { html: texts.problem[language], buttons: [] };
  await tellTeam(app, bot.connection, group, words).catch((error) => {
    if (!(error instanceof BotError)) throw error;
  });
}

async function changeGroup(
  app: App,
  { workspaceId }: TeamGroup,
  change: Partial<Pick<TeamGroup, 'problem' | 'dueAt'>>,
): Promise<void> {
  await app.db.update(teamGroups).set(change).where(eq(teamGroups.workspaceId, workspaceId));
}
