import { z } from 'zod';
import { inRows } from '../../../base/in-rows.ts';
import { readTalkState } from '../../../base/talk-state.ts';
import { escapeHtml } from '../../../base/telegram-html.ts';
import type { BotReply, BotTalk, BotTurn, Caller } from '../../../feature.ts';
import { accountKey } from '../../accounts/account.ts';
import { listAccounts } from '../../accounts/find-account.ts';
import { readSettings } from '../../workspace/settings.ts';
import { stateTexts, botTexts as texts } from './bot-texts.ts';
import { addChannel, listChannels, removeChannel } from './channels.ts';
import { viewWarmup } from './view-warm-up.ts';

const PAGE = 10;
const IN_A_ROW = 4;
const SHOWN_CHANNELS = 30;
const WARMUP = 'warmup:';
const LIST = 'warmup_channels:';

const ofList = z.object({ account: z.string().nullable() });

/** The warm-up from a bot; a part of the chats' talk. */
export const warmupTalk = {
  menu: [{ text: texts.menu, data: WARMUP, permission: 'accounts.read' }],
  commands: [
    {
      name: 'warmup',
      permission: 'accounts.read',
      about: texts.about,
      needsTelegram: true,
      run: showAll,
    },
  ],
  buttons: {
    warmup: { permission: 'accounts.read', needsTelegram: true, run: showAll },
    warmup_one: { permission: 'accounts.read', needsTelegram: true, run: showOne },
    warmup_channels: { permission: 'accounts.read', needsTelegram: true, run: showList },
    warmup_add: { permission: 'accounts.write', needsTelegram: true, run: askForChannel },
    warmup_remove: { permission: 'accounts.write', run: remove },
  },
  steps: { warmup_channel: { permission: 'accounts.write', run: takeChannel } },
} as const satisfies Pick<BotTalk, 'menu' | 'commands' | 'buttons' | 'steps'>;

/** The warming accounts with their day and what is left of it. */
async function showAll({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const page = { limit: PAGE, afterId: /^\d{1,15}$/.test(words) ? Number(words) : undefined };
  const found = await listAccounts(app, workspaceId, { status: ['warming'] }, page);
  const list = [{ text: texts.list[language], data: LIST }];
  if (found.length === 0) return { html: texts.none[language], buttons: [list] };
  const lines = [texts.title[language]];
  for (const { number, name } of found) {
    const view = await viewWarmup(app, workspaceId, accountKey(number));
    const messages = view.allowances[0]?.messages ?? 0;
    const day = texts.day(view.day ?? 1, view.warm_from_day - 1, messages)[language];
    const { joins, reads } = view.today;
    lines.push(
      `<b>acc_${number}</b> ${escapeHtml(name)}\n${day}\n${texts.read(joins, reads)[language]}`,
    );
  }
  const each = found.map(({ number }) => ({ text: `acc_${number}`, data: `warmup_one:${number}` }));
  const last = found.at(-1);
  const isMore = found.length === PAGE && last;
  return {
    html: lines.join('\n\n'),
    buttons: [
      ...inRows(each, IN_A_ROW),
      ...(isMore ? [[{ text: texts.more[language], data: `${WARMUP}${last.id}` }]] : []),
      list,
    ],
  };
}

async function showOne(turn: BotTurn): Promise<BotReply> {
  return oneReply(turn, turn.caller, `acc_${turn.words}`);
}

async function oneReply(
  { app }: Pick<BotTurn, 'app'>,
  { workspaceId, language }: Caller,
  key: string,
): Promise<BotReply> {
  const view = await viewWarmup(app, workspaceId, key);
  const lines = [`<b>${escapeHtml(key)}</b>`];
  if (view.day === null) lines.push(texts.notWarming[language]);
  else {
    const plan = view.allowances.map(({ date, messages }) => `${date.slice(5)}: ${messages}`);
    lines.push(texts.plan(plan.join('\n'))[language]);
  }
  if (view.channels.length > 0) {
    const shown = view.channels.slice(0, SHOWN_CHANNELS).map((one) => {
      const read = one.posts_read > 0 ? `, ${texts.posts(one.posts_read)[language]}` : '';
      return `${escapeHtml(one.channel)} — ${stateTexts[one.state][language]}${read}`;
    });
    lines.push([texts.channelsOf[language], ...shown].join('\n'));
  }
  const { next } = view;
  const coming = view.channels.find(({ id }) => id === next?.channel_id);
  if (next && coming) {
    const { timeZone } = await readSettings(app, workspaceId);
    const clock = new Intl.DateTimeFormat(language, {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
    });
    const at = clock.format(new Date(next.at));
    lines.push(texts.next(next.what, escapeHtml(coming.channel), at)[language]);
  }
  if (view.problem) lines.push(texts.waits(escapeHtml(view.problem))[language]);
  const number = key.replace('acc_', '');
  return {
    html: lines.join('\n\n'),
    buttons: [[{ text: texts.addOwn[language], data: `warmup_add:${number}` }]],
    back: WARMUP,
  };
}

/** The list of all warming accounts. */
async function showList({ app, caller }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const channels = await listChannels(app, workspaceId, undefined);
  const html = [
    texts.listTitle[language],
    ...(channels.length === 0 ? [texts.empty[language]] : []),
  ];
  return {
    html: html.join('\n\n'),
    buttons: [
      ...channels.map(({ id, reference }) => [
        { text: `✖️ ${reference}`, data: `warmup_remove:${id}` },
      ]),
      [{ text: texts.add[language], data: 'warmup_add:' }],
    ],
    back: WARMUP,
  };
}

/** `words`: the number of the account that the channel is for; nothing: all of them. */
async function askForChannel({ caller, words }: BotTurn): Promise<BotReply> {
  const account = words === '' ? null : `acc_${words}`;
  return {
    html: texts.whichChannel[caller.language],
    expects: { step: 'warmup_channel', state: { account } },
    back: account === null ? LIST : `warmup_one:${words}`,
  };
}

async function takeChannel(turn: BotTurn): Promise<BotReply> {
  const { account } = readTalkState(ofList, turn.state);
  await addChannel(turn.app, turn.caller, turn.words, account ?? undefined);
  return account === null ? showList(turn) : oneReply(turn, turn.caller, account);
}

async function remove(turn: BotTurn): Promise<BotReply> {
  const id = /^\d{1,15}$/.test(turn.words) ? Number(turn.words) : 0;
  await removeChannel(turn.app, turn.caller, id);
  return showList(turn);
}
