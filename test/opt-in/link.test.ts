import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRow } from '../../server/base/db/rows.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let account: TestAccount;
let anna: number;
// biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a point
let point: any;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'opt-in' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
  account = await addAccount(server, control, { username: 'bakery_anna' });
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});
beforeEach(async () => {
  anna = await control.makeUser({ firstName: 'Anna' });
  point = await open({});
});

let lastPoint = 0;
const open = async (change: Record<string, unknown>) => {
  lastPoint += 1;
  const { status, body } = await server.api.post('/opt-in/points', {
    kind: 'account_link',
    source: 'Poster',
    title: 'Poster at the counter',
    words: `Hello, poster number ${lastPoint}!`,
    account_id: account.key,
    ...change,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.point;
};
const write = (text: string, from = anna) =>
  control.post(`/users/${from}/messages`, { to: account.telegramId, text });

async function contactId(telegramId: number): Promise<number> {
  const row = await selectRow(
    server.app.db,
    { id: int },
    sql`select id from contacts where telegram_id = ${telegramId}`,
  );
  if (!row) throw new Error('there is no such contact');
  return row.id;
}

/** The person's file once `count` of their messages were heard and looked through. */
async function fileAfter(count: number, from = anna) {
  await waitFor(`${count} messages`, async () => {
    await server.drain();
    const { body } = await server.api.get(`/dialogs/${from}`);
    const heard = body.messages?.filter((m: { direction: string }) => m.direction === 'in');
    return heard?.length >= count ? true : undefined;
  });
  // Events show a moment after their transaction.
  const file = await waitFor('the events', async () => {
    await server.drain();
    const unread = await selectRow(
      server.app.db,
      { n: int },
      sql`select count(*) as n from events e, event_cursors c
          where c.reader = 'opt-in' and (e.xid, e.id) > (c.xid, c.id)`,
    );
    const pending = await selectRow(
      server.app.db,
      { n: int },
      sql`select count(*) as n from opt_in_acts where consent_id is null`,
    );
    if (unread?.n !== 0 || pending?.n !== 0) return undefined;
    return (await server.api.get(`/contacts/${await contactId(from)}/evidence`)).body;
  });
  return file;
}

test('the link opens the chat with the words and the code in place', () => {
  const { code, words } = point;
  expect(code).toMatch(/^#[2-9a-z]{4}$/);
  const link = new URL(point.link);
  expect(link.origin + link.pathname).toBe('https://t.me/bakery_anna');
  expect(link.searchParams.get('text')).toBe(`${words} ${code}`);
});

test('who sends the prepared words has opted in, and the words are the evidence', async () => {
  await write(point.first_words);
  const file = await fileAfter(1);
  const [consent] = file.consents;
  expect(consent).toMatchObject({
    source: 'Poster',
    basis: 'opt_in',
    relied_on: true,
    evidence: {
      point_id: point.id,
      point: 'Poster at the counter',
      way: 'message',
      first_words: point.first_words,
      prepared_words: point.first_words,
      account_id: account.key,
      message_id: file.messages[0].id,
      telegram_message_id: file.messages[0].message_id,
      written_at: expect.any(String),
    },
  });
  expect(file.opt_ins).toMatchObject([
    { point_id: point.id, way: 'message', message_id: file.messages[0].id, lifted_stop: false },
  ]);
  const { body } = await server.api.get(`/opt-in/points/${point.id}`);
  expect(body.point).toMatchObject({ acts: 1, people: 1 });
});

describe('a message counts', () => {
  const optIns = async (text: string) => {
    await write(text);
    return (await fileAfter(1)).opt_ins.length;
  };

  test('when it holds the code somewhere, in any letter case', async () => {
    expect(await optIns(`Good day, about ${point.code.toUpperCase()}: how much is it?`)).toBe(1);
  });

  test('when it begins with all the words, without the code', async () => {
    expect(await optIns(`${point.words.toUpperCase()} And good morning`)).toBe(1);
  });

  test('not when the words are others or the code is part of something else', async () => {
    expect(await optIns(`Hello, poster! x${point.code} ${point.code}x ${point.code}5`)).toBe(0);
  });

  test('not when the point is closed', async () => {
    await server.api.patch(`/opt-in/points/${point.id}`, { status: 'closed' });
    expect(await optIns(point.first_words)).toBe(0);
  });

  test('not by its words when it isn’t the first one', async () => {
    await write('Good day');
    await write(point.words);
    expect((await fileAfter(2)).opt_ins).toEqual([]);
    await write(point.first_words);
    expect((await fileAfter(3)).opt_ins).toHaveLength(1);
  });
});

describe('after a stop', () => {
  beforeEach(async () => {
    await write('Good day');
    await fileAfter(1);
    await server.api.post('/do-not-contact', { user_id: anna, reason: 'asked' });
    // Telegram counts in whole seconds: what follows is written in a later one.
    await waitFor('the next second', async () => {
      const { opted_out_at } = (await server.api.get(`/contacts/${await contactId(anna)}/evidence`))
        .body.contact;
      return Date.now() > Date.parse(opted_out_at) + 1_100 ? true : undefined;
    });
  });

  test('the prepared words from the person’s own account lift it, on record', async () => {
    await write(point.first_words);
    const file = await fileAfter(2);
    expect(file.contact).toMatchObject({ opted_out_at: null, may_be_written_to: true });
    expect(file.opt_ins).toMatchObject([{ lifted_stop: true }]);
    expect(file.stops).toMatchObject([
      {
        reason: 'asked',
        lifted_at: expect.any(String),
        lifted_because: expect.stringMatching(/opted in again/),
      },
    ]);
    expect(file.history.map((h: { type: string }) => h.type)).toEqual([
      'contact.opted_in',
      'contact.opt_out_corrected',
      'contact.opted_out',
    ]);
    const sent = await server.api.post('/send', { user_id: anna, content: 'Welcome back' });
    expect(sent.status).toBe(200);
  });

  test.each([
    ['with anything added', (p: typeof point) => `${p.first_words} Stop writing to me`],
    ['with a sign added', (p: typeof point) => `${p.first_words} 👎`],
    ['without the code', (p: typeof point) => p.words],
  ])('words %s leave it as it is', async (_, text) => {
    await write(text(point));
    const file = await fileAfter(2);
    expect(file.contact).toMatchObject({ may_be_written_to: false });
    expect(file.contact.opted_out_at).not.toBeNull();
    expect(file.stops).toMatchObject([{ lifted_at: null }]);
  });
});

test('words written before the stop do not lift it, when they are heard after it', async () => {
  await write('Good day');
  await fileAfter(1);
  await server.api.patch(`/accounts/${account.key}`, { disabled: true });
  await server.drain();
  await write(point.first_words);
  await server.api.post('/do-not-contact', { user_id: anna, reason: 'asked' });
  await server.api.patch(`/accounts/${account.key}`, { disabled: false });
  const file = await fileAfter(2);
  expect(file.opt_ins).toMatchObject([{ lifted_stop: false }]);
  expect(file.contact.may_be_written_to).toBe(false);
});

test('two contacts that turn out to be one keep what both did', async () => {
  const username = `anna_${anna}`;
  const form = await open({
    kind: 'form',
    agreement: 'I agree.',
    words: undefined,
    fields: { username: 'required' },
  });
  const filled = await fetch(form.form_url, {
    method: 'POST',
    body: new URLSearchParams({ username, agree: 'yes', version: '1' }),
  });
  expect(filled.status).toBe(200);
  // The thanks hold the link by which the person proves who they are.
  const thanks = await filled.text();
  expect(thanks).toContain(new URL(form.link).search.replaceAll("'", '&#39;'));
  await write(point.first_words);
  await fileAfter(1);
  await server.app.database.transaction(async (tx) => {
    const { identifyContact } = await import('../../server/features/contacts/identify-contact.ts');
    await identifyContact(server.app, tx, 1, { telegramId: anna, username });
  });
  const file = await fileAfter(1);
  expect(file.merged_contact_ids).toHaveLength(1);
  expect(file.opt_ins.map((o: { way: string }) => o.way).sort()).toEqual(['form', 'message']);
  expect(file.consents).toHaveLength(3);
  expect(file.history[0]).toMatchObject({ type: 'contact.merged' });
});

describe('an account without a username', () => {
  test('gets no link, and the answer says what to do', async () => {
    const nameless = await addAccount(server, control);
    const { status, body } = await server.api.post('/opt-in/points', {
      kind: 'account_link',
      source: 'Poster',
      title: 'Poster',
      account_id: nameless.key,
    });
    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.message).toContain('has no username');
  });

  test('and one that is gone lead nowhere: the point says so, and has no QR code', async () => {
    const leaving = await addAccount(server, control, { username: 'leaving_bakery' });
    point = await open({ account_id: leaving.key });
    const good = await server.api.raw(`/opt-in/points/${point.id}/qr.svg`);
    expect(good.status).toBe(200);
    await server.api.delete(`/accounts/${leaving.key}`);
    const { body } = await server.api.get(`/opt-in/points/${point.id}`);
    expect(body.point.link).toBeNull();
    expect(body.point.problem).toContain('is deleted');
    const qr = await server.api.get(`/opt-in/points/${point.id}/qr.svg`);
    expect([qr.status, qr.body.error]).toEqual([409, 'conflict']);
  });
});
