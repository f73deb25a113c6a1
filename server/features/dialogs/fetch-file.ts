import { randomUUID } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { type Attachment, TelegramError } from '../../edges/telegram-account/port.ts';
import { BotError } from '../../edges/telegram-bot/port.ts';
import type { Verb } from '../../feature.ts';
import type { HeldSender } from '../../held-senders.ts';
import { mediaPath } from '../messages/keep-media.ts';
import { readMessage } from '../messages/post-message.ts';
import { type Message, media } from '../messages/tables.ts';
import { askHolder } from '../senders/ask-holder.ts';
import { texts } from './texts.ts';

const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

export type KeptFile = { path: string; size: number; mimeType: string; fileName: string };

/**
 * The file of a message, by its key in the API: one we sent, or one a person sent, which is
 * fetched from Telegram when it is first asked for.
 * @throws AppError not_found, timeout
 */
export async function fetchFile(app: App, workspaceId: number, key: string): Promise<KeptFile> {
  const messageId = Number(/^f(\d{1,15})$/.exec(key)?.[1]);
  if (!Number.isSafeInteger(messageId)) throw new AppError('not_found', texts.noFile);
  const message = await readMessage(app.db, workspaceId, messageId);
  const file = message.attachment
    ? await received(app, message)
    : await outgoing(app, workspaceId, message.mediaId);
  const { size } = await stat(file.path).catch(() => {
    throw new AppError('not_found', texts.fileLost);
  });
  return { ...file, size };
}

type Located = Omit<KeptFile, 'size'>;

async function outgoing(app: App, workspaceId: number, mediaId: number | null): Promise<Located> {
  if (mediaId === null) throw new AppError('not_found', texts.noFile);
  const [row] = await app.db
    .select()
    .from(media)
    .where(and(eq(media.workspaceId, workspaceId), eq(media.id, mediaId)));
  if (!row) throw new AppError('not_found', texts.noFile);
  return { path: mediaPath(app, row), mimeType: row.mimeType, fileName: row.fileName };
}

async function received(app: App, message: Message): Promise<Located> {
  const { attachment } = message;
  if (!attachment) throw new AppError('not_found', texts.noFile);
  const path = receivedPath(app, message);
  const isThere = await stat(path).catch(() => undefined);
  if (!isThere) {
    await askHolder(app, {
      workspaceId: message.workspaceId,
      senderId: message.senderId,
      verb: 'dialog.download',
      args: { messageId: message.id },
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    });
  }
  const { mimeType, fileName } = attachment;
  return { path, mimeType, fileName: fileName ?? `${message.type}-${message.id}` };
}

/** Where the file of a message stands that a person sent, once it was fetched. */
export function receivedPath(
  app: App,
  { workspaceId, id }: Pick<Message, 'workspaceId' | 'id'>,
): string {
  return join(app.config.dirs.data, 'files', 'received', String(workspaceId), String(id));
}

const downloadArgs = z.object({ messageId: z.number() });

/** The holder's side: whole or not at all, since others may be asking for the same file. */
export const downloadVerb: Verb = async (app, { workspaceId, sender, args }) => {
  const { messageId } = downloadArgs.parse(args);
  const message = await readMessage(app.db, workspaceId, messageId);
  if (!message.attachment || !sender) throw new AppError('not_found', texts.noFile);
  const path = receivedPath(app, message);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.${randomUUID()}`;
  await download(sender, message.attachment, beside).catch((cause) => {
    if (cause instanceof TelegramError || cause instanceof BotError)
      throw new AppError('not_found', texts.fileLost, { cause });
    throw cause;
  });
  await rename(beside, path);
};

/** A bot gets files of up to 20 MB, an account any. */
async function download(sender: HeldSender, attachment: Attachment, path: string): Promise<void> {
  if (sender.kind === 'account') return sender.connection.download(attachment, path);
  const { location: fileId, size } = attachment;
  await writeFile(path, await sender.connection.download({ fileId, size }), { mode: 0o600 });
}
