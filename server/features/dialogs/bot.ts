import { AppError } from '../../base/errors.ts';
import { inRows } from '../../base/in-rows.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { BotReply, BotTalk, BotTurn } from '../../feature.ts';
import {
  beginDialog,
  chooseBasis,
  proposeFirst,
  sayFirst,
  sendProposed,
} from './begin-from-bot.ts';
import { statusTexts, botTexts as texts } from './bot-texts.ts';
import { exportDialogs } from './export-dialogs.ts';
import { findDialog } from './find-dialog.ts';
import { listDialogs } from './list-dialogs.ts';
import { readMessages } from './read-history.ts';
import { stopDialog } from './steer-dialog.ts';
import { type DialogView, viewDialogs } from './view-dialog.ts';
import { countDialogs, zipDialogs } from './zip-dialogs.ts';

/** More don't fit one message of Telegram's. */
const PAGE = 20;
const IN_A_ROW = 5;
const LATEST = 15;
const LONGEST_LINE = 200;
/** So many numbers stand in one archive: a bot may send files up to 50 MB. */
const DIALOGS_PER_ZIP = 2_000;

/** Dialogs from the workspace's bot, with the commands of seed 001. */
export const botTalk: BotTalk = {
  menu: [{ text: texts.menu, data: 'dialogs:', permission: 'messages.read' }],
  commands: [
    {
      name: 'start',
      permission: 'messages.send',
      about: texts.aboutStart,
      needsTelegram: true,
      needsWords: true,
      run: beginDialog,
    },
    {
      name: 'stop',
      permission: 'dialogs.write',
      about: texts.aboutStop,
      needsWords: true,
      run: stop,
    },
    { name: 'list', permission: 'messages.read', about: texts.aboutList, run: list },
    { name: 'view', permission: 'messages.read', about: texts.aboutView, run: view },
    { name: 'export', permission: 'messages.read', about: texts.aboutExport, run: exportOne },
    {
      name: 'export_all',
      permission: 'messages.read',
      about: texts.aboutExportAll,
      run: exportAll,
    },
  ],
  buttons: {
    view: { permission: 'messages.read', run: view },
    opening: { permission: 'messages.send', run: proposeFirst },
    opening_send: { permission: 'messages.send', run: sendProposed },
    first: { permission: 'messages.send', run: chooseBasis },
    dialogs: { permission: 'messages.read', run: list },
    stop: { permission: 'dialogs.write', run: stop },
    export: { permission: 'messages.read', run: exportOne },
  },
  steps: { first_words: { permission: 'messages.send', run: sayFirst } },
};

async function stop({ app, caller, words }: BotTurn): Promise<BotReply> {
  const number = await readNumber(app, caller, words);
  const { undecided } = await stopDialog(app, caller, number);
  return { html: texts.stopped(number, undecided)[caller.language] };
}

async function list({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const { ids, next } = await listDialogs(app, workspaceId, {
    status: ['active', 'waiting'],
    sort: 'newest',
    limit: PAGE,
    ...(words !== '' && { after: words }),
  });
  if (ids.length === 0) return { html: texts.noneGoOn[language] };
  const dialogs = await viewDialogs(app, caller, ids);
  return {
    html: dialogs.map((dialog) => line(dialog, language)).join('\n'),
    buttons: [
      ...inRows(
        dialogs.map(({ id }) => ({ text: String(id), data: `view:${id}` })),
        IN_A_ROW,
      ),
      ...(next ? [[{ text: texts.more[language], data: `dialogs:${next}` }]] : []),
    ],
  };
}

/** The latest messages of a dialog. @throws AppError invalid_request, not_found */
export async function view({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const number = await readNumber(app, caller, words);
  const { id } = await findDialog(app.db, workspaceId, number);
  const [dialog] = await viewDialogs(app, caller, [id]);
  if (!dialog) throw new AppError('not_found', texts.noDialog(number));
  const said = await readMessages(app, workspaceId, id, { limit: LATEST, beforeId: undefined });
  const lines = said.reverse().map(({ direction, type, content }) => {
    const who = direction === 'in' ? nameOf(dialog) : texts.us[language];
    const file = type === 'text' ? '' : `[${type}] `;
    return `<b>${escapeHtml(who)}:</b> ${escapeHtml(file + shorten(content))}`;
  });
  const because = dialog.waiting_because ? `\n<i>${escapeHtml(dialog.waiting_because)}</i>` : '';
  const text = lines.length > 0 ? lines.join('\n') : texts.nothingSaid[language];
  const isOpen = dialog.status === 'active' || dialog.status === 'waiting';
  return {
    html: `${line(dialog, language)}${because}\n\n${text}`,
    buttons: [
      [
        { text: texts.exportButton[language], data: `export:${number}` },
        ...(isOpen ? [{ text: texts.stopButton[language], data: `stop:${number}` }] : []),
      ],
    ],
    back: 'dialogs:',
  };
}

async function exportOne({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const number = await readNumber(app, caller, words);
  const text = exportDialogs(app, workspaceId, number, language);
  return {
    html: texts.exported(number)[language],
    file: { name: `dialog-${number}.txt`, content: text },
  };
}

/** Large ones come in several archives: what a bot may send is bounded. */
async function exportAll({ app, caller, say }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const { count, latest } = await countDialogs(app, workspaceId);
  if (count === 0) return { html: texts.nothingToExport[language] };
  await say({ html: texts.preparing(count)[language] });
  const parts = Math.ceil(latest / DIALOGS_PER_ZIP);
  const archive = (part: number): BotReply => ({
    html: texts.exportedAll(part, parts)[language],
    file: {
      name: parts > 1 ? `dialogs-${part}.zip` : 'dialogs.zip',
      content: zipDialogs(app, workspaceId, numbersOf(part), language),
    },
  });
  for (let part = 1; part < parts; part++) await say(archive(part));
  return archive(parts);
}

const numbersOf = (part: number) => ({
  from: (part - 1) * DIALOGS_PER_ZIP + 1,
  to: part * DIALOGS_PER_ZIP,
});

/** @throws AppError invalid_request, not_found */
async function readNumber(
  app: BotTurn['app'],
  { workspaceId }: BotTurn['caller'],
  words: string,
): Promise<number> {
  if (!/^\d{1,9}$/.test(words)) throw new AppError('invalid_request', texts.numberNeeded);
  const number = Number(words);
  await findDialog(app.db, workspaceId, number).catch((error) => {
    if (error instanceof AppError) throw new AppError('not_found', texts.noDialog(number));
    throw error;
  });
  return number;
}

function line(dialog: DialogView, language: BotTurn['caller']['language']): string {
  const status = statusTexts[dialog.status][language];
  return `<b>${dialog.id}</b> ${escapeHtml(nameOf(dialog))} · ${dialog.account_id} · ${status}`;
}

const nameOf = ({ name, username, user_id: id }: DialogView) =>
  name || (username ? `@${username}` : String(id ?? '—'));

const shorten = (text: string) =>
  text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
