import {
  MemoryStorage,
  networkMiddlewares,
  TelegramClient,
  type TelegramClientOptions,
} from '@mtcute/node';
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js';
import type { Emulator } from '../start-emulator.ts';

/** Makes mtcute trust the box. The list of keys is the library's own and shared by the process. */
export async function trustBox(box: Emulator): Promise<void> {
  const crypto = new NodeCryptoProvider();
  await crypto.initialize();
  addPublicKey(crypto, box.mtproto.publicKeyPem);
}

/** Errors come to the test as they are: no waiting, no repeating. */
export const plainNetwork = {
  middlewares: networkMiddlewares.basic({
    floodWaiter: { store: false, maxWait: 0 },
    internalErrors: { maxRetries: 0 },
  }),
};

/** An unmodified mtcute client of the box, with no session yet. */
export function mtcuteClient(
  box: Emulator,
  more: Partial<TelegramClientOptions> = {},
): TelegramClient {
  const dc = { id: box.mtproto.dcId, ipAddress: box.mtproto.host, port: box.mtproto.port };
  return new TelegramClient({
    apiId: 1,
    apiHash: 'hash',
    storage: new MemoryStorage(),
    defaultDcs: { main: dc, media: dc },
    logLevel: 0,
    network: plainNetwork,
    ...more,
  });
}
