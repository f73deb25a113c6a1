import { and, eq, gt, sql } from 'drizzle-orm';
import type { NoticeKind } from '../../../contract/notifications.ts';
import { localTime } from '../../base/days.ts';
import { at } from '../../base/db/columns.ts';
import { type Db, isDataError } from '../../base/db/database.ts';
import { int, json, oneOf, selectRows, time } from '../../base/db/rows.ts';
import { type Loop, startLoop } from '../../base/loop.ts';
import { wokenBy } from '../../base/woken-loop.ts';
import type { App } from '../../context.ts';
import { findOperatorChats, type OperatorChat } from '../bots/find-operator-chats.ts';
import { type NewPost, postToOperators } from '../bots/post-to-operator.ts';
import { readSettings } from '../workspace/settings.ts';
import { type Choice, isQuiet, isTold, readChoice } from './choose-notices.ts';
import { NOTICES_CHANNEL } from './fan-out-notices.ts';
import { type About, type Notice, noticePaces } from './tables.ts';
import { writeAsking } from './write-asking.ts';
import { writeDialogs } from './write-dialogs.ts';
import { writeNotice } from './write-notice.ts';

/** It is woken when there is something; should that get lost, it looks this often. */
const LOOK_EVERY_MS = 60_000;
/** So long it is waited for more of the same kind before an operator is told. */
export const GATHER_MS = 3_000;
const MINUTE_MS = 60_000;
/** More of a kind at once stay for the next minute. */
const MOST_AT_ONCE = 2_000;
const GROUPS = 100;

/** Messages of a kind that an operator gets within a minute; dialogs are told one by one at first. */
export const mostInMinute = (kind: NoticeKind): number => (kind === 'dialog' ? 3 : 1);

type Group = { workspaceId: number; operatorId: number; kind: NoticeKind; dueAt: Date };

/** Tells operators what gathers for them: of each kind one message a minute, however much happens. */
export async function startTellingNotices(app: App): Promise<Loop> {
  const loop = startLoop({
    name: 'notices',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const now = app.clock.now();
      const ready = (await findGroups(app)).filter(({ dueAt }) => dueAt <= now);
      for (const group of ready)
        await tellGroup(app, group).catch((error) => dropUntellable(app, group, error));
      return ready.length > 0;
    },
    nextAt: async () => (await findGroups(app))[0]?.dueAt,
  });
  return wokenBy(app.database, NOTICES_CHANNEL, loop);
}

/** What can't be put into words would stand before everything else for ever. */
async function dropUntellable(app: App, group: Group, error: unknown): Promise<void> {
  if (!isDataError(error)) throw error;
  app.log.error({ err: error, kind: group.kind }, 'an operator is not told of something');
  const gathered = await readNotices(app, group);
  await app.database.transaction((tx) => removeNotices(tx, gathered));
}

/** What waits, by operator and kind, and when it may be told; the soonest first. */
function findGroups(app: App): Promise<Group[]> {
  return selectRows(
    app.db,
    { workspaceId: int, operatorId: int, kind: oneOf<NoticeKind>(), dueAt: time },
    sql`
      select n.workspace_id as "workspaceId", n.operator_id as "operatorId", n.kind,
        greatest(min(n.at) + ${GATHER_MS} * interval '1 millisecond',
          case when p.told >= case when n.kind = 'dialog' then ${mostInMinute('dialog')}::int
              else ${mostInMinute('opt_out')}::int end
            then p.since + ${MINUTE_MS} * interval '1 millisecond' end) as "dueAt"
      from notices n
      left join notice_paces p on p.workspace_id = n.workspace_id
        and p.operator_id = n.operator_id and p.kind = n.kind
      group by n.workspace_id, n.operator_id, n.kind, p.told, p.since
      order by "dueAt" limit ${GROUPS}`,
  );
}

