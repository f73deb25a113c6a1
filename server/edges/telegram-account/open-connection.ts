import type { tl } from '@mtcute/core';
import { askSpamBot } from './ask-spam-bot.ts';
import { joinedByLink, makeInviteLink } from './chat-links.ts';
import { chatMembers } from './chat-members.ts';
import { type Client, type ClientKit, createClient, once } from './client.ts';
import { downloadAttachment } from './download-attachment.ts';
import { findChat, joinChat, lookAtChat } from './find-chat.ts';
import { findSent } from './find-sent.ts';
import { listAdminChats } from './list-admin-chats.ts';
import { listen } from './listen.ts';
import { placeInChat } from './place-in-chat.ts';
import { type AccountConnection, type OpenAccount, TelegramError } from './port.ts';
import { readChat } from './read-chat.ts';
import { readProfile } from './read-user.ts';
import { resolvePeer } from './resolve-peer.ts';
import { markRead, showTyping } from './show-activity.ts';
import { inOurWords } from './telegram-problem.ts';
import { uploadMedia } from './upload-media.ts';
import { withinReach } from './within-reach.ts';

/** Beyond the time for one attempt to connect: the first answer of a Telegram that is reached. */
const FIRST_ANSWER_MS = 5_000;

/** Opens one session for good. @returns the connection and the client behind it */
export async function openConnection(
  kit: ClientKit,
  account: OpenAccount,
): Promise<{ connection: AccountConnection; client: Client }> {
  let heard = account.onHeard;
  const client = createClient(kit, { ...account, onHeard: (h) => heard(h) });
  try {
    const limit = kit.connectTimeoutMs + (account.proxy ? 0 : FIRST_ANSWER_MS);
    const self = await withinReach(client, account.proxy, limit, () => askWhoIAm(client));
    await client.tg.storage.self.storeFrom(self);
    listen(client, (h) => heard(h));
    await inOurWords(() => client.tg.startUpdatesLoop());
  } catch (error) {
    heard = () => {};
    await client.close();
    throw error;
  }
  const silence = () => {
    heard = () => {};
  };
  return { connection: connectionOf(client, silence), client };
}

async function askWhoIAm({ tg }: Client): Promise<tl.RawUser> {
  const [user] = await tg.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] }, once);
  if (user?._ === 'user') return user;
  throw new TelegramError({ kind: 'signed_out', code: 'NOT_SIGNED_IN' });
}

function connectionOf(client: Client, silence: () => void): AccountConnection {
  return {
    profile: () => inOurWords(async () => readProfile(await askWhoIAm(client))),
    spamStatus: () => inOurWords(() => askSpamBot(client)),
    resolve: (query) => inOurWords(() => resolvePeer(client, query)),
    upload: (media) => inOurWords(() => uploadMedia(client, media)),
    download: (attachment, path) => inOurWords(() => downloadAttachment(client, attachment, path)),
    markRead: (peer, upTo) => inOurWords(() => markRead(client, peer, upTo)),
    showTyping: (peer) => inOurWords(() => showTyping(client, peer)),
    findSent: (peer, like) => inOurWords(() => findSent(client, peer, like)),
    makeInviteLink: (chat, title) => inOurWords(() => makeInviteLink(client, chat, title)),
    joinedByLink: (chat, link, known) => inOurWords(() => joinedByLink(client, chat, link, known)),
    placeInChat: (chat, peer) => inOurWords(() => placeInChat(client, chat, peer)),
    adminChats: () => inOurWords(() => listAdminChats(client)),
    findChat: (reference) => inOurWords(() => findChat(client, reference)),
    lookAtChat: (chat) => inOurWords(() => lookAtChat(client, chat)),
    chatMembers: (chat, from) => inOurWords(() => chatMembers(client, chat, from)),
    joinChat: (reference) => inOurWords(() => joinChat(client, reference)),
    readChat: (chat) => inOurWords(() => readChat(client, chat)),
    logOut: () =>
      inOurWords(async () => {
        silence();
        await client.tg.call({ _: 'auth.logOut' }, once);
      }),
    close: () => {
      silence();
      return client.close();
    },
  };
}
