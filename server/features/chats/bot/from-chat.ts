import { z } from 'zod';
import { AppError } from '../../../base/errors.ts';
import { inRows } from '../../../base/in-rows.ts';
import { readTalkState } from '../../../base/talk-state.ts';
import { escapeHtml } from '../../../base/telegram-html.ts';
import type { BotReply, BotTurn } from '../../../feature.ts';
import { connectedStatuses } from '../../accounts/account.ts';
import { findAccount, listAccounts } from '../../accounts/find-account.ts';
import { findAdminChat, listAdminChats } from '../admin-chats.ts';
import { startCollecting } from '../collect/start-collecting.ts';
import { askWhy, freeName, readBasis } from './ask-name.ts';
import { AUDIENCES, idOf } from './audiences.ts';
import { botTexts as texts } from './bot-texts.ts';
import { jobReply } from './job-reply.ts';

const ACCOUNTS = 40;
const CHATS = 12;
const IN_A_ROW = 4;

/** What a wizard knows so far. */
const ofAccount = z.object({ account: z.string() });
const ofChat = ofAccount.extend({ chat: z.string(), title: z.string() });
const ofName = ofChat.extend({ name: z.string() });

/** Which account administers the chat? */
export async function chooseAccount({ app, caller }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const filter = { status: [...connectedStatuses] };
  const page = { limit: ACCOUNTS, afterId: undefined };
  const found = await listAccounts(app, workspaceId, filter, page);
  if (found.length === 0) return { html: texts.noAccounts[language], back: AUDIENCES };
  const each = found.map(({ number }) => ({
    text: `acc_${number}`,
    data: `audience_from:${number}`,
  }));
  return {
    html: [
      texts.whichAccount[language],
      ...found.map(({ number, name }) => `acc_${number} ${escapeHtml(name)}`),
    ].join('\n'),
    buttons: inRows(each, IN_A_ROW),
    back: AUDIENCES,
  };
}

/** Which of its chats? `words`: the account's number, and after which chat the page begins. */
export function chooseChat(turn: BotTurn): Promise<BotReply> {
  return showChats(turn, false);
}

export function lookAnew(turn: BotTurn): Promise<BotReply> {
  return showChats(turn, true);
}

async function showChats({ app, caller, words }: BotTurn, isAnew: boolean): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const [number = '', after = ''] = words.split(':');
  const key = `acc_${idOf(number)}`;
  const page = { limit: CHATS, afterId: idOf(after) || undefined, isAnew };
  const { chats } = await listAdminChats(app, workspaceId, key, page);
  const last = chats.at(-1);
  const isMore = chats.length === CHATS && last;
  const look = { text: texts.look[language], data: `audience_look:${number}` };
  return {
    html: (chats.length === 0 ? texts.noChats(key) : texts.whichChat(key))[language],
    buttons: [
      ...chats.map((chat) => [
        {
          text: `${chat.title.slice(0, 50)}${chat.members === null ? '' : ` · ${chat.members}`}`,
          data: `audience_pick:${number}:${chat.chatId}`,
        },
      ]),
      ...(isMore
        ? [[{ text: texts.more[language], data: `audience_from:${number}:${last.id}` }]]
        : []),
      [look],
    ],
    expects: { step: 'audience_reference', state: { account: key } },
    back: 'audience_chat:',
  };
}

/** A chat of the list was pressed. */
export async function pickChat(turn: BotTurn): Promise<BotReply> {
  const [number = '', chat = ''] = turn.words.split(':');
  return askForName(turn, `acc_${idOf(number)}`, chat);
}

/** A chat was named by words. */
export async function takeReference(turn: BotTurn): Promise<BotReply> {
  return askForName(turn, readTalkState(ofAccount, turn.state).account, turn.words);
}

async function askForName(
  { app, caller }: BotTurn,
  account: string,
  reference: string,
): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const chat = await findAdminChat(app, await findAccount(app, workspaceId, account), reference);
  const state: z.output<typeof ofChat> = {
    account,
    chat: String(chat.chatId),
    title: chat.title,
  };
  return {
    html: texts.nameChat(escapeHtml(chat.title))[language],
    buttons: [[{ text: texts.useTitle[language], data: 'audience_titled:' }]],
    expects: { step: 'audience_name', state },
    back: 'audience_chat:',
  };
}

export async function takeTitle(turn: BotTurn): Promise<BotReply> {
  return takeName({ ...turn, words: readTalkState(ofChat, turn.state).title });
}

export async function takeName({ app, caller, words, state }: BotTurn): Promise<BotReply> {
  const known = readTalkState(ofChat, state);
  const name = await freeName(app, caller, words);
  return {
    ...askWhy(caller.language, 'audience_why'),
    expects: { step: 'audience_why', state: { ...known, name } },
    back: AUDIENCES,
  };
}

/** The last answer: the collection begins. Words instead of a button leave the question standing. */
export async function takeBasis({ app, caller, words, state }: BotTurn): Promise<BotReply> {
  const { account, chat, name } = readTalkState(ofName, state);
  const basis = readBasis(words);
  if (!basis) throw new AppError('invalid_request', texts.pressWhy);
  const { job } = await startCollecting(app, caller, {
    from: 'chat',
    name,
    account,
    chat,
    source: { basis, note: '' },
  });
  return jobReply(app, caller, job);
}
