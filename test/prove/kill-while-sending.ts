import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startThrowawayPostgres } from '../support/throwaway-postgres.ts';
import { readBox, startBox } from './support/box-process.ts';
import { addAccounts, makePeople } from './support/cast.ts';
import { judgeLetters, judgeSends, readFates } from './support/judge.ts';
import { startWriting } from './support/letters.ts';
import type { Proof, Stage, Verdict } from './support/proof.ts';
import { startSending } from './support/sends.ts';
import { createServerProcess, type ServerProcess } from './support/server-process.ts';
import { until } from './support/wait.ts';
import { startWebhookInbox } from './support/webhook-inbox.ts';

const KILLS = 22;
/** A post whose process died is made again after a minute; a repeated send sooner. */
const SETTLE_LIMIT_MS = 120_000;

export const killOnEmbedded: Proof = {
  name: 'kill-while-sending',
  run: (stage) => proveKills(stage, {}),
};

export const killOnPostgres: Proof = {
  name: 'kill-while-sending-postgres',
  async run(stage) {
    const postgres = await startThrowawayPostgres({ isDurable: true });
    if (!postgres) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
    stage.defer(postgres.stop);
    return proveKills(stage, { DATABASE_URL: postgres.url });
  },
};

/**
 * Kills the server at random moments while clients send and people write, Telegram drops
 * connections and breaks off between accepting a message and answering.
 */
async function proveKills(stage: Stage, env: Record<string, string>): Promise<Verdict> {
  const { random, say, defer } = stage;
  const { address, control } = await startBox(stage);
  const inbox = await startWebhookInbox(random, 0.02);
  defer(inbox.stop);
  const server = await createServerProcess(join(stage.folder, 'data'), {
    TELEGRAM_EMULATOR: address,
    N8N_WEBHOOK_INCOMING: inbox.url,
    ...env,
  });
  defer(() => server.kill());
  await server.start();
  const people = await makePeople(control, 120);
  const accounts = await addAccounts(control, server, 6);
  for (const method of ['messages.sendMessage', 'messages.sendMedia'])
    for (const kind of ['drop', 'crash'])
      await control.post('/faults', { kind, method, share: 0.02 });
  await control.post('/faults', {
    kind: 'slow',
    method: 'messages.sendMessage',
    share: 0.2,
    delayMs: 400,
  });

  const cast = { people, accounts };
  const stream = startSending(server, random, cast, {
    name: 'send',
    atOnce: 10,
    pauseMs: [20, 250],
  });
  const writers = { people: people.slice(0, 30), accounts };
  const writing = startWriting(control, random, writers, [80, 350]);
  let kills = 0;
  let duringStart = 0;
  for (; kills < KILLS; kills++) {
    const isEarly = !server.url() && random.next() < 0.2;
    if (isEarly) {
      server.launch();
      await pause(random.between(200, 2_000));
      duringStart += server.url() ? 0 : 1;
    } else {
      if (!server.url()) await server.start();
      // Busy machines start slowly: a kill before anything left would show little.
      const before = stream.answered();
      await until(
        'a send to be answered',
        6_000,
        () => stream.answered() > before || undefined,
      ).catch(() => undefined);
      await pause(random.between(0, 2_500));
    }
    await server.kill();
    say(`kill ${kills + 1}: ${stream.sends.length} sends, ${writing.letters.length} letters`);
  }
  await server.start();
  await pause(3_000);
  await Promise.all([stream.finish(), writing.finish()]);
  await control.delete('/faults');
  return judge(server, stream.sends, kills, duringStart);

  async function judge(
    running: ServerProcess,
    sends: typeof stream.sends,
    killed: number,
    early: number,
  ): Promise<Verdict> {
    const fates = await readFates(running, sends, SETTLE_LIMIT_MS);
    const letters = await judgeLetters(running, writing.letters, inbox, SETTLE_LIMIT_MS);
    const arrived = await readBox(control);
    const { count, wrongs } = judgeSends(sends, fates, arrived);
    const repeats = sends.reduce((sum, send) => sum + send.repeats, 0);
    return {
      shown:
        `${killed} kills (${early} while starting), ${sends.length} sends, ` +
        `${repeats} calls repeated: ${count.sent} sent, ${count.failed} failed, ` +
        `${count.refused} refused, ${count.lost} lost, ${count.doubled} doubled; ` +
        `${writing.letters.length} letters: ${letters.stored} stored once, posted ${letters.posted} times`,
      wrongs: [...wrongs, ...letters.wrongs],
    };
  }
}
