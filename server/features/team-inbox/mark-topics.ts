import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { type ReadResult, readEvents, type StoredEvent } from '../../base/events/read-events.ts';
import type { App } from '../../context.ts';
import { findGroup, TOPICS_CHANNEL } from './connect-group.ts';

/** A dialog that needs a person, or that one leads, gets a topic. */
const OPENING = new Set(['dialog.handed_over', 'dialog.reminded', 'dialog.taken_over']);
const FAILED = new Set(['message.failed', 'message.cancelled', 'message.unconfirmed']);

/** What is said within this time comes into the topic in one message: a group takes 20 a minute. */
const GATHER_MS = 2_000;

/** Answers that are written in a topic carry it in their idempotency key. */
export const TOPIC_KEY = 'topic ';

/** Notes which topics no longer show how their dialogs stand. What they show is read from those. */
export function markTopics(app: App): Promise<ReadResult> {
  return readEvents(app.database, 'team inbox', async (tx, events) => {
    const concerned = events.filter(({ type }) => /^(dialog|message|assistant)\./.test(type));
    for (const workspaceId of new Set(concerned.map((event) => event.workspaceId)))
      await mark(
        app,
        tx,
        workspaceId,
        concerned.filter((event) => event.workspaceId === workspaceId),
      );
  });
}

async function mark(
  app: App,
  tx: Db,
  workspaceId: number,
  events: readonly StoredEvent[],
): Promise<void> {
  if (!(await findGroup(tx, workspaceId))) return;
  const soon = at(new Date(app.clock.now().getTime() + GATHER_MS));
  const opening = numbersOf(events.filter(({ type }) => OPENING.has(type)));
  await tx.execute(sql`
    insert into team_topics (workspace_id, dialog_id, due_at)
    select d.workspace_id, d.id, ${soon} from dialogs d
    where d.workspace_id = ${workspaceId} and d.number = any(${opening}::int[])
    on conflict (workspace_id, dialog_id) do nothing`);
  const failed = list(
    events.flatMap((e) => (FAILED.has(e.type) && e.messageId !== null ? [e.messageId] : [])),
  );
  await tx.execute(sql`
    update team_topics t set failed = t.failed || m.ids
    from (
      select dialog_id, array_agg(id) as ids from messages
      where workspace_id = ${workspaceId} and id = any(${failed}::bigint[])
        and left(idempotency_key, ${TOPIC_KEY.length}) = ${TOPIC_KEY}
      group by dialog_id) m
    where t.workspace_id = ${workspaceId} and t.dialog_id = m.dialog_id`);
  const messages = list(events.flatMap(({ messageId }) => messageId ?? []));
  await tx.execute(sql`
    update team_topics set due_at = least(due_at, ${soon}), marks = marks + 1, tries = 0
    where workspace_id = ${workspaceId} and dialog_id in (
      select id from dialogs
      where workspace_id = ${workspaceId} and number = any(${numbersOf(events)}::int[])
      union
      select dialog_id from messages
      where workspace_id = ${workspaceId} and id = any(${messages}::bigint[]))`);
  await tx.execute(sql`select pg_notify(${TOPICS_CHANNEL}, '')`);
}

const numbersOf = (events: readonly StoredEvent[]) =>
  list(events.flatMap(({ data }) => (typeof data['dialog'] === 'number' ? [data['dialog']] : [])));

const list = (ids: readonly number[]) => `{${[...new Set(ids)].join(',')}}`;