async function tellGroup(app: App, group: Group): Promise<void> {
  const { workspaceId, operatorId, kind } = group;
  const gathered = await readNotices(app, group);
  const all = await findOperatorChats(app, app.db, workspaceId);
  const choice = await readChoice(app.db, workspaceId, operatorId);
  const chats = all
    .filter((chat) => chat.operatorId === operatorId)
    .filter(({ rights }) => isTold(kind, rights, choice));
  const room = await readRoom(app, group);
  const elsewhere = new Set(all.map((chat) => chat.operatorId));
  const isSilent = await isSilentNow(app, workspaceId, choice);
  let told = 0;
  const posts: NewPost[] = [];
  for (const chat of chats) {
    const own = await write(app, chat, group, gathered, { room, elsewhere });
    told = Math.max(told, own.length);
    const key = `notice ${operatorId} ${kind} ${gathered[0]?.id}`;
    posts.push(
      ...own.map(({ html, buttons, contactId }, n) => ({
        to: chat,
        key: `${key} ${n}`,
        words: { html, buttons, isSilent },
        contactId,
      })),
    );
  }
  await app.database.transaction(async (tx) => {
    // Another process may have told them meanwhile.
    if (!(await removeNotices(tx, gathered))) return;
    if (told > 0) await noteTold(app, tx, group, told);
    await postToOperators(app, tx, posts);
  });
}

type Limits = { room: number; elsewhere: ReadonlySet<number> };

async function write(
  app: App,
  chat: OperatorChat,
  { workspaceId, kind }: Group,
  gathered: readonly Notice[],
  limits: Limits,
) {
  if (kind === 'dialog') return writeDialogs(app, chat, gathered, limits);
  if (kind === 'business') {
    const asking = await writeAsking(app, chat, gathered);
    return asking ? [{ ...asking, contactId: undefined }] : [];
  }
  const words = await writeNotice(app, workspaceId, kind, gathered, chat.language);
  return [{ ...words, contactId: undefined }];
}

async function readNotices(app: App, { workspaceId, operatorId, kind }: Group): Promise<Notice[]> {
  const rows = await selectRows(
    app.db,
    { id: int, eventId: int, at: time, about: json<About>() },
    sql`
      select id, event_id as "eventId", at, about from notices
      where operator_id = ${operatorId} and kind = ${kind}
      order by id limit ${MOST_AT_ONCE}`,
  );
  return rows.map((row) => ({ ...row, workspaceId, operatorId, kind }));
}

/** How many messages of the kind the operator may still get within this minute. */
async function readRoom(app: App, { workspaceId, operatorId, kind }: Group): Promise<number> {
  const since = new Date(app.clock.now().getTime() - MINUTE_MS);
  const [row] = await app.db
    .select({ told: noticePaces.told })
    .from(noticePaces)
    .where(
      and(
        eq(noticePaces.workspaceId, workspaceId),
        eq(noticePaces.operatorId, operatorId),
        eq(noticePaces.kind, kind),
        gt(noticePaces.since, since),
      ),
    );
  return Math.max(mostInMinute(kind) - (row?.told ?? 0), 0);
}

async function isSilentNow(app: App, workspaceId: number, { quiet }: Choice): Promise<boolean> {
  if (!quiet) return false;
  const { timeZone } = await readSettings(app, workspaceId);
  return isQuiet(quiet, Math.floor(localTime(app.clock.now(), timeZone).minutes / 60));
}

/** @returns whether they were still there */
async function removeNotices(tx: Db, gathered: readonly Notice[]): Promise<boolean> {
  const ids = `{${gathered.map(({ id }) => id).join(',')}}`;
  const removed = await selectRows(
    tx,
    { id: int },
    sql`delete from notices where id = any(${ids}::bigint[]) returning id`,
  );
  return removed.length > 0;
}

async function noteTold(app: App, tx: Db, group: Group, told: number): Promise<void> {
  const { workspaceId, operatorId, kind } = group;
  const now = app.clock.now();
  const since = at(new Date(now.getTime() - MINUTE_MS));
  await tx.execute(sql`
    insert into notice_paces as p (workspace_id, operator_id, kind, since, told)
    values (${workspaceId}, ${operatorId}, ${kind}, ${at(now)}, ${told})
    on conflict (workspace_id, operator_id, kind) do update set
      told = case when p.since > ${since} then p.told + excluded.told else excluded.told end,
      since = case when p.since > ${since} then p.since else excluded.since end`);
}
