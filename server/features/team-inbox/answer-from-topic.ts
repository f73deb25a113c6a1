import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { BotReply, Caller, GroupTurn } from '../../feature.ts';
import { findDialog } from '../dialogs/find-dialog.ts';
import { replyInDialog } from '../dialogs/reply-in-dialog.ts';
import { changeDialog } from '../dialogs/steer-dialog.ts';
import { TOPIC_KEY } from './mark-topics.ts';
import { texts } from './texts.ts';

const LARGEST = 20 * 1_024 * 1_024;

/**
 * What an operator writes in a topic goes to its person, by the same way as an answer in the console.
 * The same update a second time says nothing more.
 * @throws AppError why it doesn't
 */
export async function answerFromTopic(
  { app, file, key }: GroupTurn,
  caller: Caller,
  number: number,
  text: string,
): Promise<undefined> {
  if (!caller.rights?.permissions.includes('messages.send'))
    throw new AppError('forbidden', texts.cannotSend);
  const once = `${TOPIC_KEY}${key}`;
  if (!file) {
    if (text.trim() === '') throw new AppError('invalid_request', texts.nothingToSend);
    await replyInDialog(app, caller, number, { type: 'text', content: text }, once);
    return undefined;
  }
  if (file.size > LARGEST) throw new AppError('invalid_media', texts.tooLarge);
  const content = Buffer.from(await file.read()).toString('base64');
  const { type, name: filename } = file;
  const reply = { type, file_base64: content, filename, ...(text !== '' && { caption: text }) };
  await replyInDialog(app, caller, number, reply, once);
  return undefined;
}

/** A note of the dialog, as the console shows them. A repeat adds nothing. @throws AppError */
export async function noteFromTopic(
  app: App,
  { caller, name }: { caller: Caller; name: string },
  number: number,
  text: string,
): Promise<BotReply> {
  if (!caller.rights?.permissions.includes('dialogs.write'))
    throw new AppError('forbidden', texts.cannotSend);
  const { notes } = await findDialog(app.db, caller.workspaceId, number);
  const line = `${name}: ${text}`;
  if (!notes.endsWith(line))
    await changeDialog(app, caller, number, { notes: notes === '' ? line : `${notes}\n${line}` });
  return { html: texts.noted[caller.language] };
}
