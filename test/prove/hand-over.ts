import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { ControlClient } from '../../emulator/test/control-client.ts';
import { startThrowawayPostgres } from '../support/throwaway-postgres.ts';
import { readBox, startBox } from './support/box-process.ts';
import { addAccounts, makePeople, type Person, type ProvedAccount } from './support/cast.ts';
import { judgeSends, readFates } from './support/judge.ts';
import { type Link, openLink } from './support/link.ts';
import type { Proof, Stage } from './support/proof.ts';
import { type SendStream, startSending } from './support/sends.ts';
import { callServer, createServerProcess, type ServerProcess } from './support/server-process.ts';
import { forEach, until } from './support/wait.ts';

/** The bar: a session is live elsewhere within this time. */
const HAND_OVER_MS = 15_000;
const STOPPED_MS = 14_000;
const WATCHED_MS = 6_000;
const ACCOUNTS = 8;
const FIRST = '127.0.0.1';
const SECOND = '127.0.0.2';

/**
 * Two processes on one PostgreSQL. Whichever holds the accounts is killed, stopped and continued,
 * or asked to end; the other one must hold and send soon, and never both at once.
 */
export const handOver: Proof = {
  name: 'hand-over',
  async run(stage) {
    const theatre = await open(stage);
    const figures: string[] = [];
    const wrongs: string[] = [];
    const round = async (name: string, play: (roles: Roles) => Promise<void>) => {
      const roles = await assignRoles(theatre);
      const from = performance.now();
      await play(roles);
      const { held, sent } = await takesOver(theatre, roles.other, name, from);
      const told = `${name}: held after ${seconds(held)}, sending after ${seconds(sent)}`;
      stage.say(told);
      figures.push(told);
      if (sent > HAND_OVER_MS) wrongs.push(`${told}, later than ${seconds(HAND_OVER_MS)}`);
      return roles;
    };

    const killed = await round('SIGKILL', ({ holder }) => holder.server.kill());
    await killed.holder.server.start();
    const asked = await round('SIGTERM', async ({ holder }) =>
      holder.server.child().signal('SIGTERM'),
    );
    const code = await asked.holder.server.child().exited;
    if (code !== 0)
      wrongs.push(
        `after SIGTERM it ended with ${code}: ${asked.holder.server.child().lastWords()}`,
      );
    wrongs.push(...(await deadSessions(theatre)));
    await asked.holder.server.start();

    const frozen = await round('SIGSTOP', async ({ holder, other }) => {
      // A stopped process can't close its connections, so here both may come from one address.
      for (const { link } of [holder, other])
        link.comeFrom(holder === theatre.actors[0] ? FIRST : SECOND);
      holder.server.child().signal('SIGSTOP');
    });
    await pause(STOPPED_MS);
    const waking = await watchWaking(theatre, frozen);
    figures.push(waking.shown);
    wrongs.push(...waking.wrongs);

    await theatre.stream.finish();
    const fates = await readFates(frozen.other.server, theatre.stream.sends, 60_000);
    const verdict = judgeSends(theatre.stream.sends, fates, await readBox(theatre.control));
    const { sent, lost, doubled } = verdict.count;
    return {
      shown: `${figures.join('; ')}; ${sent} sent all along, ${lost} lost, ${doubled} doubled`,
      wrongs: [...wrongs, ...verdict.wrongs, ...(await deadSessions(theatre))],
    };
  },
};

type Actor = { server: ServerProcess; link: Link };
type Roles = { holder: Actor; other: Actor };

type Theatre = {
  control: ControlClient;
  database: pg.Pool;
  actors: [Actor, Actor];
  accounts: ProvedAccount[];
  people: Person[];
  stream: SendStream;
};

async function open(stage: Stage): Promise<Theatre> {
  const { defer, folder, random } = stage;
  const postgres = await startThrowawayPostgres({ isDurable: true });
  if (!postgres) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
  defer(postgres.stop);
  const { address, control } = await startBox(stage);
  const database = new pg.Pool({ connectionString: postgres.url, max: 2 });
  database.on('error', () => undefined); // its server goes away at the end
  defer(() => database.end());

  const makeActor = async (from: string): Promise<Actor> => {
    const link = await openLink(address, from);
    defer(link.stop);
    const server = await createServerProcess(join(folder, 'data'), {
      TELEGRAM_EMULATOR: link.address,
      DATABASE_URL: postgres.url,
    });
    defer(() => server.kill());
    return { link, server };
  };
  const actors: [Actor, Actor] = [await makeActor(FIRST), await makeActor(SECOND)];
  const [first, second] = actors;
  await first.server.start();
  const people = await makePeople(control, 80);
  const accounts = await addAccounts(control, first.server, ACCOUNTS);
  await second.server.start();
  // Calls go to whichever answers, as behind a load balancer.
  const anyone = { url: () => actors.map((a) => a.server.url()).find(Boolean) };
  const cast = { people: people.slice(ACCOUNTS), accounts };
  const stream = startSending(anyone, random, cast, {
    name: 'send',
    atOnce: 12,
    pauseMs: [50, 300],
  });
  return { control, database, actors, accounts, people, stream };
}

