import type { tl } from '@mtcute/core';
import { readChatReference } from './chat-reference.ts';
import { inputChannel, isBasicGroup, viewChat } from './chat-view.ts';
import { type Client, once } from './client.ts';
import { eachChat } from './list-admin-chats.ts';
import { type AccountChat, type ChatAddress, TelegramError } from './port.ts';
import { toTelegramError } from './telegram-problem.ts';

/**
 * One chat by @username, t.me link, invite link of a chat that the account is in, or number.
 * @throws TelegramError chat_closed
 */
export async function findChat(client: Client, reference: string): Promise<AccountChat> {
  const meant = readChatReference(reference);
  if (!meant) throw closed('NOT_A_CHAT');
  if (meant.by === 'username') return findByName(client, meant.username);
  if (meant.by === 'number') return findByNumber(client, meant.chatId);
  const invite = await client.tg.call({ _: 'messages.checkChatInvite', hash: meant.hash }, once);
  // a look through the keyhole is no membership
  if (invite._ === 'chatInvite') throw closed('NOT_A_MEMBER');
  return visible([invite.chat]);
}

/** A chat that was found before, as it is now. @throws TelegramError chat_closed */
export async function lookAtChat({ tg }: Client, chat: ChatAddress): Promise<AccountChat> {
  const found = isBasicGroup(chat)
    ? await tg.call({ _: 'messages.getChats', id: [-chat.chatId] }, once)
    : await tg.call({ _: 'channels.getChannels', id: [inputChannel(chat)] }, once);
  return visible(found.chats);
}

/**
 * Comes into a public chat or one behind an invite link; harmless where it is in already.
 * @throws TelegramError chat_closed, join_requested, too_many_chats
 */
export async function joinChat(client: Client, reference: string): Promise<AccountChat> {
  const meant = readChatReference(reference);
  if (!meant) throw closed('NOT_A_CHAT');
  if (meant.by === 'invite') return joinByInvite(client, reference, meant.hash);
  const chat = await findChat(client, reference);
  if (chat.place !== 'outside') return chat;
  const request: tl.channels.RawJoinChannelRequest = {
    _: 'channels.joinChannel',
    channel: inputChannel(chat),
  };
  await come(client, request);
  return findChat(client, reference);
}

async function joinByInvite(client: Client, reference: string, hash: string): Promise<AccountChat> {
  const invite = await client.tg.call({ _: 'messages.checkChatInvite', hash }, once);
  if (invite._ === 'chatInvite') await come(client, { _: 'messages.importChatInvite', hash });
  return findChat(client, reference);
}

/** The answer names changes that the client has to count as its own. */
async function come(
  { tg }: Client,
  request: tl.channels.RawJoinChannelRequest | tl.messages.RawImportChatInviteRequest,
): Promise<void> {
  try {
    tg.handleClientUpdate(await tg.call(request, once), true);
  } catch (error) {
    if (toTelegramError(error).problem.kind !== 'already_member') throw error;
  }
}

async function findByName({ tg }: Client, username: string): Promise<AccountChat> {
  const found = await tg
    .call({ _: 'contacts.resolveUsername', username }, once)
    .catch((error: unknown) => {
      const { problem } = toTelegramError(error);
      throw problem.kind === 'peer_not_found' ? closed(problem.code) : error;
    });
  return visible(found.chats);
}

/** A number says nothing about how to address a chat: it has to be among the account's own. */
async function findByNumber(client: Client, chatId: number): Promise<AccountChat> {
  for await (const chat of eachChat(client)) if (chat.chatId === chatId) return chat;
  throw closed('NOT_A_MEMBER');
}

function visible([chat]: readonly tl.TypeChat[]): AccountChat {
  const view = chat && viewChat(chat);
  if (view) return view;
  throw closed(chat ? 'CHANNEL_PRIVATE' : 'NOT_A_CHAT');
}

function closed(code: string): TelegramError {
  return new TelegramError({ kind: 'chat_closed', code });
}
