import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRow, selectRows } from '../../server/base/db/rows.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { randomOf, seedOfTheDay } from '../support/seed.ts';
import { type SentMessage, sentTo } from '../support/sent-messages.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

const MOST_FIRST = 4;
const MOST_A_DAY = 9;
const STEPS = 70;
const PEOPLE = 7;

/** Everybody who may have been written to. */
const everybody: number[] = [];

let box: Emulator;
let control: ControlClient;
let server: TestServer;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'interleavings' });
  control = controlOf(box);
  server = await startTestServer({
    TELEGRAM_EMULATOR: box.control,
    MAX_DAILY_ACTIVE: String(MOST_FIRST),
    MAX_DAILY_MESSAGES: String(MOST_A_DAY),
  });
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

type Person = {
  id: number;
  username: string;
  hasBasis: boolean;
  /** How many messages they had when their stop was answered. */
  atTheStop: number | undefined;
};

/** Many things at once; what each of them was answered. */
async function play(seed: number) {
  const random = randomOf(seed);
  const accounts = [await add(), await add(), await add()];
  const people: Person[] = [];
  for (let i = 0; i < PEOPLE; i++) {
    const username = `person_${seed}_${i}`;
    const id = await control.makeUser({ firstName: 'Anna', username });
    everybody.push(id);
    people.push({ id, username, hasBasis: false, atTheStop: undefined });
  }
  const posts = new Map<string, Promise<Answer>>();
  const stops: Promise<void>[] = [];
  const disabled = new Set<string>();

  const actions: Record<string, () => Promise<unknown> | undefined> = {
    send: () => {
      const to = random.pick(people);
      const content = `${seed} ${posts.size}`;
      const hasConsent = random.chance(0.6);
      if (hasConsent) to.hasBasis = true;
      const body = {
        username: to.username,
        content,
        ...(hasConsent && { consent: { source: 'site', basis: 'opt_in' } }),
        ...(random.chance(0.3) && { account_id: random.pick(accounts).key }),
      };
      const query = random.chance(0.7) ? '?wait=false' : '';
      posts.set(content, server.api.post(`/send${query}`, body, { 'idempotency-key': content }));
      return undefined;
    },
    repeat: () => {
      const [content] = random.chance(0.5) ? [...posts.keys()].slice(-1) : [...posts.keys()];
      return content === undefined ? undefined : posts.get(content);
    },
    stop: () => {
      const person = random.pick(people);
      if (person.atTheStop !== undefined || !random.chance(0.3)) return undefined;
      const stop = server.api
        .post('/do-not-contact', { username: person.username, user_id: person.id })
        .then(async ({ body }) => {
          expect(body.success).toBe(true);
          person.atTheStop = (await sentTo(control, person.id)).length;
        });
      stops.push(stop);
      return undefined;
    },
    write: () => {
      const person = random.pick(people);
      const { telegramId } = random.pick(accounts);
      if (person.atTheStop !== undefined || stops.length > 0) return undefined;
      person.hasBasis = true;
      return control.post(`/users/${person.id}/messages`, { to: telegramId, text: 'Hi' });
    },
    break: () =>
      control.post('/faults', {
        ...random.pick([
          { kind: 'crash' },
          { kind: 'drop' },
          { kind: 'slow', delayMs: 200 },
          { error: 'RPC_CALL_FAIL' },
          { error: 'USER_IS_BLOCKED' },
        ]),
        method: 'messages.sendMessage',
        userId: random.pick(accounts).telegramId,
        times: 1,
      }),
    cut: () => control.post('/connections/drop', { userId: random.pick(accounts).telegramId }),
    switch: () => {
      const { key } = random.pick(accounts);
      const isOff = disabled.has(key);
      if (isOff) disabled.delete(key);
      else disabled.add(key);
      return server.api.patch(`/accounts/${key}`, { disabled: !isOff });
    },
  };
  const mixture = [
    'send',
    'send',
    'send',
    'send',
    'write',
    'stop',
    'break',
    'cut',
    'repeat',
    'switch',
  ];
  for (let step = 0; step < STEPS; step++) {
    await actions[random.pick(mixture)]?.();
    if (random.chance(0.2)) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  for (const key of disabled) await server.api.patch(`/accounts/${key}`, { disabled: false });
  await Promise.all(stops);
  const answers = new Map<string, Answer>();
  for (const [content, post] of posts) answers.set(content, await post);
  const fates = await settle(answers);
  return { accounts, people, answers, fates };
}

async function add(): Promise<TestAccount> {
  return addAccount(server, control);
}

/**
 * What arrived from an account and what is counted for it. A message may leave between two looks
 * (its person is asked for once more after ten seconds), so both are of a time when nothing moved.
 */
function atRest(key: string, telegramId: number): Promise<{ own: number; counted: number }> {
  const count = async () =>
    (await server.api.get(`/accounts/${key}`)).body.account.daily_sent as number;
  return waitFor(`${key} to be at rest`, async () => {
    const before = await count();
    const lists = await Promise.all(everybody.map((id) => sentTo(control, id)));
    const own = lists.flat().filter((m) => m.from === telegramId).length;
    const isOnItsWay = (await onTheirWay()) > 0;
    const counted = await count();
    return isOnItsWay || before !== counted ? undefined : { own, counted };
  });
}

const onTheirWay = async () =>
  (
    await selectRow(
      server.app.db,
      { n: int },
      sql`select count(*) as n from messages where status = 'sending'`,
    )
  )?.n ?? 0;

/** Days whose counters differ from the messages they count, all seen at one moment. */
function miscountedDays() {
  return selectRows(
    server.app.db,
    { sender: int, counted: int, real: int },
    sql`
      select d.sender_id as sender, d.sent as counted, count(m.id) as real
      from sender_days d
      left join messages m on m.sender_id = d.sender_id and m.direction = 'out'
        and m.status in ('sending', 'sent', 'unconfirmed') and m.passed_at is not null
      group by d.sender_id, d.day, d.sent
      having d.sent <> count(m.id)`,
  );
}

type Fate = { status: string; message_id: number | null };

/** Lets everything come to its end; a message may stay queued behind a daily limit. */
async function settle(answers: ReadonlyMap<string, Answer>): Promise<Map<string, Fate>> {
  return waitFor(
    'the end of all messages',
    async () => {
      await server.drain();
      const fates = new Map<string, Fate>();
      for (const [content, { body }] of answers) {
        if (body.id === undefined) continue;
        fates.set(content, (await server.api.get(`/messages/${body.id}`)).body.message);
      }
      return [...fates.values()].some((f) => f.status === 'sending') ? undefined : fates;
    },
    20_000,
  );
}

test.each([...seedOfTheDay(), { seed: 4_711, least: 5 }, { seed: 87_615, least: 5 }])(
  'whatever happens at once, every law holds (seed $seed)',
  async ({ seed, least }) => {
    const { accounts, people, answers, fates } = await play(seed);
    const arrived = new Map<number, SentMessage[]>();
    for (const { id } of people) arrived.set(id, await sentTo(control, id));
    const all = [...arrived.values()].flat();
    const texts = all.map((m) => m.text);

    expect(all.length, 'enough was sent to show anything').toBeGreaterThanOrEqual(least);
    // effectively once
    expect(new Set(texts).size, 'no message arrived twice').toBe(texts.length);
    for (const [content, { status, message_id }] of fates) {
      const found = all.find((m) => m.text === content);
      expect(found !== undefined, `${content} is ${status}`).toBe(status === 'sent');
      if (found) expect(message_id).toBe(found.idForSender);
    }
    for (const [content, { body }] of answers)
      if (body.id === undefined) expect(texts, JSON.stringify(body)).not.toContain(content);

    for (const person of people) {
      const own = arrived.get(person.id) ?? [];
      // stop means stop
      if (person.atTheStop !== undefined)
        expect(own.length, `${person.username} after the stop`).toBe(person.atTheStop);
      // no first message without a basis
      if (!person.hasBasis) expect(own, `${person.username} without a basis`).toEqual([]);
    }

    // a dialog stays with its account: only those a person wrote to themselves may be several
    const wroteTo = (id: number, sender: number) =>
      sentTo(control, sender).then((list) => list.some((m) => m.from === id));
    for (const { id, username } of people) {
      const senders = [...new Set((arrived.get(id) ?? []).map((m) => m.from))];
      const unasked: number[] = [];
      for (const sender of senders) if (!(await wroteTo(id, sender))) unasked.push(sender);
      expect(unasked.length, `accounts that approached ${username}`).toBeLessThanOrEqual(1);
    }

    // limits
    for (const { key, telegramId } of accounts) {
      const { own, counted } = await atRest(key, telegramId);
      expect(own, `messages of ${key}`).toBeLessThanOrEqual(MOST_A_DAY);
      expect(counted, `counted for ${key}`).toBe(own);
    }
    expect(await miscountedDays()).toEqual([]);
  },
  60_000,
);
