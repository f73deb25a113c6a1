import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissionsOf } from '../../contract/permissions.ts';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { json, selectRows, text } from '../../server/base/db/rows.ts';
import { AppError } from '../../server/base/errors.ts';
import type { BotReply, BotTurn, Caller } from '../../server/feature.ts';
import { createApiKey } from '../../server/features/workspace/api-keys.ts';
import { features } from '../../server/features.ts';
import { makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { type Api, startTestServer, type TestServer } from '../support/server.ts';
import { sessionString } from '../support/upload-sessions.ts';

/** Stands in whatever is Anna's, and nowhere else. */
const MARK = 'Zimorodok';
/** Every id and number of Anna's rows is below it. */
const HIGHEST = 60;

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let bot: TestBot;
let anna: Caller;
let boris: Caller;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'customers apart' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'sales_bot');
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
  await server.api.post('/bots', { token: bot.token, features: ['sales'] });
  anna = await customer(`Anna ${MARK}`);
  boris = await customer('Boris');
  await fill(await apiOf(anna));
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

async function customer(firstName: string): Promise<Caller> {
  const id = await control.makeUser({ firstName, language: 'en' });
  const chat = openBotChat(control, bot, id);
  await control.post(`/users/${id}/start`, { bot: bot.id });
  await chat.next();
  const [found] = (await server.api.get('/customers')).body.customers;
  const actor = { kind: 'operator' as const, id: await ownerOf(found.id), address: 'telegram' };
  const rights = { role: 'owner' as const, permissions: permissionsOf('owner') };
  return { workspaceId: found.id, actor, language: 'en', rights };
}

async function ownerOf(workspaceId: number): Promise<number> {
  const [owner] = await selectRows(
    server.app.db,
    { id: Number },
    sql`select id from operators where workspace_id = ${workspaceId}`,
  );
  return owner?.id ?? 0;
}

async function apiOf(caller: Caller): Promise<Api> {
  const key = { name: 'test', role: 'owner' as const };
  const { token } = await createApiKey(server.app, caller, key);
  return server.api.as(token);
}

/** One of everything that a workspace has. */
async function fill(api: Api): Promise<void> {
  const must = async (answer: Promise<{ status: number; body: Record<string, never> }>) => {
    const { status, body } = await answer;
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return body as Record<string, { id: number }>;
  };
  const telegramId = await control.makeUser({
    firstName: `Account ${MARK}`,
    phone: '+79260000001',
  });
  const form = new FormData();
  form.set('session_string', await sessionString(control, telegramId));
  await must(api.form('/accounts/upload', form));
  await must(api.patch('/accounts/acc_1', { name: `Main ${MARK}`, status: 'active' }));
  const person = await control.makeUser({ firstName: `Person ${MARK}`, username: 'person_apart' });
  const contact = { telegram_id: person, username: 'person_apart', first_name: `Person ${MARK}` };
  const consent = { source: `Fair ${MARK}`, basis: 'opt_in' };
  const saved = await must(api.post('/contacts', { ...contact, consent }));
  const audience = await must(api.post('/audiences', { name: `Buyers ${MARK}` }));
  await must(
    api.post(`/audiences/${audience['audience']?.id}/members`, {
      contact_ids: [saved['contact']?.id],
    }),
  );
  const script = await must(
    api.post('/scripts', {
      name: `Script ${MARK}`,
      stages: [{ content: `Hello from ${MARK}` }],
    }),
  );
  await must(
    api.post('/campaigns', {
      name: `Campaign ${MARK}`,
      script_id: script['script']?.id,
      audience_id: audience['audience']?.id,
    }),
  );
  await must(api.post('/assistant/roles', { name: `Role ${MARK}`, prompt: `I am ${MARK}` }));
  await must(
    api.post('/send', { account_id: 'acc_1', username: 'person_apart', content: `Hi ${MARK}` }),
  );
}

type Said = { word: string; words: string; reply: BotReply | AppError };

/** Whatever Boris may say or press, with every id and number that could be Anna's. */
async function tryEverything(): Promise<Said[]> {
  const talks = features.flatMap((feature) => feature.botTalk ?? []);
  const works = talks.flatMap((talk) => [
    ...talk.commands.map(({ name, run }) => ({ word: `/${name}`, run })),
    ...Object.entries(talk.buttons ?? {}).map(([word, { run }]) => ({ word, run })),
  ]);
  const numbers = Array.from({ length: HIGHEST }, (_, index) => String(index + 1));
  const pairs = numbers.slice(0, 5).flatMap((one) => ['1', '2'].map((other) => `${one}:${other}`));
  const named = ['@person_apart', '+79260000001', 'acc_1', `Buyers ${MARK}`, ''];
  const said: Said[] = [];
  for (const { word, run } of works) {
    // It ends the sign-in of a number, which is nobody's: Telegram would be asked.
    if (word === '/add_account' || word === 'account_add') continue;
    for (const words of [...numbers, ...pairs, ...named]) {
      const turn: BotTurn = {
        app: server.app,
        caller: boris,
        words,
        key: `${word} ${words}`,
        state: undefined,
        say: async () => {},
      };
      const reply = await run(turn).catch((error: unknown) => {
        if (error instanceof AppError) return error;
        throw error;
      });
      said.push({ word, words, reply });
    }
  }
  return said;
}

/** All rows of a workspace, of every table that has workspaces. */
async function everythingOf(workspaceId: number): Promise<Map<string, unknown>> {
  const tables = await selectRows(
    server.app.db,
    { name: text },
    sql`select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'workspace_id' order by 1`,
  );
  const found = new Map<string, unknown>();
  for (const { name } of tables) {
    // What is told to Anna in the meantime is told by the bot itself.
    if (/^(bot_posts|notices|notice_paces)$/.test(name)) continue;
    const rows = await selectRows(
      server.app.db,
      { row: json<unknown>() },
      sql`select to_jsonb(t) as row from ${sql.identifier(name)} t
          where workspace_id = ${workspaceId} order by to_jsonb(t)::text`,
    );
    found.set(name, rows);
  }
  return found;
}

async function whole(reply: BotReply | AppError): Promise<string> {
  if (reply instanceof AppError) return reply.text.en;
  let all = JSON.stringify({ ...reply, file: undefined });
  for await (const piece of reply.file?.content ?? [])
    all += typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1');
  return all;
}

test('a customer can neither see nor change what belongs to another one', async () => {
  await server.drain();
  const before = await everythingOf(anna.workspaceId);
  const rows = [...before.values()].flat().length;
  expect(rows, 'Anna has something to lose').toBeGreaterThan(20);
  const said = await tryEverything();
  expect(said.length).toBeGreaterThan(1_000);
  for (const { word, words, reply } of said)
    expect((await whole(reply)).replaceAll(words, ''), `${word} ${words}`).not.toContain(MARK);
  expect(await everythingOf(anna.workspaceId)).toEqual(before);
});

test('what is written to the one’s account is the other’s in no list', async () => {
  await server.drain();
  const api = await apiOf(boris);
  for (const path of ['/accounts', '/contacts', '/audiences', '/campaigns', '/dialogs', '/audit'])
    expect(JSON.stringify((await api.get(path)).body), path).not.toContain(MARK);
});
