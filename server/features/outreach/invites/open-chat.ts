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
  if (!sender) throw new Error('a chat is opened by its account');
  return inOurErrors(async (): Promise<z.output<typeof openedChat>> => {
    const found = await sender.connection.findChat(String(chat));
    if (!found.mayInvite) throw new AppError('cannot_invite', texts.mayNotInvite);
    const link =
      linkTitle === null ? null : await sender.connection.makeInviteLink(found, linkTitle);
    return { title: found.title, accessHash: found.accessHash, link };
  });
};

const joinedArgs = z.object({
  chat: z.number(),
  accessHash: z.string().nullable(),
  link: z.string(),
  known: z.number(),
});

/** Who came by a link since so many were known. */
export const joinedSince = z.object({ userIds: z.array(z.number()), count: z.number() });

/** The holder's side. @throws AppError cannot_invite, and what Telegram's refusals mean */
export const joinedByLinkVerb: Verb = async (_app, { sender, args }) => {
  const { chat, accessHash, link, known } = joinedArgs.parse(args);
  if (!sender) throw new Error('a link is asked for by its account');
  return inOurErrors(() =>
    sender.connection.joinedByLink({ chatId: chat, accessHash }, link, known),
  );
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
