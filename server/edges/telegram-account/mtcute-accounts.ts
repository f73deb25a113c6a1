import { NodeCryptoProvider } from '@mtcute/node/utils.js';
import type { Log } from '../../base/log.ts';
import { type Client, type ClientKit, createLogger, createPlatform } from './client.ts';
import { invitePerson } from './invite-person.ts';
import { openConnection } from './open-connection.ts';
import { type AccountConnection, type TelegramAccounts, TelegramError } from './port.ts';
import { sendFromAccount } from './send-from-account.ts';
import type { AccountSending } from './sending-port.ts';
import { requestCode, submitCode, submitPassword, testProxy } from './sign-in.ts';
import { type SandboxAddress, type TelegramAddress, trustSandbox } from './telegram-address.ts';
import { inOurWords } from './telegram-problem.ts';

export type MtcuteOptions = {
  apiId: number | undefined;
  apiHash: string | undefined;
  /** Of a sandbox that takes Telegram's place. */
  sandbox: SandboxAddress | undefined;
  /** Seconds until a silent proxy or data centre counts as unreachable. */
  connectTimeout: number;
  log: Log;
};

/** Telegram through mtcute: the accounts, and apart from them the way out. */
export async function createMtcuteAccounts(
  options: MtcuteOptions,
): Promise<{ accounts: TelegramAccounts; sending: AccountSending }> {
  const kit = await createKit(options);
  const clients = new WeakMap<AccountConnection, Client>();
  const clientOf = (connection: AccountConnection) => {
    const client = clients.get(connection);
    if (!client) throw new Error('this connection was not opened here');
    return client;
  };
  const configured = options.sandbox !== undefined || options.apiId !== undefined;
  const ready = () => {
    if (!configured) throw new TelegramError({ kind: 'unavailable', code: 'NOT_CONFIGURED' });
    return kit;
  };
  return {
    accounts: {
      configured,
      async open(account) {
        const { connection, client } = await openConnection(ready(), account);
        clients.set(connection, client);
        return connection;
      },
      requestCode: async (phone, proxy) => requestCode(ready(), phone, proxy),
      submitCode: async (state, code) => submitCode(ready(), state, code),
      submitPassword: async (state, password) => submitPassword(ready(), state, password),
      testProxy: async (proxy) => testProxy(ready(), proxy),
    },
    sending: {
      send: (connection, message) =>
        inOurWords(() => sendFromAccount(clientOf(connection), message)),
      invite: (connection, { peer, chat }) =>
        inOurWords(() => invitePerson(clientOf(connection), peer, chat)),
    },
  };
}

async function createKit(options: MtcuteOptions): Promise<ClientKit> {
  const platform = createPlatform();
  const crypto = new NodeCryptoProvider();
  await crypto.initialize();
  const address: TelegramAddress = options.sandbox
    ? trustSandbox(crypto, options.sandbox)
    : { kind: 'production' };
  return {
    // A sandbox takes any application; the real Telegram is refused without one (`ready`).
    apiId: options.apiId ?? 1,
    apiHash: options.apiHash ?? 'sandbox',
    address,
    connectTimeoutMs: options.connectTimeout * 1_000,
    logger: createLogger(platform, options.log),
    crypto,
    platform,
  };
}
