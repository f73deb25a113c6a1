import { sql } from 'drizzle-orm';
import { int, nullable, oneOf, selectRows, text, time } from '../server/base/db/rows.ts';
import type { App } from '../server/context.ts';
import type { Mood, RehearsalRecord } from '../server/features/outreach/rehearsal/protocol.ts';
import type { Played } from './read-figures.ts';

/** Transcripts of each way a dialog may end. */
const PER_ENDING = 2;
const MOST_DIALOGS = 16;
const MOST_MESSAGES = 40;

type Transcript = RehearsalRecord['dialogs'][number];

/** Some dialogs in full, the longest of each ending: what was said, and what was made of it. */
export async function readDialogs(
  app: App,
  { campaignId, workspaceId }: Played,
  moods: ReadonlyMap<number, Mood>,
  keys: ReadonlyMap<number, string>,
): Promise<Transcript[]> {
  const chosen = await selectRows(
    app.db,
    {
      dialogId: int,
      contactId: int,
      senderId: int,
      name: text,
      status: text,
      reason: nullable(text),
      stage: int,
    },
    sql`
      select "dialogId", "contactId", "senderId", name, status, reason, stage from (
        select t.dialog_id as "dialogId", t.contact_id as "contactId", t.sender_id as "senderId",
          trim(c.first_name || ' ' || c.last_name) as name,
          case when d.status = 'waiting' then 'waiting' else t.status end as status,
          coalesce(d.waiting_because, t.reason) as reason, t.stage,
          row_number() over (
            partition by d.status, t.status, coalesce(d.waiting_because, t.reason)
            order by said.n desc, t.id) as place
        from campaign_targets t
        join contacts c on c.id = t.contact_id
        join dialogs d on d.id = t.dialog_id
        cross join lateral (select count(*) as n from messages m
          where m.workspace_id = t.workspace_id and m.dialog_id = t.dialog_id) said
        where t.campaign_id = ${campaignId}) ranked
      where place <= ${PER_ENDING} order by place, "dialogId" limit ${MOST_DIALOGS}`,
  );
  const lines = await readLines(
    app,
    workspaceId,
    chosen.map((c) => c.dialogId),
  );
  return chosen.map(({ dialogId, contactId, senderId, ...dialog }) => ({
    ...dialog,
    persona: moods.get(contactId) ?? 'silent',
    account_id: keys.get(senderId) ?? '',
    messages: (lines.get(dialogId) ?? []).slice(0, MOST_MESSAGES),
  }));
}

async function readLines(
  app: App,
  workspaceId: number,
  dialogIds: readonly number[],
): Promise<Map<number, Transcript['messages']>> {
  const rows = await selectRows(
    app.db,
    {
      dialogId: int,
      direction: oneOf<'in' | 'out'>(),
      at: time,
      type: text,
      text,
      verdict: nullable(text),
    },
    sql`
      select m.dialog_id as "dialogId", m.direction, coalesce(m.sent_at, m.created_at) as at,
        m.type, m.content as text, j.verdict
      from messages m
      left join lateral (select verdict from judgements
        where workspace_id = m.workspace_id and message_id = m.id order by id desc limit 1) j on true
      where m.workspace_id = ${workspaceId}
        and m.dialog_id = any(${`{${dialogIds.join(',')}}`}::bigint[])
        and m.status in ('sent', 'received')
      order by at, m.id`,
  );
  const lines = new Map<number, Transcript['messages']>();
  for (const { dialogId, direction, at, ...said } of rows) {
    const line = { from: direction === 'in' ? ('person' as const) : ('us' as const), ...said };
    const own = lines.get(dialogId) ?? [];
    own.push({ ...line, at: at.toISOString() });
    lines.set(dialogId, own);
  }
  return lines;
}
