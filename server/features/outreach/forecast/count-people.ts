import { sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { int, json, nullable, selectRows, text } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { bonds, membersOf } from '../campaigns/feed-facts.ts';
import { peopleAhead } from '../campaigns/people-ahead.ts';
import type { Campaign } from '../campaigns/tables.ts';
import { wasInvited } from '../invites/invited-before.ts';

const EXAMPLES = 20;

export type PeopleGroup = { timeZone: string | null; priority: number; count: number };
export type LeftOut = { reason: string; count: number; examples: number[] };

/**
 * Everybody a campaign is still to write to, counted by time zone and priority, and those it will
 * leave out, by the reason: the rule of `assignTargets` in the form of a set, in one pass.
 */
export async function countPeople(
  app: App,
  db: Db,
  campaign: Campaign,
): Promise<{ people: PeopleGroup[]; leftOut: LeftOut[] }> {
  const members = `{${[...(await membersOf(db, campaign))].join(',')}}`;
  const ahead = peopleAhead(campaign);
  const { workspaceId } = campaign;
  const rows = await selectRows(
    db,
    {
      timeZone: nullable(text),
      priority: int,
      reason: nullable(text),
      count: int,
      examples: nullable(json<number[]>()),
    },
    sql`
      with ahead as materialized (${ahead}),
      bound as (
        select b.contact_id, bool_or(b.is_lost) as is_lost, bool_or(b.is_led) as is_led,
          bool_or(b.is_personal) as is_personal, bool_or(b.has_history) as has_history,
          bool_or(b.sender_id = any(${members}::bigint[])) as is_ours
        from (${bonds(workspaceId, app.clock.now(), sql`d.contact_id in (select contact_id from ahead)`)}) b
        group by 1),
      judged as (
        select c.id, c.time_zone, c.priority, case
            when c.erased_at is not null then 'erased'
            when c.opted_out_at is not null then 'do_not_contact'
            when b.is_lost then 'lost'
            when b.is_led then 'in_another_campaign'
            when b.is_personal then 'with_a_person'
            when not b.is_ours then 'dialog_of_another_account'
            when ${wasInvited(campaign, sql`c.id`)} then 'invited_before'
            when c.consent_id is null and b.has_history is not true then 'no_consent_basis'
            when b.contact_id is null and c.username is null and c.phone is null
              and not exists (select from account_peers p
                where p.user_id = c.telegram_id and p.account_id = any(${members}::bigint[]))
              then 'not_reachable'
          end as reason
        from ahead
        join contacts c on c.id = ahead.contact_id and c.workspace_id = ${workspaceId}
        left join bound b on b.contact_id = c.id)
      select time_zone as "timeZone", priority, reason, count(*) as count,
        to_jsonb((array_agg(id) filter (where reason is not null))[1:${EXAMPLES}]) as examples
      from judged group by 1, 2, 3`,
  );
  const leftOut = new Map<string, LeftOut>();
  const people: PeopleGroup[] = [];
  for (const { reason, count, examples, ...group } of rows) {
    if (reason === null) {
      people.push({ ...group, count });
      continue;
    }
    const known = leftOut.get(reason) ?? { reason, count: 0, examples: [] };
    known.count += count;
    known.examples = [...known.examples, ...(examples ?? [])].slice(0, EXAMPLES);
    leftOut.set(reason, known);
  }
  return { people, leftOut: [...leftOut.values()].sort((a, b) => b.count - a.count) };
}
