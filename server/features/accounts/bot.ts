import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { inRows } from '../../base/in-rows.ts';
import { readTalkState } from '../../base/talk-state.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { BotReply, BotTalk, BotTurn } from '../../feature.ts';
import { readPhone } from '../contacts/identifiers.ts';
import { readSettings, setGlobalProxy } from '../workspace/settings.ts';
import {
  addFromFile,
  askForFile,
  askToDelete,
  deleteOne,
  disableOne,
  enableOne,
  nameOf,
  showOne,
} from './bot-account.ts';
import { statusTexts, botTexts as texts } from './bot-texts.ts';
import { findByPhone, listAccounts } from './find-account.ts';
import { type SignIn, startSignIn, submitCode, submitPassword } from './sign-in.ts';
import { texts as signInTexts } from './texts.ts';
import { updateAccount } from './update-account.ts';
import { viewAccounts } from './view-account.ts';

/** More don't fit one message of Telegram's. */
const PAGE = 25;
const IN_A_ROW = 4;

const login = z.object({ loginId: z.string() });

/** Accounts from the workspace's bot: seed 001's commands, and the proxy switch. */
export const botTalk: BotTalk = {
  menu: [{ text: texts.menu, data: 'accounts:', permission: 'accounts.read' }],
  commands: [
    {
      name: 'add_account',
      permission: 'accounts.write',
      about: texts.aboutAdd,
      needsTelegram: true,
      run: beginToAdd,
    },
    { name: 'list_accounts', permission: 'accounts.read', about: texts.aboutList, run: list },
    {
      name: 'disable_account',
      permission: 'accounts.write',
      about: texts.aboutDisable,
      run: disable,
    },
    { name: 'proxy', permission: 'settings.write', about: texts.aboutProxy, run: switchProxy },
  ],
  buttons: {
    accounts: { permission: 'accounts.read', run: list },
    account: { permission: 'accounts.read', run: showOne },
    account_on: { permission: 'accounts.write', run: enableOne },
    account_off: { permission: 'accounts.write', run: disableOne },
    account_delete: { permission: 'accounts.write', run: askToDelete },
    account_gone: { permission: 'accounts.write', run: deleteOne },
    account_add: { permission: 'accounts.write', needsTelegram: true, run: beginToAdd },
    account_file: { permission: 'accounts.write', needsTelegram: true, run: askForFile },
  },
  steps: {
    add_phone: { permission: 'accounts.write', run: beginToAdd },
    add_code: { permission: 'accounts.write', hearsSecret: true, run: takeCode },
    add_password: { permission: 'accounts.write', hearsSecret: true, run: takePassword },
    add_file: { permission: 'accounts.write', run: addFromFile },
    disable_phone: { permission: 'accounts.write', run: disable },
  },
};

async function beginToAdd({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { language } = caller;
  if (words === '')
    return {
      html: texts.whichPhone[language],
      expects: { step: 'add_phone', state: null },
      back: 'accounts:',
    };
  return told(await startSignIn(app, caller, words), language);
}

/** Telegram takes back a code that was written in a chat of its own: so it comes with other signs. */
async function takeCode({ app, caller, words, state }: BotTurn): Promise<BotReply> {
  const { loginId } = readTalkState(login, state);
  const code = words.replace(/\D/g, '');
  if (code === '') throw new AppError('code_invalid', texts.noCode);
  return told(await submitCode(app, caller, loginId, code), caller.language);
}

async function takePassword({ app, caller, words, state }: BotTurn): Promise<BotReply> {
  const { loginId } = readTalkState(login, state);
  return told(await submitPassword(app, caller, loginId, words), caller.language);
}

function told(signIn: SignIn, language: Language): BotReply {
  const { loginId } = signIn;
  switch (signIn.step) {
    case 'code':
      return {
        html: `${signInTexts.codeSent[signIn.via][language]}\n\n${texts.howToGiveCode[language]}`,
        expects: { step: 'add_code', state: { loginId } },
      };
    case 'password':
      return {
        html: texts.givePassword(escapeHtml(signIn.hint))[language],
        expects: { step: 'add_password', state: { loginId } },
      };
    case 'done':
      return { html: texts.added(`acc_${signIn.account.number}`)[language] };
  }
}

async function list({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const afterId = Number(words) || undefined;
  const found = await listAccounts(app, workspaceId, {}, { limit: PAGE + 1, afterId });
  if (found.length === 0) return { html: texts.noAccounts[language], buttons: waysToAdd(language) };
  const page = found.slice(0, PAGE);
  const views = await viewAccounts(app, workspaceId, page);
  const names = new Map(page.map((account) => [`acc_${account.number}`, nameOf(account)]));
  const lines = views.map((view) => {
    const status = statusTexts[view.status][language];
    const today = texts.today(view.daily_sent, view.daily_limit)[language];
    return `<b>${view.id}</b> ${escapeHtml(names.get(view.id) ?? '')}\n${status} · ${today}`;
  });
  const last = page.at(-1);
  const isMore = found.length > PAGE && last;
  const each = page.map(({ number }) => ({ text: `acc_${number}`, data: `account:${number}` }));
  return {
    html: lines.join('\n\n'),
    buttons: [
      ...inRows(each, IN_A_ROW),
      ...(isMore ? [[{ text: texts.more[language], data: `accounts:${last.id}` }]] : []),
      ...waysToAdd(language),
    ],
  };
}

const waysToAdd = (language: Language) => [
  [
    { text: texts.addByPhone[language], data: 'account_add:' },
    { text: texts.addByFile[language], data: 'account_file:' },
  ],
];

async function disable({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  if (words === '')
    return {
      html: texts.whichToDisable[language],
      expects: { step: 'disable_phone', state: null },
    };
  const account = await findByPhone(app, workspaceId, readPhone(words));
  if (!account) throw new AppError('not_found', texts.noSuchPhone);
  const key = `acc_${account.number}`;
  await updateAccount(app, caller, key, { disabled: true });
  return { html: texts.disabled(key, escapeHtml(nameOf(account)))[language] };
}

async function switchProxy({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const wanted = /^(on|вкл)/i.test(words) ? true : /^(off|выкл)/i.test(words) ? false : undefined;
  if (wanted === undefined) {
    const { proxyEnabled } = await readSettings(app, workspaceId);
    return { html: texts.proxyIs(proxyEnabled)[language] };
  }
  await setGlobalProxy(app, caller, wanted, undefined);
  return { html: texts.proxyIs(wanted)[language] };
}
