import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { BotReply, BotTalk, BotTurn, Caller } from '../../feature.ts';
import { businessKey } from '../business/business-key.ts';
import { view } from '../dialogs/bot.ts';
import { approveByButton, discardByButton, stopByButton, takeByButton } from './act-on-dialog.ts';
import { approveByTap, refuseByTap } from './answer-asking.ts';
import { chooseNotices, listKinds, readChoice } from './choose-notices.ts';
import { cardButtons, cardHtml, readCard } from './dialog-card.ts';
import { findKinds } from './find-kinds.ts';
import { kindTexts, texts } from './texts.ts';
import { showAsking } from './write-asking.ts';

/** Everybody of the team may choose what they are told. */
const permission = 'messages.read';

/** Hours between which nothing sounds, to choose from. */
const QUIET = ['22-8', '23-9', '20-10'];

/** What operators are told of, and the buttons under it. */
export const botTalk: BotTalk = {
  commands: [{ name: 'notifications', permission, about: texts.about, run: choose }],
  menu: [{ text: texts.menu, data: 'notify:', permission }],
  buttons: {
    notify: { permission, run: choose },
    notify_quiet: { permission, run: chooseQuiet },
    n_take: { permission: 'dialogs.write', run: onDialog(takeByButton) },
    n_stop: { permission: 'dialogs.write', run: onDialog(stopByButton) },
    n_show: { permission: 'messages.read', run: show },
    n_ok: { permission: 'dialogs.write', run: onDraft(approveByButton) },
    n_biz_ok: { permission: 'accounts.write', run: onAsking(approveByTap) },
    n_biz_no: { permission: 'accounts.write', run: onAsking(refuseByTap) },
    n_no: { permission: 'dialogs.write', run: onDraft(discardByButton) },
  },
};

async function choose({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { language, rights, workspaceId } = caller;
  const operatorId = operatorOf(caller);
  if (!rights) return { html: texts.choose[language] };
  const kinds = await findKinds(app.db, workspaceId);
  const before = listKinds(kinds, rights, await readChoice(app.db, workspaceId, operatorId));
  const pressed = before.find(({ kind }) => kind === words);
  if (pressed)
    await chooseNotices(app, { ...caller, operatorId }, { kinds: { [pressed.kind]: !pressed.on } });
  const choice = await readChoice(app.db, workspaceId, operatorId);
  const { quiet } = choice;
  const hours = quiet ? texts.quiet(quiet.from, quiet.to) : texts.noQuiet;
  return {
    html: texts.choose[language],
    buttons: [
      ...listKinds(kinds, rights, choice).map(({ kind, on }) => [
        { text: `${on ? '✅' : '▫️'} ${kindTexts[kind][language]}`, data: `notify:${kind}` },
      ]),
      [{ text: hours[language], data: 'notify_quiet:' }],
    ],
  };
}

async function chooseQuiet(turn: BotTurn): Promise<BotReply> {
  const { app, caller, words } = turn;
  const { language } = caller;
  if (words === '')
    return {
      html: texts.chooseQuiet[language],
      buttons: [
        ...QUIET.map((hours) => [
          { text: texts.quiet(...readHours(hours))[language], data: `notify_quiet:${hours}` },
        ]),
        [{ text: texts.always[language], data: 'notify_quiet:off' }],
      ],
      back: 'notify:',
    };
  const [from, to] = words === 'off' ? [0, 0] : readHours(words);
  const operatorId = operatorOf(caller);
  await chooseNotices(app, { ...caller, operatorId }, { quiet: { from, to } });
  return choose({ ...turn, words: '' });
}

/** @throws AppError invalid_request */
function readHours(words: string): [from: number, to: number] {
  const match = /^(\d{1,2})-(\d{1,2})$/.exec(words);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (!(from <= 23 && to <= 23)) throw new AppError('invalid_request', texts.numberNeeded);
  return [from, to];
}

async function show(turn: BotTurn): Promise<BotReply> {
  const { app, caller } = turn;
  const number = readNumber(turn.words);
  const reply = await view(turn);
  const card = await readCard(app, caller.workspaceId, number, caller.language);
  return {
    html: reply.html,
    ...(card && { buttons: cardButtons(app, card, caller.language, false) }),
  };
}

type Act = (app: App, caller: Caller, id: number) => Promise<string>;

function onDialog(act: Act) {
  return async ({ app, caller, words }: BotTurn): Promise<BotReply> => {
    const number = readNumber(words);
    return afterwards(app, caller, number, await act(app, caller, number));
  };
}

/** The button carries the draft and its dialog: `n_ok:7:12`. */
function onDraft(act: Act) {
  return async ({ app, caller, words }: BotTurn): Promise<BotReply> => {
    const [answerId, number] = words.split(':').map(readNumber);
    if (answerId === undefined || number === undefined)
      throw new AppError('invalid_request', texts.numberNeeded);
    return afterwards(app, caller, number, await act(app, caller, answerId));
  };
}

/** The message shows what was done, and who else asks. */
function onAsking(act: (app: App, caller: Caller, key: string) => Promise<string>) {
  return async ({ app, caller, words }: BotTurn): Promise<BotReply> => {
    const done = await act(app, caller, businessKey(readNumber(words)));
    const { workspaceId, language } = caller;
    const asking = await showAsking(app, { workspaceId, language, mayAnswer: true }, undefined);
    if (!asking) return { html: done };
    return { html: `${done}\n\n${asking.html}`, buttons: asking.buttons };
  };
}

/** The message shows what was done, and what may still be. */
async function afterwards(
  app: App,
  { workspaceId, language }: Caller,
  number: number,
  done: string,
): Promise<BotReply> {
  const card = await readCard(app, workspaceId, number, language);
  if (!card) return { html: done };
  return {
    html: `${cardHtml(card, language)}\n\n${done}`,
    buttons: cardButtons(app, card, language, true),
  };
}

/** @throws AppError invalid_request */
function readNumber(words: string): number {
  if (!/^\d{1,15}$/.test(words)) throw new AppError('invalid_request', texts.numberNeeded);
  return Number(words);
}

function operatorOf({ actor }: Caller): number {
  if (actor.kind !== 'operator' || actor.id === undefined)
    throw new Error('a turn with the bot that is no operator’s');
  return actor.id;
}
