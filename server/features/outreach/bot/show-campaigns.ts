import { inRows } from '../../../base/in-rows.ts';
import { progressBar } from '../../../base/progress-bar.ts';
import { escapeHtml } from '../../../base/telegram-html.ts';
import type { Language } from '../../../base/text.ts';
import type { BotButton } from '../../../edges/telegram-bot/port.ts';
import type { BotBoard, BotReply, BotTurn } from '../../../feature.ts';
import { findCampaign, listCampaigns } from '../campaigns/find-campaign.ts';
import { finishCampaign } from '../campaigns/finish-campaign.ts';
import { readResults } from '../campaigns/read-results.ts';
import {
  deleteDraft,
  launchCampaign,
  pauseCampaign,
  resumeCampaign,
} from '../campaigns/run-campaign.ts';
import type { Campaign } from '../campaigns/tables.ts';
import { type CampaignView, viewCampaigns } from '../campaigns/view-campaign.ts';
import { forecastCampaign } from '../forecast/forecast-campaign.ts';
import { readInvited } from '../invites/read-invited.ts';
import { readNumber } from './read-number.ts';
import { stateTexts, texts } from './texts.ts';

const PAGE = 8;
const IN_A_ROW = 4;
/** So many reasons why people are left out are told. */
const MOST_REASONS = 5;

/** The list that a campaign stands in. */
export const listOf = ({ invite }: Pick<Campaign, 'invite'>) =>
  invite ? 'invites:' : 'campaigns:';

export const listMailings = (turn: BotTurn) => list(turn, false);
export const listInvites = (turn: BotTurn) => list(turn, true);

/** One page of the campaigns of a kind, newest first, and the way to a new one. */
async function list({ app, caller, words }: BotTurn, invites: boolean): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const beforeId = Number(words) || undefined;
  const found = await listCampaigns(app, workspaceId, {
    status: undefined,
    limit: PAGE + 1,
    beforeId,
    invites,
  });
  const page = found.slice(0, PAGE);
  const views = await viewCampaigns(app, page, language);
  const last = page.at(-1);
  const isMore = found.length > PAGE && last;
  const begin = {
    text: (invites ? texts.newInvite : texts.newCampaign)[language],
    data: invites ? 'campaign_new:begin_invite' : 'campaign_new:begin',
  };
  const none = invites ? texts.noInvites : texts.noCampaigns;
  return {
    html: views.length === 0 ? none[language] : views.map((v) => line(v, language)).join('\n\n'),
    buttons: [
      ...inRows(
        views.map(({ id }) => ({ text: `№ ${id}`, data: `campaign:${id}` })),
        IN_A_ROW,
      ),
      ...(isMore
        ? [
            [
              {
                text: texts.more[language],
                data: `${invites ? 'invites' : 'campaigns'}:${last.id}`,
              },
            ],
          ]
        : []),
      [begin],
    ],
  };
}

function line(view: CampaignView, language: Language): string {
  const { total, planned } = view.progress;
  const state = stateTexts[view.status][language];
  const begun =
    view.status === 'draft' ? '' : ` · ${texts.begun(total - planned, total)[language]}`;
  return `<b>№ ${view.id}</b> ${escapeHtml(view.name)}\n${state}${begun}`;
}

/** One campaign with what can be done about it; of a draft, what it would do. */
export async function showCampaign(turn: BotTurn): Promise<BotReply> {
  const { app, caller } = turn;
  const campaign = await findCampaign(app.db, caller.workspaceId, readNumber(turn.words));
  if (campaign.status === 'draft') return showDraft(turn, campaign);
  const { isOver: _, ...shown } = await showProgress(app, caller, turn.words);
  return { ...shown, board: `campaign:${campaign.number}` };
}

/** How far a campaign is: also the message that is kept up to date. */
export const showProgress: BotBoard['show'] = async (app, caller, words) => {
  const { language, workspaceId } = caller;
  const campaign = await findCampaign(app.db, workspaceId, readNumber(words));
  const [view] = await viewCampaigns(app, [campaign], language);
  if (!view) throw new Error('the campaign is gone');
  const { progress: p } = view;
  const invited = await readInvited(app, campaign, language);
  const n = campaign.number;
  const lines = [
    `<b>№ ${n}</b> ${escapeHtml(view.name)}`,
    stateTexts[view.status][language],
    ...(view.invite?.title ? [texts.into(escapeHtml(view.invite.title))[language]] : []),
    ...(view.pause_reason ? [`<i>${escapeHtml(view.pause_reason)}</i>`] : []),
    '',
    texts.progress(progressBar(p.total - p.planned, p.total), p.total - p.planned, p.total)[
      language
    ],
    ...(invited ? [texts.invited(invited)[language]] : [texts.dialogs(p)[language]]),
    ...(p.waiting > 0 ? [texts.waiting(p.waiting)[language]] : []),
    ...(p.left_out + p.failed > 0 ? [texts.notWritten(p.left_out, p.failed)[language]] : []),
  ];
  return {
    html: lines.join('\n'),
    buttons: [
      ...inRows(actions(campaign, language), 2),
      [{ text: texts.results[language], data: `campaign_results:${n}` }],
    ],
    back: listOf(campaign),
    isOver: campaign.status === 'done',
  };
};

