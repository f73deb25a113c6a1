import { type BasicDcOption, type DcOptions, readStringSession } from '@mtcute/core/utils.js';
import { addPublicKey, type NodeCryptoProvider } from '@mtcute/node/utils.js';

/** Where Telegram is: the real one, where sessions say, or a sandbox that stands for all of it. */
export type TelegramAddress = { kind: 'production' } | { kind: 'sandbox'; dc: BasicDcOption };

/** Where a sandbox speaks MTProto, and the key by which it is known. */
export type SandboxAddress = { host: string; port: number; dcId: number; publicKeyPem: string };

/**
 * Trusts a sandbox's key. The list of trusted keys is mtcute's own and one for the whole process.
 * @param crypto initialised
 */
export function trustSandbox(
  crypto: NodeCryptoProvider,
  { host, port, dcId, publicKeyPem }: SandboxAddress,
): TelegramAddress {
  addPublicKey(crypto, publicKeyPem);
  return { kind: 'sandbox', dc: { id: dcId, ipAddress: host, port } };
}

/** The data centres a client connects to; without a session, where mtcute begins by default. */
export function dcsOf(
  address: TelegramAddress,
  session: string | undefined,
): DcOptions | undefined {
  if (address.kind === 'sandbox') return { main: address.dc, media: address.dc };
  return session === undefined ? undefined : readStringSession(session).primaryDcs;
}
