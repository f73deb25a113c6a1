import { and, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import type { campaignPatch, newCampaignBody } from '../../../../contract/campaigns.ts';
import { type Db, isUniqueViolation } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { accountKey, accountNotFound, readAccountKey } from '../../accounts/account.ts';
import { accounts } from '../../accounts/tables.ts';
import { audiences } from '../../contacts/tables.ts';
import { nextNumbers } from '../../workspace/next-number.ts';
import { readInvite } from '../invites/invite.ts';
import { texts as inviteTexts } from '../invites/texts.ts';
import { checkTemplate } from '../scripts/check-script.ts';
import { findScript } from '../scripts/read-script.ts';
import { findCampaign, lockCampaign } from './find-campaign.ts';
import { type Campaign, campaigns } from './tables.ts';
import { texts } from './texts.ts';

/** @throws AppError not_found, already_exists */
export async function createCampaign(
  app: App,
  caller: Caller,
  given: z.output<typeof newCampaignBody>,
): Promise<Campaign> {
  const { workspaceId, actor } = caller;
  const now = app.clock.now();
  return named(given.name, () =>
    app.database.transaction(async (tx) => {
      const script = await findScript(tx, workspaceId, given.script_id);
      await mustExist(tx, workspaceId, given.audience_id);
      const [made] = await tx
        .insert(campaigns)
        .values({
          workspaceId,
          number: await nextNumbers(tx, workspaceId, 'campaign', 1),
          status: 'draft',
          createdAt: now,
          name: given.name,
          scriptId: script.id,
          scriptVersion: script.version,
          schedule: given.schedule,
          ...(await columnsOf(tx, workspaceId, given)),
        })
        .returning();
      if (!made) throw new Error('the campaign was not stored');
      await recordEvents(tx, [
        {
          workspaceId,
          type: 'campaign.created',
          at: now,
          actor,
          data: { campaign: made.number },
        },
      ]);
      return made;
    }),
  );
}

/**
 * Changes a campaign. One under way takes over new limits, hours and texts with the next message.
 * @throws AppError not_found, already_exists, conflict
 */
export async function changeCampaign(
  app: App,
  caller: Caller,
  number: number,
  patch: z.output<typeof campaignPatch>,
): Promise<Campaign> {
  const { workspaceId, actor } = caller;
  return named(patch.name ?? '', () =>
    app.database.transaction(async (tx) => {
      const before = await lockCampaign(tx, workspaceId, number);
      if (before.status === 'done') throw new AppError('conflict', texts.isDone);
      const isFixed = before.status !== 'draft';
      if (isFixed && (patch.script_id !== undefined || patch.audience_id !== undefined))
        throw new AppError('conflict', texts.onlyDraft);
      if (isFixed && patch.invite !== undefined)
        throw new AppError('conflict', inviteTexts.onlyDraft);
      const script =
        patch.script_id === undefined
          ? undefined
          : await findScript(tx, workspaceId, patch.script_id);
      if (patch.audience_id !== undefined) await mustExist(tx, workspaceId, patch.audience_id);
      const changes = {
        ...(await columnsOf(tx, workspaceId, patch)),
        ...(script && { scriptId: script.id, scriptVersion: script.version }),
        ...(['running', 'scheduled'].includes(before.status) && { nextFeedAt: app.clock.now() }),
      };
      if (Object.keys(changes).length > 0)
        await tx.update(campaigns).set(changes).where(eq(campaigns.id, before.id));
      await recordEvents(tx, [
        {
          workspaceId,
          type: 'campaign.changed',
          at: app.clock.now(),
          actor,
          data: { campaign: number, changed: Object.keys(patch) },
        },
      ]);
      return findCampaign(tx, workspaceId, number);
    }),
  );
}

type Given = Partial<z.output<typeof newCampaignBody>> | z.output<typeof campaignPatch>;

/** @throws AppError invalid_request */
function readFollowUp(text: string | null): string | null {
  if (!text) return null;
  const [problem] = checkTemplate(text);
  if (problem) throw new AppError('invalid_request', texts.badFollowUp(problem.text));
  return text;
}

/** The columns that are given, and no others. */
async function columnsOf(tx: Db, workspaceId: number, given: Given) {
  return {
    ...(given.name !== undefined && { name: given.name }),
    ...(given.audience_id !== undefined && { audienceId: given.audience_id }),
    ...(given.accounts && { accountIds: await accountIds(tx, workspaceId, given.accounts) }),
    ...(given.account_tags && { accountTags: given.account_tags }),
    ...(given.starts_at !== undefined && {
      startsAt: given.starts_at === null ? null : new Date(given.starts_at),
    }),
    ...(given.schedule && { schedule: given.schedule }),
    ...(given.max_first_per_day !== undefined && { maxFirstPerDay: given.max_first_per_day }),
    ...(given.follow_up_hours !== undefined && { followUpHours: given.follow_up_hours }),
    ...(given.follow_up_text !== undefined && {
      followUpText: readFollowUp(given.follow_up_text),
    }),
    ...(given.silence_hours !== undefined && { silenceHours: given.silence_hours }),
    ...(given.error_share !== undefined && { errorShare: given.error_share }),
    ...(given.role_id !== undefined && { roleId: given.role_id }),
    ...(given.invite !== undefined && { invite: readInvite(given.invite) }),
  };
}

/** @throws AppError not_found, naming the first key that is none */
async function accountIds(tx: Db, workspaceId: number, keys: readonly string[]): Promise<number[]> {
  if (keys.length === 0) return [];
  const numbers = keys.map(readAccountKey);
  const rows = await tx
    .select({ id: accounts.id, number: accounts.number })
    .from(accounts)
    .where(and(eq(accounts.workspaceId, workspaceId), inArray(accounts.number, numbers)));
  const byNumber = new Map(rows.map((row) => [row.number, row.id]));
  return numbers.map((number) => {
    const id = byNumber.get(number);
    if (id === undefined) throw accountNotFound(accountKey(number));
    return id;
  });
}

async function mustExist(tx: Db, workspaceId: number, audienceId: number): Promise<void> {
  const [audience] = await tx
    .select({ id: audiences.id })
    .from(audiences)
    .where(and(eq(audiences.workspaceId, workspaceId), eq(audiences.id, audienceId)));
  if (!audience) throw new AppError('not_found', texts.audienceNotFound);
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, 'campaigns_by_name'))
      throw new AppError('already_exists', texts.nameTaken(name));
    throw error;
  }
}
