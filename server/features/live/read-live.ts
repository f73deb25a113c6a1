import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { liveEvent } from '../../../contract/live.ts';
import {
  bool,
  int,
  json,
  nullable,
  selectRow,
  selectRows,
  text,
  time,
} from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { senderKeyOf } from '../business/sender-key.ts';
import { CAMPAIGN_ORIGIN } from '../outreach/campaigns/origin.ts';
import type { Place } from './place.ts';

export type LiveEvent = {
  place: Place;
  workspaceId: number;
  view: z.output<typeof liveEvent>;
};

/** The bounds of one read; `workspaceId` undefined: of all of them. */
export type LivePage = {
  after: Place;
  upTo?: Place;
  workspaceId?: number;
  limit: number;
};

const columns = {
  id: int,
  xid: text,
  workspaceId: int,
  type: text,
  at: time,
  account: nullable(text),
  contactId: nullable(int),
  messageId: nullable(int),
  dialog: nullable(int),
  campaign: nullable(int),
  data: json<Record<string, unknown>>(),
  isSafe: bool,
};

/**
 * Events in the order of transactions, up to the oldest one still running: what becomes visible
 * later comes behind what was read.
 * @returns `hasMore`: there is something that may not be read yet, or the page is full
 */
export async function readLive(
  app: App,
  { after, upTo, workspaceId, limit }: LivePage,
): Promise<{ events: LiveEvent[]; hasMore: boolean }> {
  const rows = await selectRows(
    app.db,
    columns,
    sql`
      select e.id, e.xid::text as xid, e.workspace_id as "workspaceId", e.type, e.at,
        nullif(${senderKeyOf(sql`e.sender_id`)}, '') as account, e.contact_id as "contactId", e.message_id as "messageId",
        d.number as dialog, k.number as campaign, e.data,
        e.xid < pg_snapshot_xmin(pg_current_snapshot()) as "isSafe"
      from (
        select * from events
        where (xid, id) > (${after.xid.toString()}::xid8, ${after.id}::bigint)
          ${upTo ? sql`and (xid, id) <= (${upTo.xid.toString()}::xid8, ${upTo.id}::bigint)` : sql``}
          ${workspaceId === undefined ? sql`` : sql`and workspace_id = ${workspaceId}`}
        order by xid, id limit ${limit}) e
      left join messages m on m.id = e.message_id
      left join dialogs d on d.id = m.dialog_id
      left join campaigns k on k.id = m.origin_id and m.origin = ${CAMPAIGN_ORIGIN}
      order by e.xid, e.id`,
  );
  const firstUnsafe = rows.findIndex((row) => !row.isSafe);
  const safe = firstUnsafe < 0 ? rows : rows.slice(0, firstUnsafe);
  return {
    events: safe.map((row) => ({
      place: { xid: BigInt(row.xid), id: row.id },
      workspaceId: row.workspaceId,
      view: viewOf(row),
    })),
    hasMore: firstUnsafe >= 0 || rows.length === limit,
  };
}

function viewOf(
  row: {
    [K in keyof typeof columns]: ReturnType<(typeof columns)[K]>;
  },
): LiveEvent['view'] {
  const { dialog: ofDialog, campaign: ofCampaign, ...data } = idsIn(row.data);
  const dialog = row.dialog ?? ofDialog;
  const campaign = row.campaign ?? ofCampaign;
  return {
    type: row.type,
    at: row.at.toISOString(),
    ...(row.account !== null && { account_id: row.account }),
    ...(row.contactId !== null && { contact_id: row.contactId }),
    ...(row.messageId !== null && { message_id: row.messageId }),
    ...(dialog !== undefined && { dialog }),
    ...(campaign !== undefined && { campaign }),
    data,
  };
}

/** Ids and counts; words of people and names that a team gave stay out of the stream. */
function idsIn(data: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** Where whoever begins now begins: everything before it has been committed or has failed. */
export async function readNow(app: App): Promise<Place> {
  const row = await selectRow(
    app.db,
    { xid: text },
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`,
  );
  return { xid: BigInt(row?.xid ?? 0), id: 0 };
}

/**
 * How many events, of all workspaces, stand after a place, counted up to `most`.
 * @returns undefined for a place that no event here can have: it is another database's
 */
export async function countMissed(
  app: App,
  after: Place,
  most: number,
): Promise<number | undefined> {
  const row = await selectRow(
    app.db,
    { missed: int, isOurs: bool },
    sql`
      select ${after.xid.toString()}::xid8 <= pg_snapshot_xmin(pg_current_snapshot()) as "isOurs",
        (select count(*) from (
          select from events
          where (xid, id) > (${after.xid.toString()}::xid8, ${after.id}::bigint)
          order by xid, id limit ${most}) missed) as missed`,
  );
  return row?.isOurs ? row.missed : undefined;
}
