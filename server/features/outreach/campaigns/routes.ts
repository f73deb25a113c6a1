import { Readable } from 'node:stream';
import { z } from 'zod';
import {
  campaignAnswer,
  campaignPatch,
  campaignsAnswer,
  campaignsQuery,
  inviteChatsAnswer,
  newCampaignBody,
  resultsAnswer,
  targetsAnswer,
  targetsQuery,
} from '../../../../contract/campaigns.ts';
import { doneAnswer } from '../../../../contract/common.ts';
import { scriptResultsAnswer } from '../../../../contract/scripts.ts';
import { nextCursor, readCursor } from '../../../base/pages.ts';
import type { Text } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { type Caller, CustomAnswer, defineRoute, type Route } from '../../../feature.ts';
import { findInvitingChats } from '../invites/find-inviting-chats.ts';
import { readInvited } from '../invites/read-invited.ts';
import { findScript } from '../scripts/read-script.ts';
import { exportTargets } from './export-targets.ts';
import { findCampaign, listCampaigns } from './find-campaign.ts';
import { finishCampaign } from './finish-campaign.ts';
import { listTargets } from './list-targets.ts';
import { readResults } from './read-results.ts';
import { readScriptResults } from './read-script-results.ts';
import { deleteDraft, launchCampaign, pauseCampaign, resumeCampaign } from './run-campaign.ts';
import { changeCampaign, createCampaign } from './save-campaign.ts';
import type { Campaign } from './tables.ts';
import { texts } from './texts.ts';
import { viewCampaigns } from './view-campaign.ts';

const tag = 'Campaigns';
const params = z.object({ id: z.coerce.number().int().describe('The number of the campaign') });

async function answer(app: App, caller: Caller, campaign: Campaign, message?: Text) {
  const [view] = await viewCampaigns(app, [campaign], caller.language);
  return {
    success: true,
    campaign: view,
    ...(message && { message: message[caller.language] }),
  };
}

export const campaignRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/campaigns',
    permission: 'outreach.read',
    summary: 'Campaigns with their progress, newest first',
    tag,
    query: campaignsQuery,
    answers: { 200: campaignsAnswer },
    handle: async ({ app, caller, query }) => {
      const page = {
        status: query.status,
        limit: query.limit,
        beforeId: readCursor(query.after),
      };
      const list = await listCampaigns(app, caller.workspaceId, page);
      return {
        success: true,
        campaigns: await viewCampaigns(app, list, caller.language),
        next: nextCursor(list, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns',
    permission: 'outreach.write',
    summary: 'Draft a campaign; nothing leaves before it is launched',
    tag,
    body: newCampaignBody,
    answers: { 200: campaignAnswer },
    handle: async ({ app, caller, body }) =>
      answer(app, caller, await createCampaign(app, caller, body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/invite-chats',
    permission: 'outreach.write',
    summary: 'The chats that connected accounts may invite into, asked of Telegram now',
    tag,
    answers: { 200: inviteChatsAnswer },
    handle: async ({ app, caller }) => ({
      success: true,
      chats: await findInvitingChats(app, caller.workspaceId),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/:id',
    permission: 'outreach.read',
    summary: 'One campaign and how far it is',
    tag,
    params,
    answers: { 200: campaignAnswer },
    handle: async ({ app, caller, params: { id } }) =>
      answer(app, caller, await findCampaign(app.db, caller.workspaceId, id)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/campaigns/:id',
    permission: 'outreach.write',
    summary: 'Change a campaign; after the launch all but its script and audience',
    tag,
    params,
    body: campaignPatch,
    answers: { 200: campaignAnswer },
    handle: async ({ app, caller, params: { id }, body }) =>
      answer(app, caller, await changeCampaign(app, caller, id, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/campaigns/:id',
    permission: 'outreach.write',
    summary: 'Delete a draft',
    tag,
    params,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      await deleteDraft(app, caller, id);
      return { success: true, message: texts.deleted[caller.language] };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns/:id/launch',
    permission: 'outreach.write',
    summary: 'Launch a draft: at once, or at its starts_at',
    tag,
    params,
    body: z.unknown(),
    answers: { 200: campaignAnswer },
    handle: async ({ app, caller, params: { id } }) =>
      answer(app, caller, await launchCampaign(app, caller, id), texts.launched),
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns/:id/pause',
    permission: 'outreach.write',
    summary: 'Hold everything the campaign would send; answers when nothing is on its way any more',
    tag,
    params,
    body: z.unknown(),
    answers: { 200: campaignAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      const reason = { by: 'operator' as const, text: texts.pausedByOperator };
      const { workspaceId, actor } = caller;
      const { campaign, undecided } = await pauseCampaign(app, workspaceId, id, reason, actor);
      const message = undecided > 0 ? texts.pausedLate(undecided) : texts.paused;
      return { ...(await answer(app, caller, campaign, message)), on_their_way: undecided };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns/:id/resume',
    permission: 'outreach.write',
    summary: 'Go on with a paused campaign',
    tag,
    params,
    body: z.unknown(),
    answers: { 200: campaignAnswer },
    handle: async ({ app, caller, params: { id } }) =>
      answer(app, caller, await resumeCampaign(app, caller, id), texts.resumed),
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns/:id/finish',
    permission: 'outreach.write',
    summary: 'End a campaign for good: what waits is cancelled, its dialogs are left to people',
    tag,
    params,
    body: z.unknown(),
    answers: { 200: campaignAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      const { campaign, undecided } = await finishCampaign(app, caller, id);
      return {
        ...(await answer(app, caller, campaign, texts.finished)),
        on_their_way: undecided,
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/:id/targets',
    permission: 'outreach.read',
    summary: 'The people of a campaign, each with the plain reason why they are where they are',
    tag,
    params,
    query: targetsQuery,
    answers: { 200: targetsAnswer },
    handle: async ({ app, caller, params: { id }, query }) => {
      const campaign = await findCampaign(app.db, caller.workspaceId, id);
      const page = {
        status: query.status,
        limit: query.limit,
        beforeId: readCursor(query.after),
      };
      const targets = await listTargets(app, campaign, page, caller.language);
      return { success: true, targets, next: nextCursor(targets, query.limit) };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/:id/targets.csv',
    permission: 'outreach.read',
    summary: 'The people of a campaign as a CSV file: where each is, why, and since when',
    tag,
    params,
    answers: { 200: z.any().describe('CSV in UTF-8') },
    handle: async ({ app, caller, params: { id } }) => {
      const campaign = await findCampaign(app.db, caller.workspaceId, id);
      return new CustomAnswer({
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="campaign-${id}.csv"`,
        },
        body: Readable.from(exportTargets(app, caller, campaign)),
      });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/:id/results',
    permission: 'outreach.read',
    summary: 'What came of each stage and variant: sent, failed, answered',
    tag,
    params,
    answers: { 200: resultsAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      const campaign = await findCampaign(app.db, caller.workspaceId, id);
      return {
        success: true,
        stages: await readResults(app, campaign),
        invites: await readInvited(app, campaign, caller.language),
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/scripts/:id/results',
    permission: 'outreach.read',
    summary: 'What came of a script in all its campaigns, by version, stage and variant',
    tag: 'Scripts',
    params: z.object({ id: z.coerce.number().int() }),
    answers: { 200: scriptResultsAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      const script = await findScript(app.db, caller.workspaceId, id);
      return {
        success: true,
        results: await readScriptResults(app, caller.workspaceId, script.id),
      };
    },
  }),
];
