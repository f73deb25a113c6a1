import { z } from 'zod';
import { AppError } from '../../../base/errors.ts';
import { TelegramError } from '../../../edges/telegram-account/port.ts';
import type { Verb } from '../../../feature.ts';
import { errorOf } from '../../messages/outcome.ts';
import { texts } from './texts.ts';

/** What one account needs to invite into a chat. */
export const openedChat = z.object({
  title: z.string(),
  accessHash: z.string().nullable(),
  link: z.string().nullable(),
});

const openArgs = z.object({
  chat: z.number(),
  /** Of the link to be made; null: none is needed. */
  linkTitle: z.string().nullable(),
});

/**
 * The holder's side: looks whether the account may invite into a chat, and makes its link.
 * @throws AppError cannot_invite, and what Telegram's refusals mean
 */
export const openChatVerb: Verb = async (_app, { sender, args }) => {
  const { chat, linkTitle } = openArgs.parse(args);
  if (sender?.kind !== 'account') throw new Error('a chat is opened by its account');
  return inOurErrors(async (): Promise<z.output<typeof openedChat>> => {
    const found = await sender.connection.findChat(String(chat));
    if (!found.mayInvite) throw new AppError('cannot_invite', texts.mayNotInvite);
    const link =
      linkTitle === null ? null : await sender.connection.makeInviteLink(found, linkTitle);
    return { title: found.title, accessHash: found.accessHash, link };
  });
};

const lookArgs = z.object({
  chat: z.number(),
  link: z.string().nullable(),
  /** How many were known to have come by the link. */
  known: z.number(),
});

/** Who came by the link since then, and how many in all. */
export const seenInChat = z.object({ userIds: z.array(z.number()), count: z.number() });

/**
 * The holder's side: whether the account still may invite, and who came by its link.
 * @throws AppError cannot_invite, and what Telegram's refusals mean
 */
export const lookAtChatVerb: Verb = async (_app, { sender, args }) => {
  const { chat, link, known } = lookArgs.parse(args);
  if (sender?.kind !== 'account') throw new Error('a chat is looked at by its account');
  return inOurErrors(async (): Promise<z.output<typeof seenInChat>> => {
    const found = await sender.connection.findChat(String(chat));
    if (!found.mayInvite) throw new AppError('cannot_invite', texts.mayNotInvite);
    if (link === null) return { userIds: [], count: known };
    return sender.connection.joinedByLink(found, link, known);
  });
};

async function inOurErrors<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (!(cause instanceof TelegramError)) throw cause;
    const { code, text, retry_after: retryAfter } = errorOf(cause.problem);
    throw new AppError(code, text, { cause, ...(retryAfter !== undefined && { retryAfter }) });
  }
}
