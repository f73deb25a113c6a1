import { importAccounts, listAccounts, makePeople, signIn } from './support/accounts.ts';
import { type Bench, median, type Result, round } from './support/bench.ts';
import { inParallel } from './support/calls.ts';
import { createDatabase } from './support/database.ts';
import { type Box, type Server, startBox, startServer } from './support/programs.ts';
import { startPeer } from './support/start-peer.ts';
import { waitFor } from './support/wait-for.ts';

const PEOPLE = 500;
const TEXTS = Number(process.env['T'] ?? 4000);
const ROUNDS = Number(process.env['R'] ?? 3);
const POSTS_AT_ONCE = 32;
const BAR = 0.35;
const MINUTE_MS = 60_000;

export async function send(bench: Bench): Promise<Result> {
  const box = await startBox(bench);
  const peer = await startBareLoop(bench, box);
  const kinds = (process.env['K'] ?? 'postgres,embedded').split(',');
  const out: Record<string, unknown> = {};
  let ratio = 0;
  let ours = 0;
  let theirs = 0;
  for (const kind of kinds) {
    const server = await startServer(bench, {
      ...(kind === 'postgres' && { DATABASE_URL: await createDatabase(bench) }),
      TELEGRAM_EMULATOR: box.address,
      MIN_MESSAGE_DELAY: '0',
      TIME_ZONE: 'UTC',
    });
    const mine = await preparePipeline(bench, box, server, kind);
    const a: number[] = [];
    const b: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      a.push(await peer.round());
      b.push(await mine.round());
      bench.say(`${kind}: bare ${a.at(-1)}/s, ours ${JSON.stringify(b.at(-1))}`);
    }
    await server.stop();
    if (kind === 'postgres') {
      ours = median(b);
      theirs = median(a);
      ratio = ours / theirs;
    }
    out[kind] = { ours: median(b), peer: median(a), ratio: round(median(b) / median(a)) };
  }
  return { ours, peer: theirs, unit: 'messages/s', passed: ratio >= BAR, details: out };
}

async function startBareLoop(bench: Bench, box: Box) {
  const signedIn = await signIn(box, 1, 'bare_account');
  const usernames = await makePeople(box, PEOPLE, 'bare_person');
  const peer = startPeer(bench);
  await peer.tell({
    do: 'connect',
    box: box.mtproto,
    sessions: signedIn.map((s) => s.session),
    hears: false,
  });
  await peer.tell({ do: 'meet', usernames: [usernames] });
  return {
    async round() {
      const { ms } = await peer.tell({
        do: 'send',
        texts: [Array.from({ length: TEXTS }, (_, i) => `Text ${i}`)],
      });
      return round((TEXTS * 1000) / ms);
    },
  };
}

async function preparePipeline(bench: Bench, box: Box, server: Server, kind: string) {
  const { api } = server;

  const usernames = await makePeople(box, PEOPLE, `${kind}_person`);
  const [account] = await importAccounts(server, await signIn(box, 1, `${kind}_account`));
  const post = (username: string, content: string, quiet: boolean) =>
    api.post('/send?wait=false', {
      username,
      account_id: account,
      content,
      consent: { source: 'bench', basis: 'opt_in' },
      quiet_hours: quiet,
    });
  const sent = async () => (await listAccounts(api)).reduce((n, a) => n + a.total_sent, 0);
  let expected = usernames.length;
  const t = performance.now();
  await inParallel(usernames, POSTS_AT_ONCE, (u) => post(u, 'Good day', false));
  await waitFor('first messages', async () => (await sent()) === expected);
  bench.say(`${kind}: first messages ${round((expected / (performance.now() - t)) * 1000)}/s`);
  return {
    async round() {
      const now = Date.now();
      const boundary = Math.ceil((now + TEXTS * 4 + 5000) / MINUTE_MS) * MINUTE_MS;
      const hm = (ms: number) => new Date(ms).toISOString().slice(11, 16);
      await api.patch('/settings', {
        quiet_hours: { from: hm(now - MINUTE_MS), to: hm(boundary) },
      });
      const all = Array.from({ length: TEXTS }, (_, n) => n);
      await inParallel(all, POSTS_AT_ONCE, (n) =>
        post(usernames[n % PEOPLE] ?? '', `Text ${n}`, true),
      );
      const posted = Date.now();
      bench.say(`posting ${round((all.length / (posted - now)) * 1000)}/s`);
      if (posted > boundary) throw new Error('filling took too long');
      expected += all.length;
      await new Promise((r) => setTimeout(r, boundary - Date.now() - 20));
      const use0 = await server.usage();
      await new Promise((r) => setTimeout(r, boundary - Date.now()));
      await waitFor('all sent', async () => (await sent()) >= expected, { everyMs: 25 });
      const end = Date.now();
      const use1 = await server.usage();
      bench.say(`cpu ${round(((use1.cpuSeconds - use0.cpuSeconds) / (end - boundary)) * 1000)}`);
      return round((all.length * 1000) / (end - boundary));
    },
  };
}
