import { escapeHtml } from '../../../base/telegram-html.ts';
import type { BotReply, BotTurn } from '../../../feature.ts';
import { listCampaigns } from '../campaigns/find-campaign.ts';
import { pauseCampaign, resumeCampaign } from '../campaigns/run-campaign.ts';
import type { Campaign } from '../campaigns/tables.ts';
import { readNumber } from './read-number.ts';
import { texts } from './texts.ts';

/** So many campaigns are paused or resumed by one word; a workspace runs a few. */
const MOST = 50;

/** `/pause 3` pauses one campaign, `/pause` all that run. */
export async function pause({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const reason = { by: 'operator' as const, text: texts.pausedByBot };
  const chosen =
    given(words) ??
    [
      ...(await listCampaigns(app, workspaceId, page('running'))),
      ...(await listCampaigns(app, workspaceId, page('scheduled'))),
    ].map(({ number }) => number);
  const paused: Campaign[] = [];
  let undecided = 0;
  for (const number of chosen) {
    const stopped = await pauseCampaign(app, workspaceId, number, reason, caller.actor);
    paused.push(stopped.campaign);
    undecided += stopped.undecided;
  }
  if (paused.length === 0) return { html: texts.nothingRuns[language] };
  const note = undecided > 0 ? `\n\n${texts.undecided(undecided)[language]}` : '';
  return { html: `${texts.paused[language]}\n${lines(paused)}${note}` };
}

/** `/resume 3`; without a number it is asked which, unless only one is paused. */
export async function resume({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const paused = await listCampaigns(app, workspaceId, page('paused'));
  const [number, ...others] = given(words) ?? paused.map((campaign) => campaign.number);
  if (number === undefined) return { html: texts.nothingPaused[language] };
  if (others.length > 0) return { html: `${texts.whichToResume[language]}\n${lines(paused)}` };
  const resumed = await resumeCampaign(app, caller, number);
  return { html: `${texts.resumed[language]}\n${lines([resumed])}` };
}

const page = (status: 'running' | 'scheduled' | 'paused') => ({
  status,
  limit: MOST,
  beforeId: undefined,
});

const lines = (campaigns: readonly Campaign[]) =>
  campaigns.map(({ number, name }) => `<b>${number}</b> ${escapeHtml(name)}`).join('\n');

const given = (words: string) => (words === '' ? undefined : [readNumber(words)]);
