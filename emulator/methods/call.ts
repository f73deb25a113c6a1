import type { AuthKey } from '../world/sessions/auth-key.ts';
import { TelegramError } from '../world/telegram-error.ts';
import type { User } from '../world/users/user.ts';
import type { World } from '../world/world.ts';

/** Where the box can be reached; it plays every data centre. */
export type DataCenter = { readonly id: number; readonly host: string; readonly port: number };

/** One call of a method: who makes it, and by what. */
export type Call = {
  readonly world: World;
  /** The key that holds the authorization. */
  readonly key: AuthKey;
  /** Names the calling session, so that it isn't told what its own answer says. */
  readonly session: string;
  readonly layer: number;
  readonly dc: DataCenter;
  readonly user: User | undefined;
};

/** The caller. @throws TelegramError AUTH_KEY_UNREGISTERED when nobody is signed in */
export function caller(call: Call): User {
  if (!call.user) throw new TelegramError(401, 'AUTH_KEY_UNREGISTERED');
  return call.user;
}
