import { type BasicDcOption, type DcOptions, readStringSession } from '@mtcute/core/utils.js';
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js';
import { z } from 'zod';

/** Where Telegram is: the real one, where sessions say, or a sandbox that stands for all of it. */
export type TelegramAddress = { kind: 'production' } | { kind: 'sandbox'; dc: BasicDcOption };

const sandboxInfo = z.object({
  mtproto: z.object({
    host: z.string(),
    port: z.number(),
    dcId: z.number(),
    publicKeyPem: z.string(),
  }),
});

const ASK_TIMEOUT_MS = 10_000;

/**
 * Asks a sandbox where it listens, and trusts its key. The list of trusted keys is mtcute's own and
 * one for the whole process.
 * @param control its control address, as TELEGRAM_EMULATOR gives it
 */
export async function findSandbox(control: string): Promise<TelegramAddress> {
  const answer = await fetch(control, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }).catch(
    (cause) => {
      throw new Error(`TELEGRAM_EMULATOR: nothing answers at ${control}`, { cause });
    },
  );
  const { mtproto } = sandboxInfo.parse(await answer.json());
  const crypto = new NodeCryptoProvider();
  await crypto.initialize();
  addPublicKey(crypto, mtproto.publicKeyPem);
  return {
    kind: 'sandbox',
    dc: { id: mtproto.dcId, ipAddress: mtproto.host, port: mtproto.port },
  };
}

/** The data centres a client connects to; without a session, where mtcute begins by default. */
export function dcsOf(
  address: TelegramAddress,
  session: string | undefined,
): DcOptions | undefined {
  if (address.kind === 'sandbox') return { main: address.dc, media: address.dc };
  return session === undefined ? undefined : readStringSession(session).primaryDcs;
}
