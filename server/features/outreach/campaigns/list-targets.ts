import { type SQL, sql } from 'drizzle-orm';
import type { TargetStatus } from '../../../../contract/campaigns.ts';
import { bool, int, json, nullable, oneOf, selectRows, text, time } from '../../../base/db/rows.ts';
import type { Language } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { accountKey } from '../../accounts/account.ts';
import type { MessageError } from '../../messages/message.ts';
import { explainTarget } from './explain-target.ts';
import type { Campaign } from './tables.ts';

/**
 * One page of a campaign's people, the newest first, each with the plain reason why they are where
 * they are.
 */
export async function listTargets(
  app: App,
  campaign: Campaign,
  page: { status: TargetStatus | undefined; limit: number; beforeId: number | undefined },
  language: Language,
) {
  const rows = await selectRows(
    app.db,
    {
      id: int,
      contactId: int,
      userId: nullable(int),
      username: nullable(text),
      firstName: text,
      lastName: text,
      status: oneOf<TargetStatus>(),
      reason: nullable(text),
      stage: int,
      hasReplied: bool,
      accountNumber: nullable(int),
      dialog: nullable(int),
      waitingBecause: nullable(text),
      error: nullable(json<MessageError>()),
      gateReason: nullable(text),
      changedAt: time,
    },
    sql`
      select t.id, t.contact_id as "contactId", c.telegram_id as "userId", c.username,
        c.first_name as "firstName", c.last_name as "lastName", t.status, t.reason, t.stage,
        t.has_replied as "hasReplied", a.number as "accountNumber", d.number as dialog,
        d.waiting_because as "waitingBecause", m.error, g.reason as "gateReason",
        t.changed_at as "changedAt"
      from (${pageOfTargets(campaign.id, page)}) p
      join campaign_targets t on t.id = p.id
      join contacts c on c.id = t.contact_id
      left join accounts a on a.id = t.sender_id
      left join dialogs d on d.id = t.dialog_id
      left join lateral (select message_id from campaign_steps
        where target_id = t.id order by id desc limit 1) s on true
      left join messages m on m.id = s.message_id
      left join lateral (select reason from gate_decisions
        where workspace_id = t.workspace_id and message_id = s.message_id
        order by id desc limit 1) g on true
      order by t.id desc`,
  );
  return rows.map((row) => ({
    id: row.id,
    contact_id: row.contactId,
    user_id: row.userId,
    username: row.username,
    name: [row.firstName, row.lastName].filter(Boolean).join(' '),
    status: row.status,
    stage: row.stage,
    has_replied: row.hasReplied,
    account_id: row.accountNumber === null ? null : accountKey(row.accountNumber),
    dialog: row.dialog,
    why: explainTarget(row)[language],
    changed_at: row.changedAt.toISOString(),
  }));
}

/**
 * The ids of one page, the newest first. Compared as rows, since only the index in this order will
 * then do: by the primary key the database would go through all the others, if those of the status
 * are old.
 */
function pageOfTargets(
  campaignId: number,
  page: { status: TargetStatus | undefined; limit: number; beforeId: number | undefined },
): SQL {
  const beforeId = page.beforeId ?? Number.MAX_SAFE_INTEGER;
  if (page.status === undefined)
    return sql`
      select id from campaign_targets
      where (campaign_id, id) < (${campaignId}::bigint, ${beforeId}::bigint)
        and campaign_id >= ${campaignId}::bigint
      order by campaign_id desc, id desc limit ${page.limit}`;
  return sql`
    select id from campaign_targets
    where (campaign_id, status, id) < (${campaignId}::bigint, ${page.status}, ${beforeId}::bigint)
      and (campaign_id, status) >= (${campaignId}::bigint, ${page.status})
    order by campaign_id desc, status desc, id desc limit ${page.limit}`;
}
