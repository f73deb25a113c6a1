import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { bool, int, selectRows, text, time } from '../../base/db/rows.ts';
import { type ReadResult, readEvents } from '../../base/events/read-events.ts';
import type { App } from '../../context.ts';
import { beginsWithWords, codesIn } from './point.ts';
import { optInActs, optInPoints, type Point } from './tables.ts';

/** So many points of one account are compared with a message that has no code. */
const MOST_POINTS_OF_ACCOUNT = 200;
const EVENTS_AT_ONCE = 200;

/**
 * Looks through newly heard messages for the words and codes of opt-in points, and keeps an act
 * for each; `settleActs` makes consents of them.
 */
export function noticeOptIns(app: App): Promise<ReadResult> {
  return readEvents(
    app.database,
    'opt-in',
    async (tx, events) => {
      const ids = events.flatMap((e) =>
        e.type === 'message.received' && e.messageId !== null ? [e.messageId] : [],
      );
      const heard = await readHeard(tx, ids);
      if (heard.length === 0) return;
      const points = await readPoints(tx, heard);
      const acts = heard.flatMap((message) => {
        const point = matchPoint(message, points);
        return point ? [actOf(message, point)] : [];
      });
      if (acts.length > 0) await tx.insert(optInActs).values(acts).onConflictDoNothing();
    },
    EVENTS_AT_ONCE,
  );
}

const columns = {
  id: int,
  workspaceId: int,
  senderId: int,
  contactId: int,
  content: text,
  writtenAt: time,
  isFirst: bool,
};

type HeardMessage = Awaited<ReturnType<typeof readHeard>>[number];

async function readHeard(tx: Db, ids: readonly number[]) {
  if (ids.length === 0) return [];
  return selectRows(
    tx,
    columns,
    sql`
      select m.id, m.workspace_id as "workspaceId", m.sender_id as "senderId",
        m.contact_id as "contactId", m.content,
        -- clocks differ, and what was written long ago may be heard only now: the earlier counts
        least(m.sent_at, m.created_at) as "writtenAt",
        not exists (
          select from messages e
          where e.workspace_id = m.workspace_id and e.dialog_id = m.dialog_id and e.id < m.id
            and e.direction = 'in') as "isFirst"
      from messages m
      where m.id in (select value::bigint from jsonb_array_elements(${jsonRows(ids)}))
        and m.content <> ''
        and (m.content like '%#%' or exists (
          select from opt_in_points p
          where p.workspace_id = m.workspace_id and p.account_id = m.sender_id))`,
  );
}

/** The points that these messages may be meant for. */
async function readPoints(tx: Db, heard: readonly HeardMessage[]): Promise<Point[]> {
  const codes = [...new Set(heard.flatMap((m) => codesIn(m.content)))];
  const senderIds = [...new Set(heard.flatMap((m) => (m.isFirst ? [m.senderId] : [])))];
  const workspaceIds = [...new Set(heard.map((m) => m.workspaceId))];
  const isMeant = or(
    codes.length > 0 ? inArray(optInPoints.code, codes) : undefined,
    senderIds.length > 0 ? inArray(optInPoints.accountId, senderIds) : undefined,
  );
  if (!isMeant) return [];
  return tx
    .select()
    .from(optInPoints)
    .where(
      and(
        inArray(optInPoints.workspaceId, workspaceIds),
        eq(optInPoints.status, 'active'),
        isMeant,
      ),
    )
    .orderBy(optInPoints.id)
    .limit(MOST_POINTS_OF_ACCOUNT * Math.max(1, senderIds.length) + codes.length);
}

/**
 * The point a message is meant for: the one whose code it holds, whichever account it went to. A
 * first message may also be recognised by its words, by the account they were made for.
 */
function matchPoint(message: HeardMessage, points: readonly Point[]): Point | undefined {
  const own = points.filter((p) => p.workspaceId === message.workspaceId);
  const codes = codesIn(message.content);
  return (
    own.find((p) => codes.includes(p.code)) ??
    (message.isFirst
      ? own.find((p) => p.accountId === message.senderId && beginsWithWords(message.content, p))
      : undefined)
  );
}

function actOf(message: HeardMessage, point: Point): typeof optInActs.$inferInsert {
  const { workspaceId, contactId, id: messageId, writtenAt: at } = message;
  return { workspaceId, pointId: point.id, contactId, messageId, at };
}
