import { z } from 'zod';
import { readTalkState } from '../../../base/talk-state.ts';
import type { BotReply, BotTurn } from '../../../feature.ts';
import { startCollecting } from '../collect/start-collecting.ts';
import { freeName } from './ask-name.ts';
import { AUDIENCES, idOf } from './audiences.ts';
import { botTexts as texts } from './bot-texts.ts';
import { jobReply } from './job-reply.ts';

const DAY_MS = 86_400_000;
const PERIODS = [7, 30, 90];
const LONGEST_DAYS = 3_650;

const ofPeriod = z.object({ days: z.number() });

export async function chooseDays({ caller }: BotTurn): Promise<BotReply> {
  const { language } = caller;
  return {
    html: texts.whichDays[language],
    buttons: [
      PERIODS.map((days) => ({ text: texts.days(days)[language], data: `audience_days:${days}` })),
      [{ text: texts.always[language], data: 'audience_days:0' }],
    ],
    back: AUDIENCES,
  };
}

/** `words`: how many days back; 0 for all that were. */
export async function takeDays({ caller, words }: BotTurn): Promise<BotReply> {
  const days = Math.min(idOf(words), LONGEST_DAYS);
  return {
    html: texts.nameWriters[caller.language],
    expects: { step: 'audience_writers', state: { days } },
    back: 'audience_wrote:',
  };
}

export async function takeWritersName({ app, caller, words, state }: BotTurn): Promise<BotReply> {
  const { days } = readTalkState(ofPeriod, state);
  const name = await freeName(app, caller, words);
  const since = new Date(app.clock.now().getTime() - days * DAY_MS).toISOString();
  const { job } = await startCollecting(app, caller, {
    from: 'wrote',
    name,
    ...(days > 0 && { since }),
  });
  return jobReply(app, caller, job);
}
