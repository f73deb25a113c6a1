import { randomUUID } from 'node:crypto';
import { startBotApi } from './bot-api/start-bot-api.ts';
import { startControl } from './control/start-control.ts';
import { startMtproto } from './mtproto/start-mtproto.ts';
import { addSpamBot } from './personas/spam-bot.ts';
import { startPersonas } from './personas/start-personas.ts';
import { createWorld } from './world/create-world.ts';
import type { World } from './world/world.ts';

export type EmulatorOptions = {
  /** Ports to listen on; 0 takes a free one. */
  mtprotoPort: number;
  httpPort: number;
  /** The Bot API's port; a free one when absent. */
  botApiPort?: number | undefined;
  /** Two boxes with the same seed make the same ids, hashes and choices; random when absent. */
  seed?: string | undefined;
  /** The world's first moment; now when absent. */
  startAt?: Date | undefined;
  /** Told of what goes wrong inside; nobody is when absent. */
  log?: ((text: string) => void) | undefined;
};

export type Emulator = {
  /** What a client must know to connect. */
  mtproto: { host: string; port: number; dcId: number; publicKeyPem: string };
  /** The address of the control API, with its `/control`. */
  control: string;
  /** The root of the Bot API, without `/bot<token>`. */
  botApi: string;
  world: World;
  stop(): Promise<void>;
};

const HOST = '127.0.0.1';

/** Starts Telegram in a box inside this process. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const log = options.log ?? (() => {});
  const world = createWorld({
    seed: options.seed ?? randomUUID(),
    startAt: options.startAt?.getTime() ?? Date.now(),
    onError: (error) => log(`The world failed: ${error instanceof Error ? error.stack : error}`),
  });
  const { server, stop: stopMtproto } = await startMtproto(world, {
    host: HOST,
    port: options.mtprotoPort,
    log,
  });
  addSpamBot(world);
  const personas = startPersonas(world);
  const { faults, calls } = server;
  const botApi = await startBotApi(world, {
    host: HOST,
    port: options.botApiPort ?? 0,
    faults,
    calls,
    log,
  }).catch(async (error: unknown) => {
    personas.stop();
    world.clock.stop();
    await stopMtproto();
    throw error;
  });
  async function stopWorld(): Promise<void> {
    world.clock.stop();
    personas.stop();
    await botApi.stop();
    await stopMtproto();
  }
  const box = {
    world,
    server,
    botApi: botApi.api,
    botApiRoot: botApi.address,
    personas,
  };
  const control = await startControl(box, { host: HOST, port: options.httpPort, log }).catch(
    async (error: unknown) => {
      await stopWorld(); // nothing half-started stays behind
      throw error;
    },
  );
  return {
    mtproto: {
      host: server.dc.host,
      port: server.dc.port,
      dcId: server.dc.id,
      publicKeyPem: server.serverKey.publicKeyPem,
    },
    control: control.address,
    botApi: botApi.address,
    world,
    async stop() {
      await control.stop();
      await stopWorld();
    },
  };
}
