import { AppError } from '../../../base/errors.ts';
import { readTalkState } from '../../../base/talk-state.ts';
import type { BotReply, BotTurn } from '../../../feature.ts';
import { findInvitingChats } from '../invites/find-inviting-chats.ts';
import { saveDraft } from './save-draft.ts';
import { wizardTexts as texts } from './texts.ts';
import { pages } from './wizard-pages.ts';
import { NEW, pageName, type Wizard, type WizardPage, wizardState } from './wizard-state.ts';

const ORDER: readonly WizardPage[] = [
  'chat',
  'way',
  'audience',
  'text',
  'accounts',
  'role',
  'summary',
];

/** Shows a page; whatever is written or pressed next finds what was chosen. */
async function show(turn: BotTurn, wizard: Wizard, at = ''): Promise<BotReply> {
  const order = wizard.isInvite ? ORDER : ORDER.slice(ORDER.indexOf('audience'));
  const before = order[order.indexOf(wizard.page) - 1];
  const list = wizard.isInvite ? 'invites:' : 'campaigns:';
  const back = before === undefined ? list : `campaign_new:page:${before}`;
  const kept = wizard.page === 'summary' ? await saveDraft(turn, wizard) : wizard;
  const reply = await pages[wizard.page](turn, kept, at, back);
  return { back, ...reply, expects: { step: 'campaign_new', state: kept } };
}

/** A button of the wizard: what was chosen, and the page after it. */
export async function pressWizard(turn: BotTurn): Promise<BotReply> {
  const [what = '', ...rest] = turn.words.split(':');
  const value = rest.join(':');
  if (what === 'begin') return show(turn, NEW);
  if (what === 'begin_invite') return beginInvite(turn);
  const wizard = readTalkState(wizardState, turn.state);
  const go = (page: WizardPage, change: Partial<Wizard> = {}) =>
    show(turn, { ...wizard, ...change, page });
  switch (what) {
    case 'page':
      return go(pageName.parse(value));
    case 'chat': {
      const chat = wizard.chats.find((c) => String(c.chat) === value) ?? null;
      return go('way', { chat, accounts: chat?.accounts ?? [] });
    }
    case 'way':
      return go('audience', { way: value === 'add' ? 'add' : 'link' });
    case 'audience':
      return go('text', { audience: Number(value) });
    case 'script':
      return go('accounts', { script: Number(value), text: null });
    case 'text':
      return go('accounts', { script: null });
    case 'account':
      return go('accounts', { accounts: toggled(wizard.accounts, value) });
    case 'all':
      return go('accounts', { accounts: wizard.chat?.accounts ?? [] });
    case 'accounts':
      return go('role');
    case 'role':
      return go('summary', { role: Number(value) || null });
    case 'more':
      return show(turn, wizard, value);
    default:
      return show(turn, wizard);
  }
}

const toggled = (chosen: readonly string[], key: string) =>
  chosen.includes(key) ? chosen.filter((k) => k !== key) : [...chosen, key];

/** Something was written: the text, where one is asked for. */
export async function answerWizard(turn: BotTurn): Promise<BotReply> {
  const wizard = readTalkState(wizardState, turn.state);
  if (wizard.page !== 'text') throw new AppError('invalid_request', texts.chooseByButton);
  return show(turn, { ...wizard, text: turn.words, script: null });
}

async function beginInvite(turn: BotTurn): Promise<BotReply> {
  const { app, caller } = turn;
  const chats = await findInvitingChats(app, caller.workspaceId);
  return show(turn, { ...NEW, page: 'chat', isInvite: true, chats });
}
