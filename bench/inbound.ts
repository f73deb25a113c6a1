import { setTimeout as pause } from 'node:timers/promises';
import { importAccounts, signIn } from './support/accounts.ts';
import { type Bench, percentile, type Result, round } from './support/bench.ts';
import { inParallel } from './support/calls.ts';
import { createDatabase } from './support/database.ts';
import { type Box, startBox, startServer } from './support/programs.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { startPeer } from './support/start-peer.ts';
import { waitFor } from './support/wait-for.ts';

const ACCOUNTS = 20;
const PEOPLE = 400;
const PER_SECOND = 200;
const SECONDS = 40;
/** Before the measured time, so that everything is as warm as after a minute of work. */
const WARM_UP_SECONDS = 10;
/** Every so many messages somebody writes who never did before. */
const NEWCOMER_EVERY = 20;
const P99_BAR_MS = 250;
/** What hasn't arrived in this time counts as lost. */
const LOST_AFTER_MS = 30_000;

/**
 * How long a message that a person writes takes until the webhook has it: box → mtcute → stored →
 * event → delivery → POST received, at 200 messages a second to 20 accounts for 40 seconds after a
 * warm-up, on PostgreSQL; one message in twenty comes from a newcomer, who becomes a contact with a
 * dialog on the way. Each message is timed from the moment when the box is told to write it, the
 * answer of the box included. The peer is bare mtcute that posts what it hears and stores nothing.
 * `ours` and `peer` are 99th percentiles in milliseconds.
 */
export async function inbound(bench: Bench): Promise<Result> {
  const box = await startBox(bench);
  const peer = await measurePeer(bench, box);
  const receiver = await startReceiver(bench);
  const server = await startServer(bench, {
    DATABASE_URL: await createDatabase(bench),
    TELEGRAM_EMULATOR: box.address,
    N8N_WEBHOOK_INCOMING: receiver.url,
  });
  const accounts = await signIn(box, ACCOUNTS, 'account');
  await importAccounts(server, accounts);
  const ids = accounts.map((a) => a.userId);
  const ours = await measure(bench, box, receiver, ids, 'ours');
  return {
    ours: ours.p99,
    peer: peer.p99,
    unit: 'ms',
    passed: ours.p99 < P99_BAR_MS && ours.lost === 0 && ours.perSecond >= PER_SECOND * 0.98,
    details: { percentile: 99, details: ours, peerDetails: peer, bars: { p99Ms: P99_BAR_MS } },
  };
}

async function measurePeer(bench: Bench, box: Box) {
  const receiver = await startReceiver(bench);
  const accounts = await signIn(box, ACCOUNTS, 'bare');
  const peer = startPeer(bench);
  const sessions = accounts.map((a) => a.session);
  await peer.tell({ do: 'connect', box: box.mtproto, sessions, hears: true });
  await peer.tell({ do: 'post', url: receiver.url });
  const ids = accounts.map((a) => a.userId);
  const figures = await measure(bench, box, receiver, ids, 'bare');
  await peer.stop();
  return figures;
}

async function measure(
  bench: Bench,
  box: Box,
  receiver: Receiver,
  accounts: readonly number[],
  name: string,
) {
  const people = await makePeople(box, PEOPLE);
  await inParallel(people, 8, (person, i) => write(box, person, accounts, i, `${name} hello ${i}`));
  await speak(box, people, accounts, WARM_UP_SECONDS, `${name} warm-up`);
  const newcomers = await makePeople(box, Math.ceil((PER_SECOND * SECONDS) / NEWCOMER_EVERY));
  const startedAt = performance.now();
  const speakers = [...people];
  const sentAt = await speak(box, speakers, accounts, SECONDS, name, newcomers);
  const perSecond = (sentAt.size * 1_000) / (performance.now() - startedAt);
  const arrived = () => [...sentAt.keys()].filter((text) => receiver.arrivedAt.has(text)).length;
  await waitFor('all messages', () => arrived() === sentAt.size, {
    timeoutMs: LOST_AFTER_MS,
  }).catch(() => bench.say(`${name}: ${sentAt.size - arrived()} have not arrived`));
  const latencies = [...sentAt].flatMap(([text, at]) => {
    const arrivedAt = receiver.arrivedAt.get(text);
    return arrivedAt === undefined ? [] : [arrivedAt - at];
  });
  const figures = {
    messages: sentAt.size,
    perSecond: round(perSecond),
    p50: round(percentile(latencies, 0.5)),
    p95: round(percentile(latencies, 0.95)),
    p99: round(percentile(latencies, 0.99)),
    max: round(percentile(latencies, 1)),
    lost: sentAt.size - latencies.length,
    repeats: receiver.repeats(),
  };
  bench.say(`${name}: p50 ${figures.p50} ms, p99 ${figures.p99} ms, longest ${figures.max} ms`);
  return figures;
}

/**
 * People write at an even pace that doesn't wait for anything: what takes long doesn't slow down
 * what comes after it.
 * @returns when each text was given to the box
 */
async function speak(
  box: Box,
  people: readonly number[],
  accounts: readonly number[],
  seconds: number,
  name: string,
  newcomers: readonly number[] = [],
): Promise<Map<string, number>> {
  const sentAt = new Map<string, number>();
  const calls: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < PER_SECOND * seconds; n++) {
    const early = startedAt + (n * 1_000) / PER_SECOND - performance.now();
    if (early > 1) await pause(early);
    const newcomer = n % NEWCOMER_EVERY === 0 ? newcomers[n / NEWCOMER_EVERY] : undefined;
    const person = newcomer ?? people[n % people.length] ?? 0;
    const text = `${name} ${n}`;
    sentAt.set(text, performance.now());
    calls.push(write(box, person, accounts, n, text));
  }
  await Promise.all(calls);
  return sentAt;
}

function write(box: Box, person: number, accounts: readonly number[], n: number, text: string) {
  return box.control.post(`/users/${person}/messages`, { to: accounts[n % accounts.length], text });
}

async function makePeople(box: Box, count: number): Promise<number[]> {
  const { ids } = await box.control.post<{ ids: number[] }>('/users/bulk', {
    count,
    firstName: 'Person',
  });
  return ids;
}
