import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { BotReply, BotTurn } from '../../feature.ts';
import { accountKey } from './account.ts';
import { statusTexts, botTexts as texts } from './bot-texts.ts';
import { deleteAccount } from './delete-account.ts';
import { findAccount } from './find-account.ts';
import { importAccounts } from './import-accounts.ts';
import type { Account } from './tables.ts';
import { updateAccount } from './update-account.ts';
import { viewAccount } from './view-account.ts';

/** What Telegram lets a bot take. */
const LARGEST_FILE = 20 * 1_024 * 1_024;

const LIST = 'accounts:';
/** What people know an account by, besides its number. */
export function nameOf(account: Account): string {
  const { number, name, firstName, phone, username } = account;
  const own = name === accountKey(number) ? firstName : name;
  return [own, phone, username && `@${username}`].filter(Boolean).join(' ');
}

const keyOf = (words: string) => `acc_${words}`;

/** One account, with what can be done about it. */
export async function showOne({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { language } = caller;
  const account = await findAccount(app, caller.workspaceId, keyOf(words));
  const view = await viewAccount(app, account);
  const isOff = view.status === 'disabled';
  return {
    html: [
      `<b>${view.id}</b> ${escapeHtml(nameOf(account))}`,
      statusTexts[view.status][language],
      texts.today(view.daily_sent, view.daily_limit)[language],
    ].join('\n'),
    buttons: [
      [
        isOff
          ? { text: texts.enable[language], data: `account_on:${words}` }
          : { text: texts.disable[language], data: `account_off:${words}` },
        { text: texts.delete[language], data: `account_delete:${words}` },
      ],
    ],
    back: LIST,
  };
}

export async function enableOne(turn: BotTurn): Promise<BotReply> {
  await updateAccount(turn.app, turn.caller, keyOf(turn.words), { disabled: false });
  return showOne(turn);
}

export async function disableOne(turn: BotTurn): Promise<BotReply> {
  await updateAccount(turn.app, turn.caller, keyOf(turn.words), { disabled: true });
  return showOne(turn);
}

export async function askToDelete({ app, caller, words }: BotTurn): Promise<BotReply> {
  const account = await findAccount(app, caller.workspaceId, keyOf(words));
  const { language } = caller;
  return {
    html: texts.askToDelete(keyOf(words), escapeHtml(nameOf(account)))[language],
    buttons: [[{ text: texts.deleteYes[language], data: `account_gone:${words}` }]],
    back: `account:${words}`,
  };
}

export async function deleteOne({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { loggedOut } = await deleteAccount(app, caller, keyOf(words), { logOut: true });
  return { html: texts.deleted(keyOf(words), loggedOut)[caller.language], back: LIST };
}

export async function askForFile({ caller }: BotTurn): Promise<BotReply> {
  return {
    html: texts.whichFile[caller.language],
    expects: { step: 'add_file', state: null },
    back: LIST,
  };
}

/** The file is read and gone at once: from the disk here, and from the chat. */
export async function addFromFile({ app, caller, words, file }: BotTurn): Promise<BotReply> {
  const { workspaceId, actor, language } = caller;
  if (!file) throw new AppError('invalid_request', texts.noFile);
  if (file.size > LARGEST_FILE) throw new AppError('body_too_large', texts.fileTooBig);
  const folder = join(app.config.dirs.temp, `upload_${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, basename(file.name).replace(/[^\w.-]/g, '_') || 'file');
    await writeFile(path, await file.read(), { mode: 0o600 });
    const passcode = words || undefined;
    const by = { workspaceId, actor, notes: '' };
    const { added, failures } = await importAccounts(app, by, { path, passcode });
    const keys = added.map(({ number }) => `acc_${number}`);
    return {
      html: texts.addedSome(keys, failures.length)[language],
      back: LIST,
      isSecret: true,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isLocked = error.code === 'wrong_passcode' && words === '';
    const text = isLocked ? texts.givePasscode : error.text;
    // The question stands, and the file leaves the chat: it is a way into the account.
    return {
      html: escapeHtml(text[language]),
      expects: { step: 'add_file', state: null },
      back: LIST,
      isSecret: true,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
