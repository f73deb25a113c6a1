import { sql } from 'drizzle-orm';
import { jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { type ReadResult, readEvents, type StoredEvent } from '../../base/events/read-events.ts';
import type { App } from '../../context.ts';
import { factOf } from './fact.ts';

const READ_AT_ONCE = 1_000;
/** What somebody writes later than this is no answer to a campaign's message. */
const ANSWERS_WITHIN = '30 days';

/** Makes facts of what happened since the last time. */
export function gatherFacts(app: App): Promise<ReadResult> {
  return readEvents(app.database, 'analytics', keepFacts, READ_AT_ONCE);
}

/**
 * Keeps what events count as, each once however often it is told: with the message of a campaign
 * that it is or came after, and whether its person was counted before.
 */
async function keepFacts(tx: Db, events: readonly StoredEvent[]): Promise<void> {
  const told = events.flatMap((event, n) => {
    const fact = factOf(event);
    if (!fact) return [];
    const { id, workspaceId, at, senderId, contactId, messageId } = event;
    return [
      {
        n,
        event_id: id,
        workspace_id: workspaceId,
        at: at.toISOString(),
        sender_id: senderId,
        contact_id: contactId,
        message_id: messageId,
        ...fact,
      },
    ];
  });
  if (told.length === 0) return;
  await tx.execute(sql`
    with told as materialized (
      select * from jsonb_to_recordset(${jsonRows(told)}) as r(n int, event_id bigint,
        workspace_id bigint, at timestamptz, sender_id bigint, contact_id bigint,
        message_id bigint, what text, cause text)),
    placed as materialized (
      select t.*, coalesce(t.sender_id, step.sender_id, 0) as sender, m.lane, m.dialog_id,
        coalesce(own.campaign_id, step.campaign_id, 0) as campaign_id,
        coalesce(own.kind, step.kind, '') as kind,
        coalesce(own.stage, step.stage, 0) as stage,
        coalesce(own.variant, step.variant, 0) as variant,
        step.message_id as after_id, step.passed_at as after_at,
        coalesce(p.source_id, c.source_id, 0) as source_id,
        coalesce(p.was_written_to, false) as was_written_to,
        coalesce(p.has_replied, false) as has_replied,
        coalesce(p.has_refused, false) as has_refused,
        coalesce(p.has_converted, false) as has_converted
      from told t
      left join messages m on m.id = t.message_id
      left join campaign_steps own on own.message_id = t.message_id
        and t.what in ('sent', 'failed')
      left join lateral (
        select s.campaign_id, s.kind, s.stage, s.variant, s.message_id, said.sender_id,
          said.passed_at
        from campaign_targets g
        join campaign_steps s on s.target_id = g.id
        join messages said on said.id = s.message_id
        where t.what in ('reply', 'agreed', 'refusal', 'converted')
          and g.workspace_id = t.workspace_id and g.contact_id = t.contact_id
          and said.status = 'sent' and said.passed_at <= t.at
          and said.passed_at > t.at - ${ANSWERS_WITHIN}::interval
          and (t.sender_id is null or said.sender_id = t.sender_id)
        order by said.passed_at desc, said.id desc limit 1) step on true
      left join analytics_people p
        on p.workspace_id = t.workspace_id and p.contact_id = t.contact_id
      left join lateral (
        select k.source_id from contacts o join consents k on k.id = o.consent_id
        where o.workspace_id = t.workspace_id and o.id = t.contact_id) c on true),
    -- a reply counts of people who had been written to
    counting as (
      select x.*, case x.what
          when 'sent' then not was_written_to
          when 'reply' then not has_replied and (was_written_to or sent_before)
          when 'refusal' then not has_refused
          when 'converted' then not has_converted
          else false end and x.contact_id is not null as may_be_new
      from (
        select y.*, coalesce(bool_or(y.what = 'sent') over (
            partition by y.workspace_id, y.contact_id order by y.n
            rows between unbounded preceding and 1 preceding), false) as sent_before
        from placed y) x),
    facts as (
      insert into analytics_facts (workspace_id, event_id, at, what, sender_id, campaign_id,
        source_id, lane, kind, stage, variant, cause, is_first, is_new)
      select workspace_id, event_id, at, what, sender, campaign_id, source_id,
        coalesce(lane, ''), kind, stage, variant, cause,
        case
          when after_id is null then false
          when what = 'reply' then not exists (
            select from messages b
            where b.workspace_id = f.workspace_id and b.contact_id = f.contact_id
              and b.id > f.after_id and b.id < f.message_id and b.direction = 'in'
              and b.created_at >= f.after_at)
          when what = 'agreed' then not exists (
            select from judgements j
            where j.workspace_id = f.workspace_id and j.dialog_id = f.dialog_id
              and j.message_id > f.after_id and j.message_id < f.message_id
              and j.verdict = 'agreement' and j.at >= f.after_at)
          else true end,
        may_be_new and row_number() over (
          partition by workspace_id, contact_id, what, may_be_new order by n) = 1
      from counting f
      order by n
      on conflict (event_id) do nothing)
    insert into analytics_people as p (workspace_id, contact_id, source_id, was_written_to,
      has_replied, has_refused, has_converted)
    select workspace_id, contact_id, max(source_id), bool_or(was_written_to or what = 'sent'),
      bool_or(has_replied or (what = 'reply' and may_be_new)),
      bool_or(has_refused or what = 'refusal'), bool_or(has_converted or what = 'converted')
    from counting
    where contact_id is not null and what in ('sent', 'reply', 'refusal', 'converted')
    group by workspace_id, contact_id
    on conflict (workspace_id, contact_id) do update set
      was_written_to = excluded.was_written_to, has_replied = excluded.has_replied,
      has_refused = excluded.has_refused, has_converted = excluded.has_converted
    where (p.was_written_to, p.has_replied, p.has_refused, p.has_converted) is distinct from
      (excluded.was_written_to, excluded.has_replied, excluded.has_refused, excluded.has_converted)`);
}
