import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startThrowawayPostgres } from '../support/throwaway-postgres.ts';
import { readBox, startBox } from './support/box-process.ts';
import { addAccounts, makePeople } from './support/cast.ts';
import { judgeLetters, judgeSends, readFates } from './support/judge.ts';
import { startWriting } from './support/letters.ts';
import type { Proof, Stage, Verdict } from './support/proof.ts';
import { startSending } from './support/sends.ts';
import { createServerProcess } from './support/server-process.ts';
import { startWebhookInbox } from './support/webhook-inbox.ts';

/** What `server/main.ts` allows a stop to take. */
const STOP_LIMIT_MS = 30_000;

type Round = {
  name: string;
  /** What is sent to the process besides the first SIGTERM, a moment later. */
  again?: NodeJS.Signals;
  /** Telegram doesn't answer for a minute: more than any stop may wait. */
  isTelegramStuck?: boolean;
};

const rounds: readonly Round[] = [
  { name: 'SIGTERM' },
  { name: 'SIGTERM twice', again: 'SIGTERM' },
  { name: 'SIGTERM, then SIGINT', again: 'SIGINT' },
  { name: 'SIGTERM while Telegram is stuck', isTelegramStuck: true },
];

export const gracefulStopOnEmbedded: Proof = {
  name: 'graceful-stop',
  run: (stage) => proveGracefulStop(stage, {}),
};

export const gracefulStopOnPostgres: Proof = {
  name: 'graceful-stop-postgres',
  async run(stage) {
    const postgres = await startThrowawayPostgres({ isDurable: true });
    if (!postgres) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
    stage.defer(postgres.stop);
    return proveGracefulStop(stage, { DATABASE_URL: postgres.url });
  },
};

/** The server is asked to end while it sends, uploads and hears; each time it must end cleanly. */
async function proveGracefulStop(stage: Stage, env: Record<string, string>): Promise<Verdict> {
  const { random, defer, folder, say } = stage;
  const { address, control } = await startBox(stage);
  const inbox = await startWebhookInbox(random, 0);
  defer(inbox.stop);
  const server = await createServerProcess(join(folder, 'data'), {
    TELEGRAM_EMULATOR: address,
    N8N_WEBHOOK_INCOMING: inbox.url,
    ...env,
  });
  defer(() => server.kill());
  await server.start();
  const people = await makePeople(control, 80);
  const accounts = await addAccounts(control, server, 6);
  const slow = { kind: 'slow', share: 0.5, delayMs: 300 };
  for (const method of ['messages.sendMessage', 'upload.saveFilePart'])
    await control.post('/faults', { ...slow, method });
  const cast = { people, accounts };
  const stream = startSending(server, random, cast, {
    name: 'send',
    atOnce: 12,
    pauseMs: [10, 100],
  });
  const writing = startWriting(
    control,
    random,
    { people: people.slice(0, 20), accounts },
    [20, 100],
  );

  const wrongs: string[] = [];
  const figures: string[] = [];
  for (const { name, again, isTelegramStuck } of rounds) {
    if (!server.url()) await server.start();
    await pause(random.between(3_000, 5_000));
    if (isTelegramStuck) {
      const stuck = { kind: 'slow', method: 'messages.sendMessage', share: 1, delayMs: 60_000 };
      await control.delete('/faults');
      await control.post('/faults', stuck);
      await pause(1_500);
    }
    const child = server.child();
    const from = performance.now();
    child.signal('SIGTERM');
    if (again) {
      await pause(random.between(20, 200));
      child.signal(again);
    }
    const code = await child.exited;
    const ms = performance.now() - from;
    const told = `${name}: ${code} after ${(ms / 1_000).toFixed(1)} s`;
    say(told);
    figures.push(told);
    if (code !== 0) wrongs.push(`${told}: ${child.lastWords()}`);
    if (ms > STOP_LIMIT_MS) wrongs.push(`${told}, later than ${STOP_LIMIT_MS / 1_000} s`);
    await control.delete('/faults');
  }

  await server.start();
  await Promise.all([stream.finish(), writing.finish()]);
  const fates = await readFates(server, stream.sends, 120_000);
  const letters = await judgeLetters(server, writing.letters, inbox, 120_000);
  const { count, wrongs: sendWrongs } = judgeSends(stream.sends, fates, await readBox(control));
  return {
    shown:
      `${figures.join('; ')}; ${stream.sends.length} sends: ${count.sent} sent, ` +
      `${count.failed} failed, ${count.lost} lost, ${count.doubled} doubled; ` +
      `${writing.letters.length} letters: ${letters.stored} stored once`,
    wrongs: [...wrongs, ...sendWrongs, ...letters.wrongs],
  };
}
