import { inRows } from '../../../base/in-rows.ts';
import { escapeHtml } from '../../../base/telegram-html.ts';
import type { BotButton } from '../../../edges/telegram-bot/port.ts';
import type { BotReply, BotTurn } from '../../../feature.ts';
import { accountKey } from '../../accounts/account.ts';
import { listAccounts } from '../../accounts/find-account.ts';
import { listRoles } from '../../assistant/roles.ts';
import { listAudiences } from '../../contacts/audiences/audiences.ts';
import { findCampaign } from '../campaigns/find-campaign.ts';
import { previewStages } from '../scripts/preview-script.ts';
import { listScripts } from '../scripts/save-script.ts';
import { showDraft } from './show-campaigns.ts';
import { textStages } from './text-stages.ts';
import { wizardTexts as texts } from './texts.ts';
import type { Wizard, WizardPage } from './wizard-state.ts';

const PAGE = 8;
/** More accounts don't fit under one message: whoever has more chooses all. */
const MOST_ACCOUNTS = 40;
const LONGEST_NAME = 40;

/** @param at where a long list goes on  @param back what leads to the page before */
type Page = (turn: BotTurn, wizard: Wizard, at: string, back: string) => Promise<BotReply>;

const named = (name: string) =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;

/** One page of a list as buttons, and the way on. @param found one more than fits, if there are more */
function choices<T extends { id: number }>(
  found: readonly T[],
  button: (thing: T) => BotButton,
  more: string,
): BotButton[][] {
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  return [
    ...page.map((thing) => [button(thing)]),
    ...(found.length > PAGE && last
      ? [[{ text: more, data: `campaign_new:more:${last.id}` }]]
      : []),
  ];
}

const from = (at: string) => ({ limit: PAGE + 1, beforeId: Number(at) || undefined });

const chooseChat: Page = async ({ caller: { language } }, { chats }) => ({
  html: (chats.length === 0 ? texts.noChats : texts.whichChat)[language],
  buttons: chats.map(({ chat, title }) => [
    { text: named(title), data: `campaign_new:chat:${chat}` },
  ]),
});

const chooseWay: Page = async ({ caller: { language } }) => ({
  html: texts.whichWay[language],
  buttons: [
    [
      { text: texts.byLink[language], data: 'campaign_new:way:link' },
      { text: texts.byAdding[language], data: 'campaign_new:way:add' },
    ],
  ],
});

const chooseAudience: Page = async ({ app, caller }, { isInvite }, at) => {
  const { workspaceId, language } = caller;
  const found = await listAudiences(app, workspaceId, from(at));
  if (found.length === 0)
    return {
      html: texts.noAudiences[language],
      buttons: [[{ text: texts.toAudiences[language], data: 'audiences:' }]],
    };
  return {
    html: (isInvite ? texts.whomToInvite : texts.whom)[language],
    buttons: choices(
      found,
      ({ id, name }) => ({ text: named(name), data: `campaign_new:audience:${id}` }),
      texts.more[language],
    ),
  };
};

const writeText: Page = async ({ app, caller }, { isInvite, way, text }, at) => {
  const { workspaceId, language } = caller;
  const found = await listScripts(app, workspaceId, { isArchived: false, ...from(at) });
  const scripts = choices(
    found,
    ({ id, name }) => ({ text: named(name), data: `campaign_new:script:${id}` }),
    texts.more[language],
  );
  if (text !== null) {
    const { person, stages } = await previewStages(app, caller, { stages: textStages(text) });
    const said = stages[0]?.variants[0]?.text ?? text;
    return {
      html: texts.preview(escapeHtml(person), escapeHtml(said))[language],
      buttons: [[{ text: texts.next[language], data: 'campaign_new:text:' }], ...scripts],
    };
  }
  const invite = way === 'add' ? texts.whatToSayAdd : texts.whatToSayInvite;
  return {
    html: escapeBraces((isInvite ? invite : texts.whatToSay)[language]),
    buttons: scripts,
  };
};

/** Examples of variables stand out from the words around them. */
const escapeBraces = (text: string) =>
  escapeHtml(text).replace(/\{\{.*?\}\}/g, (example) => `<code>${example}</code>`);

const chooseAccounts: Page = async ({ app, caller }, { accounts: chosen, chat }) => {
  const { workspaceId, language } = caller;
  const found = await listAccounts(
    app,
    workspaceId,
    {},
    { limit: MOST_ACCOUNTS, afterId: undefined },
  );
  const able = found.filter(({ number }) => !chat || chat.accounts.includes(accountKey(number)));
  if (able.length === 0)
    return {
      html: texts.noAccounts[language],
      buttons: [[{ text: texts.toAccounts[language], data: 'accounts:' }]],
    };
  const toggles = able.map(({ number, name }) => {
    const key = accountKey(number);
    const mark = chosen.includes(key) ? '✓ ' : '';
    return { text: named(`${mark}${key} ${name}`), data: `campaign_new:account:${key}` };
  });
  return {
    html: texts.whichAccounts(chosen.length, able.length)[language],
    buttons: [
      ...inRows(toggles, 2),
      [
        { text: texts.all[language], data: 'campaign_new:all:' },
        { text: texts.next[language], data: 'campaign_new:accounts:' },
      ],
    ],
  };
};

const chooseRole: Page = async ({ app, caller }, _, at) => {
  const { workspaceId, language } = caller;
  const found = await listRoles(app, workspaceId, from(at));
  return {
    html: texts.whichRole[language],
    buttons: [
      ...choices(
        found,
        ({ id, name }) => ({ text: named(name), data: `campaign_new:role:${id}` }),
        texts.more[language],
      ),
      [{ text: texts.noRole[language], data: 'campaign_new:role:0' }],
    ],
  };
};

const summarise: Page = async (turn, { campaign }, _at, back) => {
  const { app, caller } = turn;
  return showDraft(turn, await findCampaign(app.db, caller.workspaceId, campaign ?? 0), back);
};

/** What the wizard of a new campaign asks, page by page. */
export const pages: Record<WizardPage, Page> = {
  chat: chooseChat,
  way: chooseWay,
  audience: chooseAudience,
  text: writeText,
  accounts: chooseAccounts,
  role: chooseRole,
  summary: summarise,
};
