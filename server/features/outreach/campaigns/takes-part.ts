import { type SQL, sql } from 'drizzle-orm';
import type { Campaign } from './tables.ts';

/**
 * The condition that an account `a` takes part in a campaign. Once one that invites is launched,
 * only those take part that may invite.
 */
export function takesPart(
  campaign: Pick<Campaign, 'id' | 'status' | 'invite' | 'accountIds' | 'accountTags'>,
): SQL {
  const { id, status, invite } = campaign;
  const chosen = isChosen(campaign);
  if (invite === null || status === 'draft') return chosen;
  return sql`(${chosen} and exists (select from campaign_chats may
    where may.campaign_id = ${id} and may.sender_id = a.id and may.lost_because is null))`;
}

function isChosen({ accountIds, accountTags }: Pick<Campaign, 'accountIds' | 'accountTags'>): SQL {
  if (accountIds.length === 0 && accountTags.length === 0) return sql`true`;
  const tags = JSON.stringify(accountTags);
  return sql`(a.id = any(${`{${accountIds.join(',')}}`}::bigint[])
    or a.tags && array(select jsonb_array_elements_text(${tags}::jsonb)))`;
}
