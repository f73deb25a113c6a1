import { sql } from 'drizzle-orm';
import { int, json, nullable, oneOf, selectRow, selectRows, text } from '../server/base/db/rows.ts';
import type { Text } from '../server/base/text.ts';
import type { App } from '../server/context.ts';

/** Which campaign's figures are read. */
export type Played = { workspaceId: number; campaignId: number; timeZone: string };

/** What left and what came on each day of the workspace's time zone. */
export function readDays(app: App, { workspaceId, campaignId, timeZone }: Played) {
  return selectRows(
    app.db,
    { day: text, first: int, next: int, follow_ups: int, replies: int, refusals: int },
    sql`
      with happened as (
        select m.sent_at as at, case when s.kind = 'follow_up' then 'follow_up'
          when s.is_first then 'first' else 'next' end as what
        from campaign_steps s join messages m on m.id = s.message_id
        where s.campaign_id = ${campaignId} and s.outcome = 'sent'
        union all
        select m.sent_at, 'reply' from messages m
        join campaign_targets t on t.dialog_id = m.dialog_id and t.campaign_id = ${campaignId}
        where m.workspace_id = ${workspaceId} and m.direction = 'in'
        union all
        select j.at, 'refusal' from judgements j
        join campaign_targets t on t.dialog_id = j.dialog_id and t.campaign_id = ${campaignId}
        where j.workspace_id = ${workspaceId} and j.decision = 'stop')
      select (at at time zone ${timeZone})::date::text as day,
        count(*) filter (where what = 'first') as first,
        count(*) filter (where what = 'next') as next,
        count(*) filter (where what = 'follow_up') as follow_ups,
        count(*) filter (where what = 'reply') as replies,
        count(*) filter (where what = 'refusal') as refusals
      from happened group by 1 order by 1`,
  );
}

/** What each account sent for the campaign, and what it heard. */
export function readAccounts(app: App, { workspaceId, campaignId }: Played) {
  return selectRows(
    app.db,
    { senderId: int, first: int, sent: int, replies: int },
    sql`
      select a.id as "senderId", coalesce(o.first, 0) as first, coalesce(o.sent, 0) as sent,
        coalesce(i.replies, 0) as replies
      from accounts a
      left join (
        select m.sender_id, count(*) filter (where s.is_first) as first, count(*) as sent
        from campaign_steps s join messages m on m.id = s.message_id
        where s.campaign_id = ${campaignId} and s.outcome = 'sent' group by 1) o
        on o.sender_id = a.id
      left join (
        select t.sender_id, count(*) as replies
        from campaign_targets t
        join messages m on m.workspace_id = t.workspace_id and m.dialog_id = t.dialog_id
        where t.campaign_id = ${campaignId} and m.direction = 'in' group by 1) i
        on i.sender_id = a.id
      where a.workspace_id = ${workspaceId} order by a.number`,
  );
}

export function readVerdicts(app: App, { workspaceId, campaignId }: Played) {
  return selectRows(
    app.db,
    { verdict: text, decision: text, cause: text, text, count: int },
    sql`
      select j.verdict, j.decision, j.cause, m.content as text, count(*) as count
      from judgements j
      join campaign_targets t on t.dialog_id = j.dialog_id and t.campaign_id = ${campaignId}
      join messages m on m.id = j.message_id
      where j.workspace_id = ${workspaceId}
      group by 1, 2, 3, 4 order by count(*) desc, m.content`,
  );
}

/** How many people ended where, and why. */
export function readOutcomes(app: App, { campaignId }: Played) {
  return selectRows(
    app.db,
    { status: text, reason: nullable(text), count: int },
    sql`
      select status, reason, count(*) as count from campaign_targets
      where campaign_id = ${campaignId} group by 1, 2 order by count(*) desc, status, reason`,
  );
}

/** Why dialogs were handed over to people. */
export function readHandedOver(app: App, { workspaceId }: Played) {
  return selectRows(
    app.db,
    { reason: text, count: int },
    sql`
      select data ->> 'because' as reason, count(distinct contact_id) as count from events
      where workspace_id = ${workspaceId} and type = 'dialog.handed_over'
      group by 1 order by count(*) desc`,
  );
}

/** Why messages of the campaign failed. */
export function readFailures(app: App, { campaignId }: Played) {
  return selectRows(
    app.db,
    { reason: text, text: nullable(json<Text>()), count: int },
    sql`
      select coalesce(m.error ->> 'reason', m.status) as reason, m.error -> 'text' as text,
        count(*) as count
      from campaign_steps s join messages m on m.id = s.message_id
      where s.campaign_id = ${campaignId} and s.outcome in ('failed', 'unconfirmed')
      group by 1, 2 order by count(*) desc`,
  );
}

/** How many people of the campaign asked to be left alone. */
export async function countOptedOut(app: App, { campaignId }: Played): Promise<number> {
  const row = await selectRow(
    app.db,
    { n: int },
    sql`select count(*) as n from campaign_targets t join contacts c on c.id = t.contact_id
        where t.campaign_id = ${campaignId} and c.opted_out_at is not null`,
  );
  return row?.n ?? 0;
}

/** How many people the campaign has done with, of how many. */
export async function readProgress(app: App, campaignId: number) {
  const rows = await selectRows(
    app.db,
    { status: oneOf<string>(), targets: int },
    sql`select status, targets from campaign_counts where campaign_id = ${campaignId}`,
  );
  const open = new Set(['planned', 'queued', 'active']);
  const people = rows.reduce((sum, row) => sum + row.targets, 0);
  const settled = rows.reduce((sum, row) => sum + (open.has(row.status) ? 0 : row.targets), 0);
  return { settled, people };
}
