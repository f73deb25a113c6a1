import type { BotTalk } from '../../../feature.ts';
import { warmupTalk } from '../warm-up/bot.ts';
import {
  AUDIENCES,
  askToDelete,
  deleteOne,
  exportOne,
  showAudience,
  showAudiences,
} from './audiences.ts';
import { botTexts as texts } from './bot-texts.ts';
import {
  chooseAccount,
  chooseChat,
  lookAnew,
  pickChat,
  takeBasis,
  takeName,
  takeReference,
  takeTitle,
} from './from-chat.ts';
import { askForName, takeFile, takeFileBasis, takeFileName } from './from-file.ts';
import { chooseDays, takeDays, takeWritersName } from './from-writers.ts';
import { showJob, showJobAgain, stopJob } from './job-reply.ts';

const read = 'contacts.read';
const write = 'contacts.write';

/** Audiences and the warm-up, from a bot. */
export const botTalk: BotTalk = {
  menu: [{ text: texts.menu, data: AUDIENCES, permission: read }, ...warmupTalk.menu],
  commands: [
    { name: 'audiences', permission: read, about: texts.about, run: showAudiences },
    ...warmupTalk.commands,
  ],
  boards: { job: { permission: write, show: showJobAgain } },
  buttons: {
    audiences: { permission: read, run: showAudiences },
    audience: { permission: read, run: showAudience },
    audience_export: { permission: write, run: exportOne },
    audience_delete: { permission: write, run: askToDelete },
    audience_gone: { permission: write, run: deleteOne },
    job: { permission: write, run: showJob },
    job_cancel: { permission: write, run: stopJob },
    audience_chat: { permission: write, needsTelegram: true, run: chooseAccount },
    audience_from: { permission: write, run: chooseChat },
    audience_look: { permission: write, run: lookAnew },
    audience_pick: { permission: write, run: pickChat },
    audience_titled: { permission: write, run: takeTitle },
    audience_why: { permission: write, run: takeBasis },
    audience_wrote: { permission: write, run: chooseDays },
    audience_days: { permission: write, run: takeDays },
    audience_file: { permission: write, run: askForName },
    audience_file_why: { permission: write, run: takeFileBasis },
    ...warmupTalk.buttons,
  },
  steps: {
    audience_reference: { permission: write, run: takeReference },
    audience_name: { permission: write, run: takeName },
    audience_why: { permission: write, run: takeBasis },
    audience_writers: { permission: write, run: takeWritersName },
    audience_file_name: { permission: write, run: takeFileName },
    audience_file_why: { permission: write, run: takeFileBasis },
    audience_file: { permission: write, run: takeFile },
    ...warmupTalk.steps,
  },
};
