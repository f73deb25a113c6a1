import { createClock } from './clock.ts';
import { createRandom } from './random.ts';
import { createUser } from './users/create-user.ts';
import { SERVICE_USER_ID } from './users/user.ts';
import type { World } from './world.ts';

/**
 * Makes an empty world, apart from Telegram's service account.
 *
 * @param options.startAt  the world's first moment, milliseconds since 1970
 */
export function createWorld(options: {
  seed: string;
  startAt: number;
  onError: (error: unknown) => void;
}): World {
  const random = createRandom(options.seed);
  const world: World = {
    clock: createClock({ startAt: options.startAt, onError: options.onError }),
    random,
    hashSecret: random.int(2 ** 32),
    users: new Map(),
    userIdsByPhone: new Map(),
    userIdsByUsername: new Map(),
    chats: new Map(),
    invites: new Map(),
    boxes: new Map(),
    messages: [],
    photos: new Map(),
    documents: new Map(),
    uploads: new Map(),
    keys: new Map(),
    keysByUser: new Map(),
    logins: new Map(),
    lastLoginByPhone: new Map(),
    exports: new Map(),
    bots: new Map(),
    callbackQueries: new Map(),
    webAppQueries: new Map(),
    businessConnections: new Map(),
    connectionIdsByUser: new Map(),
    stars: new Map(),
    invoiceLinks: new Map(),
    checkouts: new Map(),
    starTransactions: [],
    listeners: new Set(),
  };
  createUser(world, {
    id: SERVICE_USER_ID,
    firstName: 'Telegram',
    phone: '42777',
    verified: true,
    support: true,
  });
  return world;
}
