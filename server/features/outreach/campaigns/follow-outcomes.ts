import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import {
  bool,
  int,
  json,
  nullable,
  oneOf,
  selectRow,
  selectRows,
  time,
} from '../../../base/db/rows.ts';
import { type ReadResult, readEvents, type StoredEvent } from '../../../base/events/read-events.ts';
import { systemActor } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { MessageError } from '../../messages/message.ts';
import { endAdded } from '../invites/end-added.ts';
import { fallBackToLink, findRefusedInvites } from '../invites/fall-back-to-link.ts';
import { loseChats } from '../invites/lose-chats.ts';
import { findCampaign } from './find-campaign.ts';
import { type Move, moveTargets } from './move-targets.ts';
import { CAMPAIGN_ORIGIN } from './origin.ts';
import { findUnbegun, returnTargets } from './return-targets.ts';
import { CAMPAIGNS_CHANNEL, writePause } from './run-campaign.ts';
import { texts } from './texts.ts';

/** Found out just before the message would have left: the person needs no invite, or gets none. */
const LEFT_OUT = new Set(['already_in_chat', 'banned_in_chat']);
const HOUR_MS = 3_600_000;
/** Among so many of the latest sends the failures are counted, and from so many on they tell. */
const LATEST = 50;
const LEAST_FAILURES = 5;

const outcomes: Record<string, 'sent' | 'failed' | 'cancelled' | 'unconfirmed'> = {
  'message.sent': 'sent',
  'message.failed': 'failed',
  'message.cancelled': 'cancelled',
  'message.unconfirmed': 'unconfirmed',
};

/** Reads what came of the campaigns' messages and brings their targets along. */
export function followOutcomes(app: App): Promise<ReadResult> {
  return readEvents(app.database, 'campaigns', async (tx, events) => {
    const settled = events.filter((e) => outcomes[e.type] && e.messageId !== null);
    if (settled.length > 0) await settle(app, tx, settled);
  });
}

type Settled = {
  stepId: number;
  targetId: number;
  campaignId: number;
  workspaceId: number;
  campaignNumber: number;
  outcome: 'sent' | 'failed' | 'cancelled' | 'unconfirmed';
  status: string;
  isLatest: boolean;
  isFollowUp: boolean;
  /** The last stage that wasn't cancelled. */
  saidStage: number;
  error: MessageError | null;
  followUpHours: number;
  hasFollowUp: boolean;
  silenceHours: number;
  sentAt: Date | null;
};

/** Locks in the order of the feeder: campaigns, contacts, targets, counters. */
async function settle(app: App, tx: Db, events: readonly StoredEvent[]): Promise<void> {
  const told = events.map((e) => ({ message_id: e.messageId, outcome: outcomes[e.type] }));
  const campaigns = await selectRows(
    tx,
    { id: int },
    sql`
      update campaigns c set next_feed_at = least(c.next_feed_at, ${at(app.clock.now())})
      where c.id in (select m.origin_id from messages m
        join jsonb_to_recordset(${jsonRows(told)}) as r(message_id bigint)
          on r.message_id = m.id
        where m.origin = ${CAMPAIGN_ORIGIN})
      returning c.id`,
  );
  if (campaigns.length === 0) return;
  const failed = told.flatMap((r) => (r.outcome === 'failed' ? (r.message_id ?? []) : []));
  await loseChats(app, tx, failed);
  const unbegun = new Set<number | null>(await findUnbegun(tx, failed));
  const refused = new Set<number | null>(await findRefusedInvites(tx, failed));
  const rows = told.filter((r) => !unbegun.has(r.message_id) && !refused.has(r.message_id));
  await markContacted(tx, rows);
  await endAdded(
    app,
    tx,
    rows.flatMap((r) => (r.outcome === 'sent' ? (r.message_id ?? []) : [])),
  );
  const settled = await readSettled(tx, rows);
  await tx.execute(sql`
    update campaign_steps s set outcome = r.outcome
    from jsonb_to_recordset(${jsonRows(rows)}) as r(message_id bigint, outcome text)
    where s.message_id = r.message_id`);
  await moveTargets(app, tx, lastOfEach(settled.flatMap(moveOf)));
  await returnTargets(
    app,
    tx,
    failed.filter((id) => unbegun.has(id)),
  );
  await fallBackToLink(
    app,
    tx,
    failed.filter((id) => refused.has(id)),
  );
  for (const id of failedCampaigns(settled)) await pauseOnErrors(app, tx, id);
  await tx.execute(sql`select pg_notify(${CAMPAIGNS_CHANNEL}, '')`);
}

type Row = { message_id: number | null; outcome: string | undefined };

/** The first message makes a person a contacted one; one that failed for good a failed one. */
async function markContacted(tx: Db, rows: readonly Row[]): Promise<void> {
  const told = rows.filter((r) => r.outcome === 'sent' || r.outcome === 'failed');
  if (told.length === 0) return;
  // Everybody locks people in the order of their ids.
  await tx.execute(sql`
    select c.id from contacts c
    where c.id in (select m.contact_id from messages m
      join jsonb_to_recordset(${jsonRows(told)}) as r(message_id bigint) on r.message_id = m.id
      where m.origin = ${CAMPAIGN_ORIGIN})
    order by c.id for no key update`);
  await tx.execute(sql`
    update contacts c set
      status = case when r.outcome = 'sent' then 'contacted' else 'failed' end,
      assigned_sender_id = coalesce(c.assigned_sender_id, m.sender_id)
    from jsonb_to_recordset(${jsonRows(told)}) as r(message_id bigint, outcome text)
    join messages m on m.id = r.message_id and m.origin = ${CAMPAIGN_ORIGIN}
    where c.workspace_id = m.workspace_id and c.id = m.contact_id and c.status = 'pending'`);
}

