/** What the app said of itself when it signed in (`initConnection`). */
export type Device = {
  apiId: number;
  model: string;
  system: string;
  app: string;
  language: string;
};

/** The server's half of a password check under way (see srp.ts). */
export type PasswordCheck = {
  readonly id: bigint;
  readonly secret: Buffer;
  readonly publicPart: Buffer;
};

/**
 * Why a key opens nothing: signed out by itself, revoked from another session, used from two
 * addresses at once, or run out.
 */
export type KeyEnd = 'signed out' | 'revoked' | 'duplicated' | 'expired';

/** An authorization key: the secret an app shares with Telegram, and whom it is signed in as. */
export type AuthKey = {
  /** Lower 64 bits of the key's SHA-1, in hexadecimal, in the order of the bytes. */
  readonly id: string;
  readonly key: Buffer;
  /** Names the authorization in lists (`authorization.hash`). */
  readonly hash: bigint;
  userId?: number | undefined;
  ended?: KeyEnd | undefined;
  /** A user whose code was right and whose password is still asked for. */
  awaitingPassword?: number | undefined;
  passwordCheck?: PasswordCheck | undefined;
  /** Only for temporary keys: real time in seconds when it ends, and the key it stands for. */
  readonly temporaryUntil?: number | undefined;
  boundTo?: string | undefined;
  /** The salt that an exchanged key begins with, good until this real time in seconds. */
  readonly firstSalt?: { salt: bigint; until: number } | undefined;
  device: Device;
  address: string;
  /** World's times in seconds. */
  createdAt: number;
  activeAt: number;
  /** The TL layer the app speaks; kept for connections that don't say. */
  layer: number;
};
