import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRows } from '../../server/base/db/rows.ts';
import { homeWorkspaceId } from '../../server/features/workspace/ensure-workspace.ts';
import { addAccount, type TestAccount } from './accounts.ts';
import { openTestDatabase } from './database.ts';
import { type SentMessage, sentTo } from './sent-messages.ts';
import { startTestServer, type TestServer } from './server.ts';

/** A whole server and a box on one clock that stands still unless it is moved. */
export type Stage = {
  box: Emulator;
  control: ControlClient;
  server: TestServer;
  workspaceId: number;
  /** Moves both clocks by so many seconds and lets everything that is due then happen. */
  advance(seconds: number): Promise<void>;
  /** Lets everything that is due now happen. */
  settle(): Promise<void>;
  account(): Promise<TestAccount>;
  /** People in the box who are contacts with consent, and on a list. */
  audience(size: number, change?: PersonChange): Promise<Audience>;
  /** What somebody of the box was sent so far. */
  textsTo(userId: number): Promise<string[]>;
  write(from: Person, to: TestAccount, text: string): Promise<void>;
  /** Waits for what comes over sockets. */
  until(what: string, check: () => Promise<boolean>): Promise<void>;
  /** Stops the server and starts another one on the same database, at the same moment. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export type Person = { telegramId: number; contactId: number; username: string };
export type Audience = { id: number; people: Person[] };
export type PersonChange = {
  timeZone?: string;
  hasConsent?: boolean;
  priority?: number;
  firstName?: string;
};

/** A Monday, eleven in the morning in Moscow. */
export const MONDAY = new Date('2026-03-02T08:00:00Z');

let stages = 0;

type Env = Record<string, string>;

/** @param given the environment, or what makes it of a box that has just begun */
export async function startStage(
  given: Env | ((control: ControlClient) => Promise<Env>) = {},
): Promise<Stage> {
  const box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: `stage ${++stages}` });
  const control = controlOf(box);
  await control.post('/clock', { now: MONDAY.toISOString(), frozen: true });
  const env = typeof given === 'function' ? await given(control) : given;
  // A copy of the whole database for every day that a test lets pass would take most of its time.
  const { dump: _, ...database } = await openTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'vestnik-stage-'));
  const start = (now: Date) =>
    startTestServer({ TELEGRAM_EMULATOR: box.control, ...env }, { now, database, dataDir });
  const server = await start(new Date(MONDAY));
  await server.api.patch('/settings', { time_zone: 'Europe/Moscow' });
  const workspaceId = await homeWorkspaceId(server.app);
  let names = 0;

  const settle = () => server.drain();
  return {
    box,
    control,
    server,
    workspaceId,
    settle,
    async advance(seconds) {
      await control.post('/clock', { advanceSeconds: seconds });
      await server.drain();
      server.clock.advance(seconds * 1_000);
      await server.drain();
    },
    account: () => addAccount(server, control),
    async audience(size, change = {}) {
      const people: Person[] = [];
      for (let n = 0; n < size; n++) {
        const username = `somebody_${stages}_${++names}`;
        const { firstName = 'Anna' } = change;
        const telegramId = await control.makeUser({ firstName, username });
        const contactId = await addContact(server, workspaceId, username, change);
        people.push({ telegramId, contactId, username });
      }
      const [list] = await selectRows(
        server.app.db,
        { id: int },
        sql`
          with list as (
            insert into audiences (workspace_id, name, kind, created_at)
            values (${workspaceId}, ${`List ${++names}`}, 'list', now()) returning id),
          members as (
            insert into audience_members (workspace_id, audience_id, contact_id, added_at)
            select ${workspaceId}, list.id, c.value::bigint, now()
            from list, jsonb_array_elements_text(${JSON.stringify(people.map((p) => p.contactId))}::jsonb) c)
          select id from list`,
      );
      return { id: list?.id ?? 0, people };
    },
    textsTo: async (userId) => (await sentTo(control, userId)).map((m: SentMessage) => m.text),
    async write(from, to, text) {
      const before = await countHeard(server, text);
      await control.post(`/users/${from.telegramId}/messages`, { to: to.telegramId, text });
      await heard(server, text, before);
    },
    until: async (what, check) => {
      await waitFor(what, async () => ((await check()) ? true : undefined));
    },
    async restart() {
      await server.stop();
      Object.assign(server, await start(server.clock.now()));
    },
    async stop() {
      await server.stop();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
      await box.stop();
    },
  };
}

async function addContact(
  server: TestServer,
  workspaceId: number,
  username: string,
  { timeZone, hasConsent = true, priority = 5, firstName = 'Anna' }: PersonChange,
): Promise<number> {
  const [row] = await selectRows(
    server.app.db,
    { id: int },
    sql`insert into contacts (workspace_id, username, first_name, priority, time_zone, created_at)
        values (${workspaceId}, ${username}, ${firstName}, ${priority}, ${timeZone ?? null}, now())
        returning id`,
  );
  const id = row?.id ?? 0;
  if (!hasConsent) return id;
  await server.app.db.execute(sql`
    insert into sources (workspace_id, name, basis, created_at)
    values (${workspaceId}, 'site', 'opt_in', now()) on conflict do nothing`);
  await server.app.db.execute(sql`
    with consent as (
      insert into consents (workspace_id, contact_id, source_id, given_at, evidence)
      select ${workspaceId}, ${id}, id, now(), '{}' from sources
      where workspace_id = ${workspaceId} and name = 'site' returning id)
    update contacts set consent_id = (select id from consent) where id = ${id}`);
  return id;
}

async function countHeard(server: TestServer, content: string): Promise<number> {
  const [row] = await selectRows(
    server.app.db,
    { n: int },
    sql`select count(*) as n from messages where direction = 'in' and content = ${content}`,
  );
  return row?.n ?? 0;
}

/** The box delivers over sockets: waits until what was written is stored once more than before. */
async function heard(server: TestServer, content: string, before: number): Promise<void> {
  await waitFor(`"${content}"`, async () =>
    (await countHeard(server, content)) > before ? true : undefined,
  );
  await server.drain();
}