function readSettled(tx: Db, rows: readonly Row[]): Promise<Settled[]> {
  return selectRows(
    tx,
    {
      stepId: int,
      targetId: int,
      campaignId: int,
      workspaceId: int,
      campaignNumber: int,
      outcome: oneOf<Settled['outcome']>(),
      status: oneOf<string>(),
      isLatest: bool,
      isFollowUp: bool,
      saidStage: int,
      error: nullable(json<MessageError>()),
      followUpHours: int,
      hasFollowUp: bool,
      silenceHours: int,
      sentAt: nullable(time),
    },
    sql`
      select s.id as "stepId", s.target_id as "targetId", s.campaign_id as "campaignId",
        s.workspace_id as "workspaceId", c.number as "campaignNumber", r.outcome, t.status,
        s.kind = 'follow_up' or s.stage = t.stage as "isLatest",
        s.kind = 'follow_up' as "isFollowUp", m.error,
        coalesce((select max(l.stage) from campaign_steps l
          join messages lm on lm.id = l.message_id
          where l.target_id = t.id and l.kind = 'stage' and lm.status <> 'cancelled'), 0)
          as "saidStage",
        c.follow_up_hours as "followUpHours", c.follow_up_text is not null as "hasFollowUp",
        c.silence_hours as "silenceHours", m.sent_at as "sentAt"
      from jsonb_to_recordset(${jsonRows(rows)}) as r(message_id bigint, outcome text)
      join campaign_steps s on s.message_id = r.message_id
      join campaign_targets t on t.id = s.target_id
      join campaigns c on c.id = s.campaign_id
      join messages m on m.id = s.message_id
      order by s.id
      for update of t`,
  );
}

/** Where a target goes by what came of its message. */
function moveOf(settled: Settled): Move[] {
  const { targetId: id, outcome, status, error } = settled;
  if (status !== 'queued' && status !== 'active') return [];
  if (outcome === 'sent') {
    const quiet = settled.hasFollowUp && !settled.isFollowUp;
    const hours = quiet ? settled.followUpHours : settled.silenceHours;
    const since = settled.sentAt?.getTime() ?? 0;
    return [{ id, to: 'active', nextLookAt: new Date(since + hours * HOUR_MS) }];
  }
  // A script can't go on past a message that may not have arrived, nor is it sent again.
  if (!settled.isLatest) return [];
  const reason = error?.reason ?? outcome;
  // A reminder nobody needs any more, and a stage kept back for a person's answer, end nothing.
  if (outcome === 'cancelled' && reason === 'answered') return [];
  if (outcome === 'cancelled' && reason === 'handed_over')
    return [{ id, to: 'active', stage: settled.saidStage }];
  if (outcome === 'cancelled' && LEFT_OUT.has(reason))
    return [{ id, to: 'left_out', reason, nextLookAt: null }];
  const to = outcome === 'cancelled' ? 'stopped' : 'failed';
  return [{ id, to, reason, nextLookAt: null }];
}

/** One move for each target: the last word counts. */
function lastOfEach(moves: readonly Move[]): Move[] {
  return [...new Map(moves.map((move) => [move.id, move])).values()];
}

function failedCampaigns(settled: readonly Settled[]): Set<number> {
  return new Set(settled.flatMap((s) => (s.outcome === 'failed' ? [s.campaignId] : [])));
}

/** A campaign whose latest sends fail too often stands still until somebody has looked. */
async function pauseOnErrors(app: App, tx: Db, campaignId: number): Promise<void> {
  const row = await selectRow(
    tx,
    {
      workspaceId: int,
      number: int,
      all: int,
      failed: int,
      share: Number,
      error: nullable(json<MessageError>()),
    },
    sql`
      with newest as materialized (
        select s.message_id, s.outcome, s.at from campaign_steps s
        where s.campaign_id = ${campaignId} and s.outcome in ('sent', 'failed')
        order by s.id desc limit ${LATEST}),
      latest as (
        select s.outcome, m.error from newest s join messages m on m.id = s.message_id
        where s.at > coalesce((select paused_at from campaigns where id = ${campaignId}), '-infinity'))
      select c.workspace_id as "workspaceId", c.number, c.error_share as share,
        (select count(*) from latest) as all,
        (select count(*) from latest where outcome = 'failed') as failed,
        (select error from latest where outcome = 'failed'
          group by error order by count(*) desc limit 1) as error
      from campaigns c where c.id = ${campaignId} and c.status = 'running'`,
  );
  if (!row || row.failed < LEAST_FAILURES || row.failed / row.all < row.share || !row.error) return;
  const campaign = await findCampaign(tx, row.workspaceId, row.number);
  const text = texts.pausedByErrors(row.failed, row.all, row.error.text);
  await writePause(app, tx, campaign, { by: 'errors', text }, systemActor);
}
