import { z } from 'zod';

const ASK_TIMEOUT_MS = 10_000;

const sandboxInfo = z.object({
  mtproto: z.object({
    host: z.string(),
    port: z.number(),
    dcId: z.number(),
    publicKeyPem: z.string(),
  }),
  botApi: z.url(),
});

/** Where a sandbox that stands for all of Telegram listens. */
export type Sandbox = z.output<typeof sandboxInfo>;

/**
 * Asks a sandbox where it listens, for accounts and for bots.
 * @param control its control address, as TELEGRAM_EMULATOR gives it
 */
export async function findSandbox(control: string): Promise<Sandbox> {
  const answer = await fetch(control, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }).catch(
    (cause) => {
      throw new Error(`TELEGRAM_EMULATOR: nothing answers at ${control}`, { cause });
    },
  );
  return sandboxInfo.parse(await answer.json());
}
