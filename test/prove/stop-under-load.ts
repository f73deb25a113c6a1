import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { controlOf } from '../../emulator/test/control-client.ts';
import { startThrowawayPostgres } from '../support/throwaway-postgres.ts';
import { addAccounts, makePeople, type Person, type ProvedAccount } from './support/cast.ts';
import type { Proof, Stage, Verdict } from './support/proof.ts';
import { callServer, createServerProcess, type ServerProcess } from './support/server-process.ts';
import { forEach, until } from './support/wait.ts';

const ACCOUNTS = 24;
const PEOPLE = 480;
const STOPS = 60;
const PAUSES = 8;
const REMOVALS = 4;

export const stopOnEmbedded: Proof = {
  name: 'stop-under-load',
  run: (stage) => proveStops(stage, {}, { processes: 1, messagesEach: 5 }),
};

/** The process that is told to stop isn't always the one that sends. */
export const stopOnPostgres: Proof = {
  name: 'stop-under-load-postgres',
  async run(stage) {
    const postgres = await startThrowawayPostgres({ isDurable: true });
    if (!postgres) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
    stage.defer(postgres.stop);
    return proveStops(stage, { DATABASE_URL: postgres.url }, { processes: 2, messagesEach: 12 });
  },
};

/** Something that was stopped, and how far the box was when the stop was answered. */
type Stop = {
  kind: Kind;
  what: string;
  side: 'from' | 'to';
  id: number;
  boxAt: number;
  ms: number;
};
type Kind = 'do-not-contact' | 'disabled' | 'deleted';

/**
 * Thousands of messages leave while people are put on the do-not-contact list, accounts disabled
 * and deleted. The box runs in this process: whatever it takes in after the answer to a stop was
 * read here stands behind that moment in its list of messages.
 */
async function proveStops(
  stage: Stage,
  env: Record<string, string>,
  { processes, messagesEach }: { processes: number; messagesEach: number },
): Promise<Verdict> {
  const { random, defer, folder, say } = stage;
  const box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: String(random.seed) });
  defer(box.stop);
  const control = controlOf(box);
  const servers: ServerProcess[] = [];
  for (let i = 0; i < processes; i++) {
    const settings = { TELEGRAM_EMULATOR: box.control, ...env };
    const server = await createServerProcess(join(folder, 'data'), settings);
    defer(() => server.kill());
    await server.start();
    servers.push(server);
  }
  const [first] = servers;
  if (!first) throw new Error('no server');
  const accounts = await addAccounts(control, first, ACCOUNTS);
  const people = await makePeople(control, PEOPLE);
  await setEnabled(servers, accounts, false);
  const queued = await queueAll(first, people, accounts, messagesEach);
  say(`${queued} messages wait`);

  // Slow answers: at each moment many messages are on their way.
  await control.post('/faults', {
    kind: 'slow',
    method: 'messages.sendMessage',
    share: 0.5,
    delayMs: 700,
  });
  const fault = { kind: 'crash', method: 'messages.sendMessage', share: 0.01 };
  await control.post('/faults', fault);
  await setEnabled(servers, accounts, true);
  const stops = await stopAtRandom(stage, box, servers, people, accounts);
  say(`${stops.length} stops answered, ${box.world.messages.length} messages had left by then`);
  const slowest = [...stops].sort((a, b) => b.ms - a.ms).slice(0, 5);
  say(`the slowest: ${slowest.map(({ kind, ms }) => `${kind} ${ms} ms`).join(', ')}`);

  const disabled = stops.filter((s) => s.kind === 'disabled').map((s) => s.what);
  const seen = judge(box, stops);
  await setEnabled(
    servers,
    accounts.filter(({ key }) => disabled.includes(key)),
    true,
  );
  await control.delete('/faults');
  return { ...(await settle(stage, box, first, stops, queued, seen)) };
}

/** What arrived for something after its stop had been answered. */
function judge(box: Emulator, stops: readonly Stop[]): string[] {
  const wrongs: string[] = [];
  for (const { kind, what, side, id, boxAt, ms } of stops) {
    const late = box.world.messages
      .slice(boxAt)
      .filter((m) => (side === 'from' ? m.fromId : m.toId) === id);
    if (late.length > 0)
      wrongs.push(`${kind} of ${what} (answered in ${ms} ms): ${late.length} arrived afterwards`);
  }
  return wrongs;
}

async function setEnabled(
  servers: readonly ServerProcess[],
  accounts: readonly ProvedAccount[],
  isEnabled: boolean,
): Promise<void> {
  const [server] = servers;
  if (!server) throw new Error('no server');
  await forEach(accounts, 4, async ({ key }) => {
    const body = { disabled: !isEnabled };
    const answer = await callServer(server, 'PATCH', `/accounts/${key}`, body);
    if (answer.status !== 200) throw new Error(`PATCH ${key}: ${JSON.stringify(answer.body)}`);
  });
}

