import { inArray, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { campaignView } from '../../../../contract/campaigns.ts';
import { targetStatuses } from '../../../../contract/campaigns.ts';
import { int, selectRows, text } from '../../../base/db/rows.ts';
import type { Language } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { accountKey } from '../../accounts/account.ts';
import { accounts } from '../../accounts/tables.ts';
import type { Invite } from '../invites/invite.ts';
import type { Campaign } from './tables.ts';

export type CampaignView = z.output<typeof campaignView>;

/** Campaigns as the API shows them, in the given order, with how far each is. */
export async function viewCampaigns(
  app: App,
  list: readonly Campaign[],
  language: Language,
): Promise<CampaignView[]> {
  if (list.length === 0) return [];
  const [progress, numbers] = await Promise.all([
    progressOf(
      app,
      list.map((c) => c.id),
    ),
    numbersOf(
      app,
      list.flatMap((c) => c.accountIds),
    ),
  ]);
  return list.map((c) => ({
    id: c.number,
    name: c.name,
    status: c.status,
    script_id: c.scriptId,
    script_version: c.scriptVersion,
    audience_id: c.audienceId,
    accounts: c.accountIds.map((id) => accountKey(numbers.get(id) ?? 0)),
    account_tags: c.accountTags,
    starts_at: c.startsAt?.toISOString() ?? null,
    schedule: c.schedule,
    max_first_per_day: c.maxFirstPerDay,
    follow_up_hours: c.followUpHours,
    follow_up_text: c.followUpText,
    silence_hours: c.silenceHours,
    error_share: c.errorShare,
    role_id: c.roleId,
    invite: c.invite && viewInvite(c.invite),
    created_at: c.createdAt.toISOString(),
    launched_at: c.launchedAt?.toISOString() ?? null,
    paused_at: c.status === 'paused' ? (c.pausedAt?.toISOString() ?? null) : null,
    paused_by: c.status === 'paused' ? (c.pauseReason?.by ?? null) : null,
    pause_reason: c.status === 'paused' ? (c.pauseReason?.text[language] ?? null) : null,
    finished_at: c.finishedAt?.toISOString() ?? null,
    is_preparing: c.copiedTo !== null,
    progress: progress.get(c.id) ?? emptyProgress(),
  }));
}

function viewInvite({ chat, title, way, fallbackToLink }: Invite) {
  return { chat, title, way, fallback_to_link: fallbackToLink };
}

type Progress = CampaignView['progress'];

function emptyProgress(): Progress {
  const counts = Object.fromEntries(targetStatuses.map((status) => [status, 0]));
  return { total: 0, ...counts, waiting: 0 } as Progress;
}

async function progressOf(app: App, ids: readonly number[]): Promise<Map<number, Progress>> {
  const rows = await selectRows(
    app.db,
    { campaignId: int, status: text, targets: int },
    sql`select campaign_id as "campaignId", status, targets from campaign_counts
        where campaign_id = any(${`{${ids.join(',')}}`}::bigint[])`,
  );
  const progress = new Map<number, Progress>();
  for (const { campaignId, status, targets } of rows) {
    const own = progress.get(campaignId) ?? emptyProgress();
    own.total += targets;
    own[status as keyof Progress] = targets;
    progress.set(campaignId, own);
  }
  for (const { campaignId, waiting } of await waitingIn(app, ids)) {
    const own = progress.get(campaignId);
    if (own) own.waiting = waiting;
  }
  return progress;
}

/** How many dialogs of campaigns wait for a person. */
function waitingIn(app: App, ids: readonly number[]) {
  return selectRows(
    app.db,
    { campaignId: int, waiting: int },
    sql`
      select t.campaign_id as "campaignId", count(*) as waiting
      from campaigns c
      join dialogs d on d.workspace_id = c.workspace_id and d.status = 'waiting'
      join campaign_targets t on t.dialog_id = d.id and t.campaign_id = c.id and t.status = 'active'
      where c.id = any(${`{${ids.join(',')}}`}::bigint[]) group by 1`,
  );
}

async function numbersOf(app: App, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await app.db
    .select({ id: accounts.id, number: accounts.number })
    .from(accounts)
    .where(inArray(accounts.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row.number]));
}
