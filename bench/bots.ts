import { fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Bench, percentile, type Result, round } from './support/bench.ts';
import { type Calls, callsTo, inParallel } from './support/calls.ts';
import { createDatabase } from './support/database.ts';
import { type Box, startBox, startServer } from './support/programs.ts';

const PER_SECOND = 200;
const SECONDS = 15;
const WARM_UP_SECONDS = 5;
const PEOPLE = 400;
const ACCOUNTS = 200;
const DIALOGS = 20_000;
const P95_BAR_MS = 150;
/** A press that isn't answered by then is lost. */
const WAIT_MS = 20_000;

type Bot = { id: number; token: string };

/**
 * How fast bots answer: people press buttons under their messages at an even pace of 200 a second. At
 * the admin bot each press reads the next page of 20,000 dialogs from PostgreSQL, changes the
 * message and ends the button's spinner; at the sales bot each of 400 customers goes to and fro
 * between the menu and the plan of a workspace of their own. The time runs from the press in the box to the answer of its
 * spinner. The peer does the same to a bare grammY bot that changes the message to an echo. Box,
 * server and peer are processes of their own. `ours` and `peer` are 95th percentiles.
 */
export async function bots(bench: Bench): Promise<Result> {
  const box = await startBox(bench);
  await box.control.patch('/bots/limits', { enabled: false });
  const people = await makePeople(box);
  const peer = await timeBot(bench, box, people, 'bare grammY', () => startBareBot(bench, box));
  const server = await startOurs(bench, box, people);
  const admin = await timeBot(bench, box, people, 'the admin bot', async () => server.admin);
  const sales = await timeBot(
    bench,
    box,
    people,
    'the sales bot',
    () => startSales(box, server),
    (turn) => (turn === 0 ? 'More' : turn % 2 === 1 ? '‹ Menu' : '⭐ Subscription'),
  );
  const slower = Math.max(admin.p95, sales.p95);
  return {
    ours: slower,
    peer: peer.p95,
    unit: 'ms',
    passed: slower < P95_BAR_MS && admin.lost + sales.lost === 0,
    details: {
      updatesPerSecond: PER_SECOND,
      admin,
      sales,
      bare: peer,
      bars: { p95: P95_BAR_MS },
    },
  };
}

async function makePeople(box: Box): Promise<number[]> {
  const { ids } = await box.control.post<{ ids: number[] }>('/users/bulk', {
    count: PEOPLE,
    firstName: 'Operator',
    language: 'en',
  });
  return ids;
}

async function timeBot(
  bench: Bench,
  box: Box,
  people: readonly number[],
  name: string,
  start: () => Promise<Bot>,
  wordOf = (_turn: number) => 'More',
) {
  const bot = await start();
  // Whoever starts the sales bot gets a workspace; /start would show menus to the team's operators.
  const messages = await layOutButtons(
    box,
    bot,
    people,
    name.includes('sales') ? '/start' : '/help',
  );
  await press(box, messages, WARM_UP_SECONDS, wordOf);
  const taken = await press(box, messages, SECONDS, wordOf);
  const answered = taken.filter((ms) => ms !== undefined);
  const figures = {
    presses: taken.length,
    lost: taken.length - answered.length,
    p50: round(percentile(answered, 0.5)),
    p95: round(percentile(answered, 0.95)),
    p99: round(percentile(answered, 0.99)),
  };
  bench.say(`${name}: p50 ${figures.p50} ms, p95 ${figures.p95} ms, p99 ${figures.p99} ms`);
  return figures;
}

type Laid = { personId: number; message: number; presses: number };

/** Each person has a message of the bot's whose button leads from page to page. */
async function layOutButtons(
  box: Box,
  bot: Bot,
  people: readonly number[],
  greeting: '/start' | '/help',
): Promise<Laid[]> {
  const api = await botApi(box, bot);
  return inParallel(people, 8, async (personId) => {
    await box.control.post(`/users/${personId}/messages`, { to: bot.id, text: greeting });
    await api.post('/sendMessage', {
      chat_id: personId,
      text: 'Bench',
      reply_markup: {
        inline_keyboard: [[{ text: 'More', callback_data: 'dialogs:' }]],
      },
    });
    const { messages } = await box.control.get<{ messages: { id: number; text: string }[] }>(
      `/messages?from=${bot.id}&to=${personId}&limit=100`,
    );
    const laid = messages.find(({ text }) => text === 'Bench');
    if (!laid) throw new Error('the message with the buttons is missing');
    return { personId, message: laid.id, presses: 0 };
  });
}

