import { createReadStream } from 'node:fs';
import { and, eq, sql } from 'drizzle-orm';
import { int, nullable, selectRow, time } from '../../base/db/rows.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { BotError } from '../../edges/telegram-bot/port.ts';
import type { OpenBot } from '../../held-bots.ts';
import { tellTeam } from '../messages/tell-team.ts';
import {
  cardButtons,
  cardHtml,
  type DialogCard,
  nameOf,
  readCard,
  signOf,
} from '../notifications/dialog-card.ts';
import { fileAtHand } from './file-at-hand.ts';
import { type TeamGroup, type TeamTopic, teamTopics } from './tables.ts';
import {
  joinLines,
  latestThatFit,
  lineOf,
  MOST,
  readHistory,
  readNews,
  type TopicLine,
} from './topic-lines.ts';

/** Telegram doesn't like titles that change all the time. */
const TITLE_EVERY_MS = 60_000;
const LONGEST_TITLE = 128;
/** What draft_id holds where the buttons stand without a draft. */
const NO_DRAFT = 0;

/** The group has had its share for now. */
export class NotNow extends Error {
  readonly until: Date;

  constructor(until: Date) {
    super(`not before ${until.toISOString()}`);
    this.until = until;
  }
}

type Showing = {
  app: App;
  bot: OpenBot;
  group: TeamGroup;
  topic: TeamTopic;
  language: Language;
};

/**
 * Makes a topic show how its dialog stands: made if need be, what was said since, the draft of the AI,
 * the title, open or closed. Each step is noted when it is done; one that a crash hits is done again.
 * @returns when something is left to do
 * @throws NotNow when Telegram's limits are used up; BotError
 */
export async function showTopic(showing: Showing): Promise<Date | undefined> {
  const { app, topic, language } = showing;
  if (topic.isErased) return forget(showing);
  const dialog = await readDialogOf(app, topic);
  const card = dialog && (await readCard(app, topic.workspaceId, dialog.number, language));
  if (!dialog || !card) return undefined;
  const { status } = card.view;
  const isOpen = status === 'active' || status === 'waiting';
  if (topic.threadId === null) {
    const needsPerson = status === 'waiting' || (status === 'active' && dialog.takenOverAt);
    if (!needsPerson) return undefined;
    await open(showing, card);
  }
  if (isOpen && topic.isClosed) await setClosed(showing, false);
  if (topic.toldOutAt === null) await tellHistory(showing, card);
  const isMore = await tellNews(showing, card);
  if (topic.draftId !== (card.draft?.id ?? NO_DRAFT) && isOpen) await tellCard(showing, card);
  const titleAt = await setTitle(showing, titleOf(card));
  if (titleAt) return titleAt;
  if (!isOpen && !topic.isClosed) await setClosed(showing, true);
  return isMore ? app.clock.now() : undefined;
}

function readDialogOf(app: App, { workspaceId, dialogId }: TeamTopic) {
  return selectRow(
    app.db,
    { number: int, takenOverAt: nullable(time) },
    sql`
      select number, taken_over_at as "takenOverAt" from dialogs
      where workspace_id = ${workspaceId} and id = ${dialogId}`,
  );
}

const titleOf = (card: DialogCard) =>
  `${signOf(card.view)} ${nameOf(card.view)} · ${card.view.id}`.slice(0, LONGEST_TITLE);

/** One call among those that Telegram allows in a group. @throws NotNow */
async function call<T>({ app, bot, group }: Showing, work: () => Promise<T>): Promise<T> {
  const now = app.clock.now();
  const freeAt = bot.pace.freeAt(group.chatId, now);
  if (freeAt > now) throw new NotNow(freeAt);
  bot.pace.take(group.chatId, now);
  return work();
}

/** Keeps what was done, in the row and in what is known of it. */
async function note(
  { app, topic }: Showing,
  change: Partial<typeof teamTopics.$inferInsert>,
): Promise<void> {
  Object.assign(topic, change);
  await app.db
    .update(teamTopics)
    .set(change)
    .where(
      and(eq(teamTopics.workspaceId, topic.workspaceId), eq(teamTopics.dialogId, topic.dialogId)),
    );
}

async function open(showing: Showing, card: DialogCard): Promise<void> {
  const { app, bot, group } = showing;
  const title = titleOf(card);
  const threadId = await call(showing, () => bot.connection.createTopic(group.chatId, title));
  await note(showing, { threadId, title, titledAt: app.clock.now(), isClosed: false });
}

async function setClosed(showing: Showing, isClosed: boolean): Promise<void> {
  const { bot, group, topic } = showing;
  const { threadId } = topic;
  if (threadId === null) return;
  await call(showing, () => bot.connection.changeTopic(group.chatId, threadId, { isClosed }));
  await note(showing, { isClosed });
}

