import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { resultsAnswer } from '../../../../contract/campaigns.ts';
import { int, nullable, selectRow, selectRows, text } from '../../../base/db/rows.ts';
import type { Language } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { accountKey } from '../../accounts/account.ts';
import { BANNED_IN_CHAT } from '../../messages/outcome.ts';
import { problemTexts } from '../../messages/problem-texts.ts';
import type { Campaign } from '../campaigns/tables.ts';

type Invited = NonNullable<z.output<typeof resultsAnswer>['invites']>;

/** What came of a campaign's invites; null for one that invites nowhere. */
export async function readInvited(
  app: App,
  { id, invite }: Campaign,
  language: Language,
): Promise<Invited | null> {
  if (invite === null) return null;
  const counts = await selectRow(
    app.db,
    {
      added: int,
      refused: int,
      leftBefore: int,
      alreadyThere: int,
      bannedThere: int,
      linkSent: int,
      joined: int,
    },
    sql`
      select count(*) filter (where s.kind = 'invite' and s.outcome = 'sent') as added,
        count(*) filter (where s.kind = 'invite' and s.outcome = 'failed'
          and m.error ->> 'code' = 'not_addable' and m.error ->> 'reason' <> ${BANNED_IN_CHAT})
          as refused,
        count(*) filter (where s.kind = 'invite' and s.outcome = 'failed'
          and m.error ->> 'reason' = 'left_chat') as "leftBefore",
        count(*) filter (where s.outcome = 'cancelled'
          and m.error ->> 'reason' = 'already_in_chat') as "alreadyThere",
        count(*) filter (where s.outcome in ('cancelled', 'failed')
          and m.error ->> 'reason' = ${BANNED_IN_CHAT}) as "bannedThere",
        count(distinct s.target_id) filter (where s.kind = 'stage' and s.outcome = 'sent')
          as "linkSent",
        (select count(*) from campaign_targets t
          where t.campaign_id = ${id} and t.status = 'converted' and t.reason = 'joined')
          as joined
      from campaign_steps s left join messages m on m.id = s.message_id
      where s.campaign_id = ${id}`,
  );
  const accounts = await selectRows(
    app.db,
    { number: int, link: nullable(text), joined: int, lostBecause: nullable(text) },
    sql`
      select a.number, k.link, k.joined, k.lost_because as "lostBecause"
      from campaign_chats k join accounts a on a.id = k.sender_id
      where k.campaign_id = ${id} order by a.number`,
  );
  return {
    added: counts?.added ?? 0,
    refused: counts?.refused ?? 0,
    left_before: counts?.leftBefore ?? 0,
    already_there: counts?.alreadyThere ?? 0,
    banned_there: counts?.bannedThere ?? 0,
    link_sent: counts?.linkSent ?? 0,
    joined: counts?.joined ?? 0,
    joined_in_all: accounts.reduce((sum, a) => sum + a.joined, 0),
    accounts: accounts.map(({ number, link, joined, lostBecause }) => ({
      account_id: accountKey(number),
      link,
      joined,
      lost_because: lostBecause === null ? null : problemTexts.cannotInvite[language],
    })),
  };
}