async function queueAll(
  server: ServerProcess,
  people: readonly Person[],
  accounts: readonly ProvedAccount[],
  messagesEach: number,
): Promise<number> {
  let queued = 0;
  await forEach(people, 8, async ({ username }, place) => {
    for (let i = 0; i < messagesEach; i++) {
      const answer = await callServer(server, 'POST', '/send?wait=false', {
        username,
        account_id: accounts[place % accounts.length]?.key,
        content: `${username} ${i}`,
        consent: { source: 'proof', basis: 'opt_in' },
      });
      if (answer.status !== 202) throw new Error(`not queued: ${JSON.stringify(answer.body)}`);
      queued += 1;
    }
  });
  return queued;
}

/** All stops fall into the time in which messages leave. */
async function stopAtRandom(
  { random }: Stage,
  box: Emulator,
  servers: readonly ServerProcess[],
  people: readonly Person[],
  accounts: readonly ProvedAccount[],
): Promise<Stop[]> {
  const kinds: Kind[] = [
    ...Array<Kind>(STOPS).fill('do-not-contact'),
    ...Array<Kind>(PAUSES).fill('disabled'),
    ...Array<Kind>(REMOVALS).fill('deleted'),
  ];
  const shuffled = kinds
    .map((kind) => ({ kind, order: random.next() }))
    .sort((a, b) => a.order - b.order);
  const peopleLeft = [...people].sort(() => random.next() - 0.5);
  const accountsLeft = [...accounts];
  const stops: Stop[] = [];
  await until('messages to leave', 30_000, () => box.world.messages.length > 20 || undefined);
  await forEach(shuffled, 12, async ({ kind }) => {
    await pause(random.between(0, 150));
    const server = random.pick(servers);
    const from = performance.now();
    const note = (stop: Omit<Stop, 'boxAt' | 'ms' | 'kind'>, status: number) => {
      if (status !== 200) throw new Error(`${kind} of ${stop.what} was answered ${status}`);
      const ms = Math.round(performance.now() - from);
      stops.push({ kind, ...stop, boxAt: box.world.messages.length, ms });
    };
    if (kind === 'do-not-contact') {
      const person = peopleLeft.pop();
      if (!person) throw new Error('nobody is left');
      const { username, telegramId: id } = person;
      const { status } = await callServer(server, 'POST', '/do-not-contact', { username });
      note({ what: username, side: 'to', id }, status);
      return;
    }
    const account = accountsLeft.pop();
    if (!account) throw new Error('no account is left');
    const { key, telegramId: id } = account;
    const path = `/accounts/${key}`;
    const { status } =
      kind === 'disabled'
        ? await callServer(server, 'PATCH', path, { disabled: true })
        : await callServer(server, 'DELETE', path);
    note({ what: key, side: 'from', id }, status);
  });
  return stops;
}

/** Lets the rest leave: what nobody stopped arrives once, what was stopped never. */
async function settle(
  { say }: Stage,
  box: Emulator,
  server: ServerProcess,
  stops: readonly Stop[],
  queued: number,
  seen: readonly string[],
): Promise<Verdict> {
  const open = async () => {
    const statuses = new Map<string, number>();
    await forEach(
      Array.from({ length: queued }, (_, i) => i + 1),
      8,
      async (id) => {
        const { body } = await callServer(server, 'GET', `/messages/${id}`);
        const status: string = body.message?.status ?? 'missing';
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      },
    );
    say([...statuses].map(([status, n]) => `${n} ${status}`).join(', '));
    const isDone = !statuses.has('queued') && !statuses.has('sending');
    return isDone ? statuses : undefined;
  };
  const statuses = await until('every message to have an outcome', 120_000, async () => {
    await pause(2_000);
    return open();
  }).catch(() => undefined);
  const lasting = stops.filter((s) => s.kind !== 'disabled');
  const texts = box.world.messages.map((m) => m.text).filter((t) => t.startsWith('prove_person'));
  const doubled = texts.length - new Set(texts).size;
  const sent = statuses?.get('sent') ?? 0;
  const unconfirmed = statuses?.get('unconfirmed') ?? 0;
  const wrongs = [
    ...seen,
    ...judge(box, lasting),
    ...(statuses ? [] : ['some messages were left without an outcome']),
    ...(doubled > 0 ? [`${doubled} arrived twice`] : []),
    ...(statuses && (texts.length < sent || texts.length > sent + unconfirmed)
      ? [`${sent} sent, ${unconfirmed} unconfirmed, but ${texts.length} arrived`]
      : []),
  ];
  const slowest = Math.max(...stops.map((s) => s.ms));
  return {
    shown:
      `${queued} messages from ${ACCOUNTS} accounts, ${STOPS} people stopped, ${PAUSES} accounts ` +
      `disabled, ${REMOVALS} deleted meanwhile: ${seen.length} went on after the answer (the slowest took ${slowest} ms); ` +
      `${texts.length} arrived, ${doubled} doubled, ${unconfirmed} unconfirmed`,
    wrongs,
  };
}
