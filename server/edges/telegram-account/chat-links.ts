import type { tl } from '@mtcute/core';
import { inputPeerOf } from './chat-view.ts';
import { type Client, once } from './client.ts';
import { type ChatAddress, TelegramError } from './port.ts';

/** As many as Telegram gives at once. */
const PAGE = 100;
/** Telegram shortens the titles of links to so many characters. */
const LONGEST_TITLE = 32;

/** Makes an invite link of the account's own. @throws TelegramError not_admin, chat_closed */
export async function makeInviteLink(
  { tg }: Client,
  chat: ChatAddress,
  title: string,
): Promise<string> {
  const link = await tg.call(
    {
      _: 'messages.exportChatInvite',
      peer: inputPeerOf(chat),
      title: [...title].slice(0, LONGEST_TITLE).join(''),
    },
    once,
  );
  if (link._ === 'chatInviteExported') return link.link;
  throw new TelegramError({ kind: 'refused', code: 'NO_INVITE_LINK' });
}

/**
 * Who came by a link of the account's since so many were known, the latest first.
 * @returns their Telegram ids (and some of those known), and how many came in all
 * @throws TelegramError not_admin, chat_closed
 */
export async function joinedByLink(
  { tg }: Client,
  chat: ChatAddress,
  link: string,
  known: number,
): Promise<{ userIds: number[]; count: number }> {
  const userIds: number[] = [];
  let offset: { date: number; user: tl.TypeInputUser } = {
    date: 0,
    user: { _: 'inputUserEmpty' },
  };
  for (;;) {
    const page = await tg.call(
      {
        _: 'messages.getChatInviteImporters',
        peer: inputPeerOf(chat),
        link,
        offsetDate: offset.date,
        offsetUser: offset.user,
        limit: PAGE,
      },
      once,
    );
    userIds.push(...page.importers.map((i) => i.userId));
    const last = page.importers.at(-1);
    const lastUser = page.users.find((u) => u.id === last?.userId);
    const isOver = page.importers.length < PAGE || userIds.length >= page.count - known;
    if (isOver || !last || lastUser?._ !== 'user' || !lastUser.accessHash)
      return { userIds, count: page.count };
    const user = {
      _: 'inputUser' as const,
      userId: lastUser.id,
      accessHash: lastUser.accessHash,
    };
    offset = { date: last.date, user };
  }
}