/** Who holds the accounts: a worker's name ends in its process id. */
async function holdersOf({ database }: Theatre): Promise<Map<number, number>> {
  const { rows } = await database.query<{ pid: string; held: string }>(`
    select split_part(w.name, ':', 2) as pid, count(*) as held
    from senders s join workers w on w.id = s.worker_id and w.expires_at > now()
    group by 1`);
  return new Map(rows.map((row) => [Number(row.pid), Number(row.held)]));
}

async function assignRoles(theatre: Theatre): Promise<Roles> {
  return until('one process to hold every account', 30_000, async () => {
    const holders = await holdersOf(theatre);
    const [first, second] = theatre.actors;
    const holds = ({ server }: Actor) => holders.get(server.child().pid) === ACCOUNTS;
    if (holds(first)) return { holder: first, other: second };
    return holds(second) ? { holder: second, other: first } : undefined;
  });
}

/** Milliseconds from `from` until the other process holds, and until each account has sent. */
async function takesOver(theatre: Theatre, other: Actor, name: string, from: number) {
  const { control, accounts, people } = theatre;
  await forEach(accounts, ACCOUNTS, async ({ key }, place) => {
    const posted = await callServer(other.server, 'POST', '/send?wait=false', {
      username: people[place]?.username,
      account_id: key,
      content: `after ${name} from ${key}`,
      consent: { source: 'proof', basis: 'opt_in' },
    });
    if (posted.status !== 202) throw new Error(`not queued: ${JSON.stringify(posted.body)}`);
  });
  let held = 0;
  await until(`every account to send after ${name}`, 60_000, async () => {
    if (held === 0) {
      const holders = await holdersOf(theatre);
      if (holders.get(other.server.child().pid) !== ACCOUNTS) return undefined;
      held = performance.now() - from;
    }
    const arrived = new Set((await readBox(control)).map((m) => m.text));
    return accounts.every(({ key }) => arrived.has(`after ${name} from ${key}`)) || undefined;
  });
  return { held, sent: performance.now() - from };
}

/** What the stopped process does when it may go on: it must let go, and take nothing back. */
async function watchWaking(theatre: Theatre, { holder, other }: Roles) {
  const { server, link } = holder;
  const before = link.sentBytes();
  server.child().signal('SIGCONT');
  const from = performance.now();
  await until('the woken process to let go of its connections', 10_000, () =>
    link.connections() === 0 ? true : undefined,
  );
  const letGo = performance.now() - from;
  await pause(WATCHED_MS);
  const holders = await holdersOf(theatre);
  const stillThere = holders.get(other.server.child().pid);
  const wrongs = [
    ...(stillThere === ACCOUNTS ? [] : [`the other one holds ${stillThere} accounts afterwards`]),
    ...(link.connections() === 0 ? [] : ['the woken process connected again']),
    ...(server.child().hasExited() ? ['the woken process ended'] : []),
  ];
  const bytes = link.sentBytes() - before;
  return {
    shown: `SIGCONT: let go after ${seconds(letGo)} having written ${bytes} bytes, and took nothing back`,
    wrongs,
  };
}

/** A session in use from two addresses at once is dead for good, and so is its account. */
async function deadSessions({ actors, accounts }: Theatre): Promise<string[]> {
  const [server] = actors.map((a) => a.server).filter((s) => s.url() && !s.child().hasExited());
  if (!server) throw new Error('no process is left');
  const dead: string[] = [];
  for (const { key } of accounts) {
    const { account } = (await callServer(server, 'GET', `/accounts/${key}`)).body;
    if (account.needs_sign_in || account.status !== 'active')
      dead.push(`${key} is ${account.status}: ${account.status_reason}`);
  }
  return dead;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
