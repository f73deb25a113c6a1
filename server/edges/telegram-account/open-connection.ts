import type { tl } from '@mtcute/core';
import { HttpProxyConnectionError, SocksProxyConnectionError } from '@mtcute/node';
import { askSpamBot } from './ask-spam-bot.ts';
import { type Client, type ClientKit, createClient, once } from './client.ts';
import { downloadAttachment } from './download-attachment.ts';
import { findSent } from './find-sent.ts';
import { listen } from './listen.ts';
import {
  type AccountConnection,
  type OpenAccount,
  type ProxySettings,
  TelegramError,
} from './port.ts';
import { readProfile } from './read-user.ts';
import { resolvePeer } from './resolve-peer.ts';
import { inOurWords } from './telegram-problem.ts';
import { uploadMedia } from './upload-media.ts';

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
    const self = await reach(kit, client, account.proxy);
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

/**
 * Connects and makes the first call; what keeps it from being answered in time is told in words:
 * the proxy, or Telegram itself.
 */
export async function reach(
  kit: ClientKit,
  client: Client,
  proxy: ProxySettings | undefined,
): Promise<tl.RawUser> {
  let timer: NodeJS.Timeout | undefined;
  const unreachable = (cause?: unknown) =>
    new TelegramError(
      proxy
        ? { kind: 'proxy_unavailable', code: 'PROXY_UNAVAILABLE' }
        : { kind: 'unavailable', code: 'TELEGRAM_UNREACHABLE' },
      cause,
    );
  const failure = new Promise<never>((_, reject) => {
    let last: unknown;
    client.tg.onError.add((error) => {
      last = error;
      // A proxy that answers and refuses won't change its mind; one that is silent may wake up.
      if (isProxyRefusal(error)) reject(unreachable(error));
    });
    timer = setTimeout(() => reject(unreachable(last)), kit.connectTimeoutMs + FIRST_ANSWER_MS);
  });
  const answer = inOurWords(async () => {
    await client.tg.connect();
    return askWhoIAm(client);
  });
  try {
    return await Promise.race([answer, failure]);
  } finally {
    clearTimeout(timer);
    answer.catch(() => undefined);
  }
}

async function askWhoIAm({ tg }: Client): Promise<tl.RawUser> {
  const [user] = await tg.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] }, once);
  if (user?._ === 'user') return user;
  throw new TelegramError({ kind: 'signed_out', code: 'NOT_SIGNED_IN' });
}

function isProxyRefusal(error: unknown): boolean {
  return error instanceof SocksProxyConnectionError || error instanceof HttpProxyConnectionError;
}

function connectionOf(client: Client, silence: () => void): AccountConnection {
  return {
    profile: () => inOurWords(async () => readProfile(await askWhoIAm(client))),
    spamStatus: () => inOurWords(() => askSpamBot(client)),
    resolve: (query) => inOurWords(() => resolvePeer(client, query)),
    upload: (media) => inOurWords(() => uploadMedia(client, media)),
    download: (attachment, path) => inOurWords(() => downloadAttachment(client, attachment, path)),
    findSent: (peer, like) => inOurWords(() => findSent(client, peer, like)),
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
