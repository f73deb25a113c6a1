import type { BotTalk } from '../../../feature.ts';
import { pause, resume } from './pause-and-resume.ts';
import {
  askToStop,
  deleteOne,
  listInvites,
  listMailings,
  pauseOne,
  resumeOne,
  showCampaign,
  showProgress,
  showResults,
  startCampaign,
  stopOne,
} from './show-campaigns.ts';
import { texts } from './texts.ts';
import { answerWizard, pressWizard } from './wizard.ts';

const READ = 'outreach.read';
const WRITE = 'outreach.write';

/** Campaigns and invites from a bot. */
export const botTalk: BotTalk = {
  menu: [
    { text: texts.menuCampaigns, data: 'campaigns:', permission: READ },
    { text: texts.menuInvites, data: 'invites:', permission: READ },
  ],
  commands: [
    { name: 'pause', permission: WRITE, about: texts.aboutPause, run: pause },
    { name: 'resume', permission: WRITE, about: texts.aboutResume, run: resume },
  ],
  buttons: {
    campaigns: { permission: READ, run: listMailings },
    invites: { permission: READ, run: listInvites },
    campaign: { permission: READ, run: showCampaign },
    campaign_results: { permission: READ, run: showResults },
    campaign_start: { permission: WRITE, needsTelegram: true, run: startCampaign },
    campaign_pause: { permission: WRITE, run: pauseOne },
    campaign_resume: { permission: WRITE, run: resumeOne },
    campaign_stop: { permission: WRITE, run: askToStop },
    campaign_end: { permission: WRITE, run: stopOne },
    campaign_delete: { permission: WRITE, run: deleteOne },
    campaign_new: { permission: WRITE, needsTelegram: true, run: pressWizard },
  },
  steps: { campaign_new: { permission: WRITE, run: answerWizard } },
  boards: { campaign: { permission: READ, show: showProgress } },
};