/** @returns when the title may be changed, if it may not be yet */
async function setTitle(showing: Showing, title: string): Promise<Date | undefined> {
  const { app, bot, group, topic } = showing;
  const { threadId, titledAt } = topic;
  if (threadId === null || topic.title === title) return undefined;
  const now = app.clock.now();
  const mayAt = new Date((titledAt?.getTime() ?? 0) + TITLE_EVERY_MS);
  if (mayAt > now) return mayAt;
  await call(showing, () => bot.connection.changeTopic(group.chatId, threadId, { title }));
  await note(showing, { title, titledAt: now });
  return undefined;
}

/** Who it is, from where, and what was said last. */
async function tellHistory(showing: Showing, card: DialogCard): Promise<void> {
  const { app, topic, language } = showing;
  const { view } = card;
  const lines = await readHistory(app, topic);
  const who = [
    escapeHtml(nameOf(view)),
    ...(view.username ? [`@${escapeHtml(view.username)}`] : []),
    escapeHtml(view.account_id),
  ].join(' · ');
  const shown = lines.map((line) => lineOf(line, nameOf(view), linkOf(app, card), language));
  await tell(showing, [`<b>${who}</b>`, ...latestThatFit(shown)].join('\n\n'), []);
  await note(showing, shownTo(topic, lines));
}

/** @returns whether there is more than was told now */
async function tellNews(showing: Showing, card: DialogCard): Promise<boolean> {
  const { app, topic, language } = showing;
  const news = await readNews(app, topic);
  if (news.length === 0) return false;
  const name = nameOf(card.view);
  const write = (line: TopicLine) => lineOf(line, name, linkOf(app, card), language);
  const [first] = news;
  const file = first && (await fileAtHand(app, topic.workspaceId, first));
  // A file goes by itself, what was only written is joined.
  const until = news.findIndex((line, n) => n > 0 && line.type !== 'text');
  const told = file ? news.slice(0, 1) : until === -1 ? news : news.slice(0, until);
  if (first && file) {
    const { path, ...named } = file;
    await tell(showing, write(first), [], { ...named, content: createReadStream(path) });
  } else {
    for (const html of joinLines(told.map(write))) await tell(showing, html, []);
  }
  await note(showing, shownTo(topic, told));
  return told.length < news.length || news.length === MOST;
}

function shownTo(topic: TeamTopic, lines: readonly TopicLine[]) {
  const heard = lines.filter(({ direction }) => direction === 'in').map(({ id }) => id);
  const sent = lines.flatMap(({ direction, sentAt, status }) =>
    direction === 'out' && status === 'sent' && sentAt ? [sentAt.getTime()] : [],
  );
  const failed = new Set(lines.map(({ id }) => id));
  return {
    toldTo: Math.max(topic.toldTo, ...heard),
    toldOutAt: new Date(Math.max(topic.toldOutAt?.getTime() ?? 0, ...sent)),
    failed: topic.failed.filter((id) => !failed.has(id)),
  };
}

/** How the dialog stands, the draft of the AI, and what can be done, in a message with buttons. */
async function tellCard(showing: Showing, card: DialogCard): Promise<void> {
  const { app, language } = showing;
  const buttons = cardButtons(app, card, language, false);
  await tell(showing, cardHtml(card, language), buttons);
  await note(showing, { draftId: card.draft?.id ?? NO_DRAFT });
}

async function tell(
  showing: Showing,
  html: string,
  buttons: ReturnType<typeof cardButtons>,
  file?: { name: string; type: 'photo' | 'voice' | 'document'; content: AsyncIterable<Uint8Array> },
): Promise<void> {
  const { app, bot, group, topic } = showing;
  const { threadId } = topic;
  if (threadId === null) return;
  const { workspaceId, chatId } = group;
  const words = { html, buttons, threadId, ...(file && { file }) };
  await call(showing, () => tellTeam(app, bot.connection, { workspaceId, chatId }, words));
}

/** Links of this machine alone are none in Telegram. */
function linkOf(app: App, { view }: DialogCard): string {
  const url = app.config.publicUrl;
  return url?.startsWith('https:') ? `${url}/app/inbox/${view.id}` : '';
}

/** The person was erased: nothing of theirs stays in the group. */
async function forget(showing: Showing): Promise<undefined> {
  const { app, bot, group, topic } = showing;
  const { threadId, workspaceId, dialogId } = topic;
  if (threadId !== null)
    await call(showing, () => bot.connection.deleteTopic(group.chatId, threadId)).catch((error) => {
      if (!(error instanceof BotError) || error.problem.kind !== 'no_thread') throw error;
    });
  await app.db
    .delete(teamTopics)
    .where(and(eq(teamTopics.workspaceId, workspaceId), eq(teamTopics.dialogId, dialogId)));
  return undefined;
}
