import { networkMiddlewares } from '@mtcute/core';
import { BaseTelegramClient } from '@mtcute/core/client.js';
import { LogManager, readStringSession } from '@mtcute/core/utils.js';
import { NodePlatform } from '@mtcute/node';
import type { NodeCryptoProvider } from '@mtcute/node/utils.js';
import type { Log } from '../../base/log.ts';
import { createLightStorage } from './light-storage.ts';
import { type Heard, type ProxySettings, TelegramError, type UpdateState } from './port.ts';
import { dcsOf, type TelegramAddress } from './telegram-address.ts';
import { endsSession, problemFromRpc } from './telegram-problem.ts';
import { type BoundedTransport, createTransport } from './transport.ts';

export type ClientKit = {
  apiId: number;
  apiHash: string;
  address: TelegramAddress;
  /** Milliseconds for one attempt to connect. */
  connectTimeoutMs: number;
  logger: LogManager;
  crypto: NodeCryptoProvider;
  platform: ReturnType<typeof createPlatform>;
};

export type Client = {
  tg: BaseTelegramClient;
  /** Called with each attempt to connect that failed. */
  onConnectFailure(listener: (error: unknown) => void): void;
  /** How many times the connection was begun anew: what is asked meanwhile may be asked twice. */
  countConnects(): number;
  /** Connections for files are opened when first needed: idle accounts are many. */
  openFileConnections(): void;
  /** Ends within a few seconds whatever state the connection is in. */
  close(): Promise<void>;
};

/** One RPC, including what it waits for a broken connection to come back. */
export const CALL_TIMEOUT_MS = 20_000;
const CLOSE_TIMEOUT_MS = 3_000;

/** What all clients of a process share. */
export function createPlatform() {
  const node = new NodePlatform();
  return {
    // mtcute would end the process on a signal by itself; stopping is ours.
    beforeExit: () => () => {},
    log: () => {},
    getDefaultLogLevel: () => LogManager.OFF,
    getDeviceModel: () => 'Vestnik',
    normalizeFile: node.normalizeFile.bind(node),
  };
}

/** Passes what mtcute has to say on to our log, as debug. */
export function createLogger(platform: ReturnType<typeof createPlatform>, log: Log): LogManager {
  const logger = new LogManager('telegram', platform);
  logger.level = log.isLevelEnabled('debug') ? LogManager.WARN : LogManager.OFF;
  logger.handler = (_color, _level, tag, fmt) => log.debug({ tag }, fmt);
  return logger;
}

/** A client of one account, not connected yet. */
export function createClient(
  kit: ClientKit,
  input: {
    session: string | undefined;
    proxy: ProxySettings | undefined;
    updates: UpdateState | undefined;
    onHeard: (heard: Heard) => void;
    disableUpdates?: boolean;
  },
): Client {
  const { session, proxy, updates, onHeard } = input;
  const transport = createTransport(proxy, kit.connectTimeoutMs);
  const dcs = dcsOf(kit.address, session);
  let hasFileConnections = false;
  const tg = new BaseTelegramClient({
    apiId: kit.apiId,
    apiHash: kit.apiHash,
    crypto: kit.crypto,
    platform: kit.platform,
    logger: kit.logger,
    transport,
    storage: createLightStorage({
      key:
        session && dcs
          ? { dcId: dcs.main.id, bytes: readStringSession(session).authKey }
          : undefined,
      updates,
      onPeer: (peer) => onHeard({ kind: 'peer', peer: { ...peer, firstName: '', lastName: '' } }),
      onState: (state) => onHeard({ kind: 'state', state }),
    }),
    storageOptions: { cleanup: false, peers: { updatesWriteInterval: 0 } },
    ...(dcs && { defaultDcs: dcs }),
    initConnectionOptions: { deviceModel: 'Vestnik', appVersion: '1' },
    disableUpdates: input.disableUpdates ?? false,
    updates: { catchUp: updates !== undefined },
    network: {
      connectionCount: (kind) => (kind === 'main' ? 0 : hasFileConnections ? 1 : 0),
      middlewares: [
        watchForLoss(onHeard),
        ...networkMiddlewares.basic({
          floodWaiter: { store: false, maxWait: 5_000, maxRetries: 2 },
          internalErrors: { maxRetries: 3, exceptErrors: ['RANDOM_ID_DUPLICATE'] },
        }),
      ],
    },
  });
  refuseOnceClosed(tg);
  let connects = 0;
  tg.onConnectionState.add((state) => {
    if (state === 'connecting') connects++;
  });
  return {
    tg,
    onConnectFailure: transport.onFailure,
    countConnects: () => connects,
    openFileConnections() {
      if (hasFileConnections) return;
      hasFileConnections = true;
      // the only way to make the pools count again
      tg.mt.network.setIsPremium(tg.storage.self.getCached(true)?.isPremium ?? false);
    },
    close: () => closeClient(tg, transport),
  };
}

/**
 * A closed client is asked now and then: a repeat of a send outlives its account's connection. mtcute
 * then fails in a promise of its own that nobody hears, which would end the process; so a closed one
 * isn't asked at all.
 */
function refuseOnceClosed(tg: BaseTelegramClient): void {
  const refusable = ['connect', 'call', 'getPoolSize', 'getPrimaryDcId'] as const;
  for (const name of refusable) {
    const ask: (...args: never[]) => Promise<unknown> = tg[name].bind(tg);
    const refuse = async (...args: never[]) => {
      if (!tg.destroyed) return ask(...args);
      throw new TelegramError({ kind: 'unavailable', code: 'CONNECTION_CLOSED' });
    };
    Object.defineProperty(tg, name, { value: refuse });
  }
}

/** Any call may be the first to learn that the session is dead. */
function watchForLoss(onHeard: (heard: Heard) => void) {
  return networkMiddlewares.onRpcError((_ctx, error) => {
    const problem = problemFromRpc(error.errorCode, error.errorMessage);
    if (endsSession(problem)) onHeard({ kind: 'lost', problem });
  });
}

async function closeClient(tg: BaseTelegramClient, transport: BoundedTransport): Promise<void> {
  transport.dispose();
  tg.onError.clear();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
  });
  await Promise.race([tg.destroy().catch(() => undefined), giveUp]);
  clearTimeout(timer);
}

/** A call with a bound, that isn't repeated behind our back. */
export const once = { timeout: CALL_TIMEOUT_MS, floodSleepThreshold: 0, maxRetryCount: 0 } as const;
