import { setTimeout as pause } from 'node:timers/promises';
import { countSent, importAccounts, makePeople, signIn } from './support/accounts.ts';
import { type Bench, type Result, round } from './support/bench.ts';
import { inParallel } from './support/calls.ts';
import { createDatabase } from './support/database.ts';
import { type Box, type Server, startBox, startServer } from './support/programs.ts';
import { startPeer } from './support/start-peer.ts';
import { waitFor } from './support/wait-for.ts';

const PEOPLE = 1_000;
/** How much is sent how often. The embedded database takes posts more slowly. */
const SIZES = {
  postgres: { texts: 4_000, rounds: 3 },
  embedded: { texts: 1_500, rounds: 2 },
};
type Kind = keyof typeof SIZES;
const POSTS_AT_ONCE = 32;
/** Of ours to the peer, on PostgreSQL. */
const BAR = 0.35;
const MINUTE_MS = 60_000;

type Rounds = { ours: number[]; peer: number[]; posting: number[] };

/**
 * How fast the whole pipeline sends, against bare mtcute on the same box: queue → gate → outbox →
 * mtcute → box → outcome stored, in messages a second. The box, the server and the peer are
 * processes of their own.
 *
 * Both sides send the same number of texts from one account to as many people, whom both have found
 * and written to before. The peer is the loop that one would write: each text is awaited, then
 * comes the next. Ours gets its texts over POST /send?wait=false while the workspace's quiet hours
 * hold; the time runs from the end of the quiet hours until the last outcome is stored, which
 * GET /accounts/:id tells. Posting is reported apart (`postingPerSecond`): a caller's pace isn't the
 * outbox's. Nothing goes round the gate: the account's own limits are set high, its spacing to 0.
 *
 * The two take turns for some rounds and the best one of each counts: what else the machine does
 * can only slow them down. The bar holds on PostgreSQL, the embedded database is reported.
 */
export async function send(bench: Bench): Promise<Result> {
  const box = await startBox(bench);
  const peer = await startBareLoop(bench, box);
  const onPostgres = figuresOf(await compare(bench, box, peer, 'postgres'));
  const onEmbedded = figuresOf(await compare(bench, box, peer, 'embedded'));
  return {
    ours: onPostgres.ours,
    peer: onPostgres.peer,
    unit: 'messages/s',
    passed: onPostgres.ours / onPostgres.peer >= BAR,
    details: { postgres: onPostgres, embedded: onEmbedded, bars: { ratio: BAR } },
  };
}

function figuresOf({ ours, peer, posting }: Rounds) {
  const figures = {
    ours: Math.max(...ours),
    peer: Math.max(...peer),
    postingPerSecond: Math.max(...posting),
  };
  return { ...figures, ratio: round(figures.ours / figures.peer), rounds: { ours, peer } };
}

/** @returns messages a second */
type BareLoop = (texts: readonly string[]) => Promise<number>;

async function startBareLoop(bench: Bench, box: Box): Promise<BareLoop> {
  const sessions = (await signIn(box, 1, 'bare_account')).map((a) => a.session);
  const usernames = await makePeople(box, PEOPLE, 'bare_person');
  const peer = startPeer(bench);
  await peer.tell({ do: 'connect', box: box.mtproto, sessions, hears: false });
  await peer.tell({ do: 'meet', usernames: [usernames] });
  return async (texts) => {
    const { ms } = await peer.tell({ do: 'send', texts: [[...texts]] });
    return round((texts.length * 1_000) / ms);
  };
}

async function compare(bench: Bench, box: Box, peer: BareLoop, kind: Kind): Promise<Rounds> {
  const server = await startServer(bench, {
    ...(kind === 'postgres' && { DATABASE_URL: await createDatabase(bench) }),
    TELEGRAM_EMULATOR: box.address,
    TIME_ZONE: 'UTC',
  });
  const pipeline = await startPipeline(box, server, kind);
  const rounds: Rounds = { ours: [], peer: [], posting: [] };
  const { texts: count, rounds: times } = SIZES[kind];
  const texts = Array.from({ length: count }, (_, n) => `Text ${n}`);
  for (let n = 0; n < times; n++) {
    const bare = await peer(texts);
    const posting = await pipeline.fill(texts);
    const ours = await pipeline.sendAll(texts.length);
    rounds.peer.push(bare);
    rounds.posting.push(posting);
    rounds.ours.push(ours);
    bench.say(`${kind}: ours ${ours}/s, bare loop ${bare}/s, posted at ${posting}/s`);
  }
  await server.stop();
  return rounds;
}

async function startPipeline(box: Box, { api }: Server, kind: Kind) {
  const [account = ''] = await importAccounts({ api }, await signIn(box, 1, `${kind}_account`));
  const usernames = await makePeople(box, PEOPLE, `${kind}_person`);
  const post = (username: string, content: string, quietHours: boolean) =>
    api.post('/send?wait=false', {
      account_id: account,
      username,
      content,
      quiet_hours: quietHours,
      consent: { source: 'bench', basis: 'opt_in' },
    });

  const startedAt = performance.now();
  await inParallel(usernames, POSTS_AT_ONCE, (username) => post(username, 'Good day', false));
  const msPerPost = (performance.now() - startedAt) / PEOPLE;
  let expected = PEOPLE;
  let quietEnd = 0;
  await waitFor('the first messages', async () => (await countSent(api, account)) === expected);
  return {
    /** Posts all texts while quiet hours hold. @returns texts a second */
    async fill(texts: readonly string[]): Promise<number> {
      const now = Date.now();
      // A first message takes longer to post than a further one: there is room to spare.
      const roomMs = texts.length * msPerPost * 1.5 + 5_000;
      quietEnd = Math.ceil((now + roomMs) / MINUTE_MS) * MINUTE_MS;
      const quiet_hours = { from: timeOfDay(now - MINUTE_MS), to: timeOfDay(quietEnd) };
      await api.patch('/settings', { quiet_hours });
      await inParallel(texts, POSTS_AT_ONCE, (text, n) =>
        post(usernames[n % PEOPLE] ?? '', text, true),
      );
      expected += texts.length;
      if (Date.now() > quietEnd - 2_000)
        throw new Error('Posting took longer than the quiet hours: the machine is too busy.');
      return round((texts.length * 1_000) / (Date.now() - now));
    },
    /** Waits for the quiet hours to end. @returns messages a second from then on */
    async sendAll(count: number): Promise<number> {
      await pause(quietEnd - Date.now());
      await waitFor('all outcomes', async () => (await countSent(api, account)) >= expected, {
        everyMs: 20,
      });
      return round((count * 1_000) / (Date.now() - quietEnd));
    },
  };
}

/** Such as 09:30, in UTC. */
function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