function actions({ status, number }: Campaign, language: Language): BotButton[] {
  const pause = { text: texts.pause[language], data: `campaign_pause:${number}` };
  const resume = { text: texts.goOn[language], data: `campaign_resume:${number}` };
  const stop = { text: texts.stop[language], data: `campaign_stop:${number}` };
  if (status === 'paused') return [resume, stop];
  return status === 'done' ? [] : [pause, stop];
}

/** What a draft would do when it is started: the forecast, and who would be left out. */
export async function showDraft(
  { app, caller }: BotTurn,
  campaign: Campaign,
  back?: string,
): Promise<BotReply> {
  const { language, workspaceId } = caller;
  const { number, name } = campaign;
  const forecast = await forecastCampaign(app, workspaceId, number, 0, language);
  const days = forecast.days.filter((d) => d.first > 0);
  const last = days.at(-1)?.day;
  const foreseen =
    forecast.waiting > 0 || !last
      ? texts.neverReached(forecast.first, forecast.people)[language]
      : texts.leavesWithin(forecast.people, days.length, last)[language];
  const reasons = forecast.left_out
    .slice(0, MOST_REASONS)
    .map(({ count, message }) => `${count} — ${escapeHtml(message)}`);
  return {
    html: [
      `<b>№ ${number}</b> ${escapeHtml(name)}`,
      stateTexts.draft[language],
      '',
      foreseen,
      ...(reasons.length > 0 ? ['', texts.leftOut[language], ...reasons] : []),
    ].join('\n'),
    buttons: [
      [{ text: texts.start[language], data: `campaign_start:${number}` }],
      [{ text: texts.deleteDraft[language], data: `campaign_delete:${number}` }],
    ],
    back: back ?? listOf(campaign),
  };
}

export async function startCampaign(turn: BotTurn): Promise<BotReply> {
  await launchCampaign(turn.app, turn.caller, readNumber(turn.words));
  return showCampaign(turn);
}

export async function pauseOne(turn: BotTurn): Promise<BotReply> {
  const { app, caller } = turn;
  const reason = { by: 'operator' as const, text: texts.pausedByBot };
  const number = readNumber(turn.words);
  await pauseCampaign(app, caller.workspaceId, number, reason, caller.actor);
  return showCampaign(turn);
}

export async function resumeOne(turn: BotTurn): Promise<BotReply> {
  await resumeCampaign(turn.app, turn.caller, readNumber(turn.words));
  return showCampaign(turn);
}

export async function askToStop({ app, caller, words }: BotTurn): Promise<BotReply> {
  const campaign = await findCampaign(app.db, caller.workspaceId, readNumber(words));
  const { language } = caller;
  return {
    html: texts.askToStop(escapeHtml(campaign.name))[language],
    buttons: [[{ text: texts.stopYes[language], data: `campaign_end:${campaign.number}` }]],
    back: `campaign:${campaign.number}`,
  };
}

export async function stopOne(turn: BotTurn): Promise<BotReply> {
  await finishCampaign(turn.app, turn.caller, readNumber(turn.words));
  return showCampaign(turn);
}

export async function deleteOne({ app, caller, words }: BotTurn): Promise<BotReply> {
  const number = readNumber(words);
  const campaign = await findCampaign(app.db, caller.workspaceId, number);
  await deleteDraft(app, caller, number);
  return { html: texts.draftDeleted[caller.language], back: listOf(campaign) };
}

/** What came of each message of the script. */
export async function showResults({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { language } = caller;
  const campaign = await findCampaign(app.db, caller.workspaceId, readNumber(words));
  const stages = await readResults(app, campaign);
  const lines = stages.map((s) => texts.stageResult(s)[language]);
  return {
    html: [
      `<b>№ ${campaign.number}</b> ${escapeHtml(campaign.name)}`,
      ...(lines.length === 0 ? [texts.noResults[language]] : lines),
    ].join('\n'),
    back: `campaign:${campaign.number}`,
  };
}
