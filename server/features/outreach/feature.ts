import { startEventLoop } from '../../base/events/event-loop.ts';
import type { Feature } from '../../feature.ts';
import { botTalk } from './bot/talk.ts';
import { eraseTargets } from './campaigns/erase-targets.ts';
import { followOutcomes } from './campaigns/follow-outcomes.ts';
import { holdMessages } from './campaigns/hold-messages.ts';
import { endLeads, leadOn, noteReplies } from './campaigns/lead-dialog.ts';
import { startLookingAtSilent } from './campaigns/look-at-silent.ts';
import { mergeTargets } from './campaigns/merge-targets.ts';
import { reopenCampaign } from './campaigns/reopen-campaign.ts';
import { campaignRoutes } from './campaigns/routes.ts';
import { startFeeding } from './campaigns/start-feeding.ts';
import { forecastRoutes } from './forecast/routes.ts';
import { startNoticingJoins } from './invites/notice-joins.ts';
import { lookAtChatVerb, openChatVerb } from './invites/open-chat.ts';
import { rehearsalRoutes } from './rehearsal/routes.ts';
import { REHEARSE_JOB, runRehearsal } from './rehearsal/run-rehearsal.ts';
import { scriptRoutes } from './scripts/routes.ts';

export const outreach: Feature = {
  name: 'outreach',
  botTalk,
  routes: [...scriptRoutes, ...campaignRoutes, ...forecastRoutes, ...rehearsalRoutes],
  verbs: {
    'invites.open_chat': openChatVerb,
    'invites.look_at_chat': lookAtChatVerb,
  },
  jobs: { [REHEARSE_JOB]: runRehearsal },
  extensions: {
    contactsMerged: mergeTargets,
    contactErased: eraseTargets,
    messageHolds: holdMessages,
    dialogsHeard: noteReplies,
    dialogAgreed: leadOn,
    dialogResuming: reopenCampaign,
    dialogsEnded: endLeads,
  },
  worker: async (app) => [
    await startFeeding(app),
    await startEventLoop(app, 'campaign outcomes', () => followOutcomes(app)),
    await startLookingAtSilent(app),
    startNoticingJoins(app),
  ],
};
