import { eq } from 'drizzle-orm';
import type { App } from '../server/context.ts';
import { readResults } from '../server/features/outreach/campaigns/read-results.ts';
import { campaigns } from '../server/features/outreach/campaigns/tables.ts';
import { readInvited } from '../server/features/outreach/invites/read-invited.ts';
import type { Mood, RehearsalRecord } from '../server/features/outreach/rehearsal/protocol.ts';
import { readDialogs } from './read-dialogs.ts';
import {
  countOptedOut,
  type Played,
  readAccounts,
  readDays,
  readFailures,
  readHandedOver,
  readOutcomes,
  readVerdicts,
} from './read-figures.ts';

/** Different replies shown for each verdict. */
const EXAMPLES = 8;

type Told = Pick<RehearsalRecord, 'ending' | 'began_at' | 'took_ms' | 'errors'>;

/** Everything that a played campaign has to tell. */
export async function readRecord(
  app: App,
  played: Played,
  moods: ReadonlyMap<number, Mood>,
  keys: ReadonlyMap<number, string>,
  told: Told,
): Promise<RehearsalRecord> {
  const [campaign] = await app.db
    .select()
    .from(campaigns)
    .where(eq(campaigns.id, played.campaignId));
  if (!campaign) throw new Error('the campaign is gone');
  const heard = await readAccounts(app, played);
  const results = await readResults(app, campaign);
  return {
    ...told,
    ended_at: (campaign.finishedAt ?? app.clock.now()).toISOString(),
    days: await readDays(app, played),
    accounts: heard.flatMap(({ senderId, ...figures }) => {
      const key = keys.get(senderId);
      return key === undefined ? [] : [{ account_id: key, ...figures }];
    }),
    stages: results.map(({ kind, stage, variant, sent, failed, answered }) => ({
      kind,
      stage,
      variant,
      sent,
      failed,
      answered,
    })),
    invites: pickInvites(await readInvited(app, campaign, 'en')),
    verdicts: groupVerdicts(await readVerdicts(app, played)),
    outcomes: await readOutcomes(app, played),
    handed_over: await readHandedOver(app, played),
    failures: await readFailures(app, played),
    do_not_contact: await countOptedOut(app, played),
    dialogs: await readDialogs(app, played, moods, keys),
  };
}

function pickInvites(invited: Awaited<ReturnType<typeof readInvited>>): RehearsalRecord['invites'] {
  if (invited === null) return null;
  const { added, refused, link_sent, joined } = invited;
  return { added, refused, link_sent, joined };
}

function groupVerdicts(
  rows: Awaited<ReturnType<typeof readVerdicts>>,
): RehearsalRecord['verdicts'] {
  const groups = new Map<string, RehearsalRecord['verdicts'][number]>();
  for (const { verdict, count, ...example } of rows) {
    const group = groups.get(verdict) ?? { verdict, count: 0, examples: [] };
    groups.set(verdict, group);
    group.count += count;
    if (group.examples.length < EXAMPLES) group.examples.push(example);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