/**
 * Presses at an even pace that waits for nothing: what takes long doesn't slow down what comes after.
 * @param wordOf the button that each person presses at their first turn, their second …
 * @returns milliseconds of each press; undefined: never answered
 */
async function press(
  box: Box,
  laid: readonly Laid[],
  seconds: number,
  wordOf: (turn: number) => string,
): Promise<(number | undefined)[]> {
  const calls: Promise<number | undefined>[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < PER_SECOND * seconds; n++) {
    const early = startedAt + (n * 1_000) / PER_SECOND - performance.now();
    if (early > 0) await pause(early);
    const one = laid[n % laid.length];
    if (one) calls.push(pressOne(box, one, wordOf(one.presses++)));
  }
  return Promise.all(calls);
}

async function pressOne(box: Box, { personId, message }: Laid, text: string) {
  const at = performance.now();
  const { answer } = await box.control.post<{ answer: unknown }>(`/users/${personId}/press`, {
    message,
    text,
    waitMs: WAIT_MS,
  });
  return answer === null ? undefined : performance.now() - at;
}

async function startBareBot(bench: Bench, box: Box): Promise<Bot> {
  const bot = await makeBot(box, 'bare_bot');
  const child = fork(new URL('bare-bot.ts', import.meta.url), [bot.token, await rootOf(box)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  bench.atEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await new Promise((resolve) => child.once('message', resolve));
  return bot;
}

type Ours = { admin: Bot; server: Awaited<ReturnType<typeof startServer>> };

async function startOurs(bench: Bench, box: Box, people: readonly number[]): Promise<Ours> {
  const admin = await makeBot(box, 'admin_bot');
  const databaseUrl = await createDatabase(bench);
  const server = await startServer(bench, {
    DATABASE_URL: databaseUrl,
    TELEGRAM_EMULATOR: box.address,
    BOT_TOKEN: admin.token,
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const [text, values] of filling(people)) await client.query(text, values);
  } finally {
    await client.end();
  }
  return { admin, server };
}

async function startSales(box: Box, { server }: Ours): Promise<Bot> {
  const bot = await makeBot(box, 'sales_bot');
  await server.api.post('/bots', { token: bot.token, features: ['sales'] });
  return bot;
}

/** Operators, accounts and dialogs, as a team that has worked for a while has them. */
function filling(people: readonly number[]): [string, unknown[]][] {
  return [
    [
      `insert into operators (id, workspace_id, name, role, created_at) overriding system value
       values (1000, 1, 'Operator', 'owner', now())`,
      [],
    ],
    [
      `insert into operator_chats (workspace_id, operator_id, telegram_id, linked_at)
       select 1, 1000, id, now() from unnest($1::bigint[]) id`,
      [people],
    ],
    [
      `insert into senders (id, workspace_id, kind) overriding system value
       select 100000 + n, 1, 'account' from generate_series(1, ${ACCOUNTS}) n`,
      [],
    ],
    [
      `insert into accounts (id, workspace_id, number, name, status, status_since, status_reason,
         added_at)
       select 100000 + n, 1, n, 'Account ' || n, 'disabled', now(), 'operator', now()
       from generate_series(1, ${ACCOUNTS}) n`,
      [],
    ],
    [
      `insert into contacts (id, workspace_id, telegram_id, first_name, created_at)
         overriding system value
       select 100000 + n, 1, 10000000 + n, 'Person ' || n, now()
       from generate_series(1, ${DIALOGS}) n`,
      [],
    ],
    [
      `insert into dialogs (id, workspace_id, number, sender_id, contact_id, created_at)
         overriding system value
       select 100000 + n, 1, n, 100001 + n % ${ACCOUNTS}, 100000 + n, now()
       from generate_series(1, ${DIALOGS}) n`,
      [],
    ],
    ['analyze', []],
  ];
}

async function makeBot(box: Box, username: string): Promise<Bot> {
  return box.control.post<Bot>('/bots', { username, firstName: 'Bench' });
}

async function rootOf(box: Box): Promise<string> {
  return (await box.control.get<{ botApi: string }>('')).botApi;
}

async function botApi(box: Box, { token }: Bot): Promise<Calls> {
  return callsTo(`${await rootOf(box)}/bot${token}`, {});
}
