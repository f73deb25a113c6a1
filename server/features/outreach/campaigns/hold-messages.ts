import { sql } from 'drizzle-orm';
import type { CampaignStatus } from '../../../../contract/campaigns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, json, oneOf, selectRows } from '../../../base/db/rows.ts';
import type { AboutToLeave, App, Hold } from '../../../context.ts';
import { closedUntil, type Schedule } from './campaign.ts';
import { findOutranked, isFirstHalf } from './first-before-reminders.ts';
import { CAMPAIGN_ORIGIN } from './origin.ts';

/** A paused campaign's messages are looked at again after so long; a resume wakes them at once. */
const PAUSED_LOOK_MS = 6 * 3_600_000;
/** A reminder that new people go before is looked at again after so long. */
const OUTRANKED_LOOK_MS = 10 * 60_000;

/**
 * What of the campaigns must wait: all of a paused or an ended one, what nobody is waiting for
 * outside the hours of its schedule, and reminders while new people go first. The campaigns are locked, so that none is paused in the same moment.
 */
export async function holdMessages(
  app: App,
  tx: Db,
  messages: readonly AboutToLeave[],
  now: Date,
): Promise<Map<number, Hold>> {
  const holds = new Map<number, Hold>();
  const mayBeOutranked: AboutToLeave[] = [];
  const own = messages.filter((m) => m.origin === CAMPAIGN_ORIGIN);
  const ids = [...new Set(own.flatMap((m) => (m.originId === null ? [] : [m.originId])))];
  if (ids.length === 0) return holds;
  const rows = await selectRows(
    tx,
    { id: int, status: oneOf<CampaignStatus>(), schedule: json<Schedule>() },
    sql`select id, status, schedule from campaigns
        where id = any(${`{${ids.join(',')}}`}::bigint[]) order by id for key share`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const message of own) {
    const campaign = byId.get(message.originId ?? 0);
    if (!campaign) continue;
    if (campaign.status === 'paused') {
      const until = new Date(now.getTime() + PAUSED_LOOK_MS);
      holds.set(message.id, { reason: 'campaign_paused', until });
    } else if (campaign.status === 'done') {
      // Whoever clears the campaign away cancels it.
      const until = new Date(now.getTime() + PAUSED_LOOK_MS);
      holds.set(message.id, { reason: 'campaign_ended', until });
    } else if (message.lane !== 'answer') {
      const until = closedUntil(campaign.schedule, message.timeZone, now);
      if (until) holds.set(message.id, { reason: 'campaign_hours', until });
      else if (message.lane === 'next' && isFirstHalf(campaign.schedule, message.timeZone, now))
        mayBeOutranked.push(message);
    }
  }
  const until = new Date(now.getTime() + OUTRANKED_LOOK_MS);
  for (const id of await findOutranked(app, tx, mayBeOutranked, now))
    holds.set(id, { reason: 'first_messages_first', until });
  return holds;
}
