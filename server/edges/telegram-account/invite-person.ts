import { Long, type tl } from '@mtcute/core';
import { inputChannel, isBasicGroup } from './chat-view.ts';
import { type Client, once } from './client.ts';
import { countOwnMessage } from './own-updates.ts';
import { type ChatAddress, type Peer, TelegramError } from './port.ts';
import { toTelegramError } from './telegram-problem.ts';

/** Messages of the group that somebody new may read, as Telegram's own apps ask for it. */
const SHOWN_BEFORE = 50;

/** Telegram's reasons why a person cannot be added, whoever tries. Source: the errors of both methods. */
const ABOUT_THE_PERSON = new Set([
  'USER_PRIVACY_RESTRICTED',
  'USER_NOT_MUTUAL_CONTACT',
  'USER_CHANNELS_TOO_MUCH',
  'USER_KICKED',
  'USER_BLOCKED',
  'USER_BOT',
  'USER_ID_INVALID',
]);

/**
 * One RPC that brings a person into a chat. A repeat is harmless: who is there already stays there.
 * @throws TelegramError not_addable, not_admin, chat_closed, peer_flood …
 */
export async function invitePerson(
  { tg }: Client,
  peer: Pick<Peer, 'userId' | 'accessHash'>,
  chat: ChatAddress,
): Promise<void> {
  const user = inputUserOf(peer);
  try {
    const answer = isBasicGroup(chat)
      ? await tg.call(
          { _: 'messages.addChatUser', chatId: -chat.chatId, userId: user, fwdLimit: SHOWN_BEFORE },
          once,
        )
      : await tg.call(
          { _: 'channels.inviteToChannel', channel: inputChannel(chat), users: [user] },
          once,
        );
    countOwnMessage(tg, answer.updates);
    // Somebody who was left out is told of in the answer, not by an error.
    if (answer.missingInvitees.length > 0) throw notAddable('USER_PRIVACY_RESTRICTED');
  } catch (error) {
    const { problem } = toTelegramError(error);
    if (problem.code === 'USER_ALREADY_PARTICIPANT') return;
    if (ABOUT_THE_PERSON.has(problem.code)) throw notAddable(problem.code);
    // Here it isn't a dialog that is forbidden but the chat: the account lost its right.
    if (problem.code === 'CHAT_WRITE_FORBIDDEN')
      throw new TelegramError({ kind: 'not_admin', code: problem.code }, error);
    throw error;
  }
}

const notAddable = (code: string) => new TelegramError({ kind: 'not_addable', code });

function inputUserOf({ userId, accessHash }: Pick<Peer, 'userId' | 'accessHash'>) {
  const user: tl.RawInputUser = {
    _: 'inputUser',
    userId,
    accessHash: Long.fromString(accessHash),
  };
  return user;
}
