import { readdir } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { int, json, nullable, selectRows, text, time } from '../../server/base/db/rows.ts';
import { writeXlsx } from '../../server/base/xlsx/write-xlsx.ts';
import { findOptOut } from '../../server/features/contacts/do-not-contact.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

const source = { name: 'Exhibition', basis: 'opt_in' };

async function send(content: string | Uint8Array<ArrayBuffer>, options = {}, name = 'people.csv') {
  const form = new FormData();
  form.append('options', JSON.stringify({ source, ...options }));
  form.append('file', new File([content], name));
  return server.api.form('/contacts/import', form);
}

/** The finished job of an import. */
async function bringIn(content: string | Uint8Array<ArrayBuffer>, options = {}, name?: string) {
  const answer = await send(content, options, name);
  expect(answer.body).toMatchObject({ success: true });
  expect(answer.status).toBe(202);
  await server.drain();
  return (await server.api.get(`/jobs/${answer.body.job.id}`)).body.job as Answer['body'];
}

async function contactOf(column: 'username' | 'phone' | 'telegram_id', value: string | number) {
  const rows = await selectRows(
    server.app.db,
    {
      id: int,
      telegramId: nullable(int),
      username: nullable(text),
      phone: nullable(text),
      firstName: text,
      lastName: text,
      priority: int,
      status: text,
      custom: json<Record<string, unknown>>(),
      tags: json<string[]>(),
      language: nullable(text),
      timeZone: nullable(text),
      notes: text,
      optedOutAt: nullable(time),
      evidence: nullable(json<Record<string, unknown>>()),
      basis: nullable(text),
    },
    sql`
      select c.id, telegram_id as "telegramId", username, phone, first_name as "firstName",
        last_name as "lastName", priority, status, custom, to_jsonb(tags) as tags, language,
        time_zone as "timeZone", notes, opted_out_at as "optedOutAt", k.evidence, s.basis
      from contacts c left join consents k on k.id = c.consent_id
      left join sources s on s.id = k.source_id
      where c.${sql.raw(column)} = ${value}`,
  );
  return rows[0];
}

test('people of a Russian table come in with their fields, source and evidence', async () => {
  const job = await bringIn(
    [
      'Телефон;Ник;Имя;Фамилия;Приоритет;Теги;Язык;Часовой пояс;Комментарий',
      '8 (999) 100-00-01;@Import_One;Анна;Ким;7;vip, москва;русский;МСК;любит чай',
      '+79991000002;;Олег;;;;;;',
    ].join('\r\n'),
    { tags: ['spring'], language: 'en' },
  );
  expect(job).toMatchObject({ status: 'done', result: { added: 2, known: 0, refused: 0 } });
  expect(await contactOf('phone', '+79991000001')).toMatchObject({
    username: 'import_one',
    firstName: 'Анна',
    lastName: 'Ким',
    priority: 7,
    tags: ['vip', 'москва', 'spring'],
    language: 'ru',
    timeZone: 'Europe/Moscow',
    notes: 'любит чай',
    basis: 'opt_in',
    evidence: { import_job: job.id, file: 'people.csv', row: 2 },
  });
  expect(await contactOf('phone', '+79991000002')).toMatchObject({
    language: 'en',
    priority: 5,
    status: 'pending',
    tags: ['spring'],
  });
});

test('the same person twice in a file, or under two names, becomes one contact', async () => {
  const job = await bringIn(
    [
      'telegram_id,username,phone,first_name,custom_city',
      '700001,twice_one,,Ivan,',
      ',twice_one,+79992000001,,',
      '700001,,,Ivan,',
      '700002,,,Olga,',
      ',twice_two,+79992000002,Olga,',
      '700002,twice_two,,,',
    ].join('\n'),
    {},
  );
  expect(job.result).toMatchObject({ rows: 6, added: 2, known: 4, refused: 0 });
  expect(await contactOf('telegram_id', 700001)).toMatchObject({
    username: 'twice_one',
    phone: '+79992000001',
    firstName: 'Ivan',
  });
  expect(await contactOf('telegram_id', 700002)).toMatchObject({
    username: 'twice_two',
    phone: '+79992000002',
  });
});

test('contacts that a file shows to be one person are merged', async () => {
  await bringIn('username,phone\nmerge_me,\n,+79993000001\n');
  const before = await contactOf('username', 'merge_me');
  expect(await contactOf('phone', '+79993000001')).not.toMatchObject({ id: before?.id });
  const job = await bringIn('username,phone,name\nmerge_me,+79993000001,Petr\n');
  expect(job.result).toMatchObject({ added: 0, known: 1 });
  expect(await contactOf('username', 'merge_me')).toMatchObject({
    phone: '+79993000001',
    firstName: 'Petr',
  });
});

test('a name that the rows of a file give to two people is the last one’s', async () => {
  const job = await bringIn('telegram_id,username\n800001,handed_on\n800002,handed_on\n');
  expect(job.result).toMatchObject({ added: 2, known: 0 });
  expect(await contactOf('username', 'handed_on')).toMatchObject({ telegramId: 800002 });
  expect(await contactOf('telegram_id', 800001)).toMatchObject({ username: null });
});

test('many contacts that turn out to be pairs are merged in smaller chunks', async () => {
  const numbers = Array.from({ length: 250 }, (_, i) => i);
  const phone = (i: number) => `+7999400${String(i).padStart(4, '0')}`;
  await bringIn(`username\n${numbers.map((i) => `pair_${i}`).join('\n')}`);
  await bringIn(`phone\n${numbers.map(phone).join('\n')}`);
  const job = await bringIn(
    `username,phone\n${numbers.map((i) => `pair_${i},${phone(i)}`).join('\n')}`,
  );
  expect(job.result).toMatchObject({ added: 0, known: 250 });
  const one = await contactOf('username', 'pair_249');
  expect(one).toMatchObject({ phone: phone(249) });
});

test('whoever said stop comes in and stays stopped, under every name', async () => {
  const { app } = server;
  await server.api.post('/do-not-contact', { username: 'stop_one', reason: 'asked' });
  const known = await bringIn('phone\n+79995000002\n');
  expect(known.result).toMatchObject({ added: 1 });
  await server.api.post('/do-not-contact', { phone: '+79995000002', reason: 'asked' });
  const job = await bringIn(
    'username,phone\nstop_one,+79995000001\nstop_two,+79995000002\nfree_one,+79995000003\n',
  );
  expect(job.result).toMatchObject({ added: 2, known: 1, stopped: 2 });
  const workspaceId = 1;
  for (const names of [{ phone: '+79995000001' }, { username: 'stop_two' }])
    expect(await findOptOut(app, app.db, workspaceId, names)).toBeInstanceOf(Date);
  expect((await contactOf('username', 'stop_one'))?.optedOutAt).toBeInstanceOf(Date);
  expect((await contactOf('username', 'stop_two'))?.optedOutAt).toBeInstanceOf(Date);
  expect((await contactOf('username', 'free_one'))?.optedOutAt).toBeNull();
});

test('people already known are updated, or kept as they are when asked to', async () => {
  await bringIn('username,name,priority\nknown_one,Anna,3\n');
  await bringIn('username,name,priority\nknown_one,Maria,9\n', {
    existing: 'keep',
    tags: ['later'],
  });
  expect(await contactOf('username', 'known_one')).toMatchObject({
    firstName: 'Anna',
    priority: 3,
    tags: ['later'],
  });
  await bringIn('username,name,priority\nknown_one,Maria,\n');
  expect(await contactOf('username', 'known_one')).toMatchObject({
    firstName: 'Maria',
    priority: 3,
    tags: ['later'],
  });
});

test('a dry run tells the same as the import and writes nothing', async () => {
  const rows = Array.from({ length: 4_000 }, (_, i) => `dry_${i % 3_500},${i % 10 === 0 ? 99 : 5}`);
  const file = `username,priority\n${rows.join('\n')}`;
  await server.api.post('/do-not-contact', { username: 'dry_1', reason: 'asked' });
  const dry = await bringIn(file, { dry_run: true, source: { name: 'New', basis: 'customer' } });
  expect(await contactOf('username', 'dry_2')).toBeUndefined();
  const sources = await server.app.db.execute(sql`select 1 from sources where name = 'New'`);
  expect((sources as unknown as { rows: unknown[] }).rows).toEqual([]);
  const real = await bringIn(file, { source: { name: 'New', basis: 'customer' } });
  expect(dry.result).toEqual({ ...real.result, dry_run: true });
  expect(real.result).toMatchObject({ rows: 4_000, refused: 400, stopped: 1 });
});

const preview = (content: string | Uint8Array<ArrayBuffer>, options = {}, name = 'people.csv') => {
  const form = new FormData();
  form.append('file', new File([content], name));
  form.append('options', JSON.stringify(options));
  return server.api.form('/contacts/import/preview', form);
};

test('a preview tells how the file is read and what its rows would become', async () => {
  const { body } = await preview('Телефон;Имя;Город\n8 999 600 00 01;Анна;Тверь\n12;Олег;\n');
  expect(body).toMatchObject({
    success: true,
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ';',
    has_header: true,
    columns: [
      { number: 1, header: 'Телефон', field: 'phone', samples: ['8 999 600 00 01', '12'] },
      { number: 2, header: 'Имя', field: 'first_name' },
      { number: 3, header: 'Город', field: null },
    ],
    rows: [
      { row: 2, person: { phone: '+79996000001', first_name: 'Анна' }, error: null },
      { row: 3, person: null, error: expect.stringMatching(/"12" does not look like a phone/) },
    ],
  });
  expect(await contactOf('phone', '+79996000001')).toBeUndefined();
});

test('the rows that were refused come back as a file, with the reasons', async () => {
  const job = await bringIn('phone;name\n+79996100001;Ok\n12;=Bad\n;Nobody\n');
  expect(job.result).toMatchObject({ rows: 3, added: 1, refused: 2 });
  expect(job.progress).toMatchObject({ done: 3, total: 3, refused: 2 });
  const { body, headers } = await server.api.get(`/jobs/${job.id}/refused`);
  expect(headers.get('content-type')).toMatch(/text\/csv/);
  expect(body.split('\r\n')).toEqual([
    expect.stringMatching(/Row;Reason;phone;name$/),
    expect.stringMatching(/^3;.*""12"" does not look like a phone.*;12;'=Bad$/),
    expect.stringMatching(/^4;There is no Telegram id, username or phone\.;;Nobody$/),
    '',
  ]);
});

test('a workbook of Excel comes in like a CSV', async () => {
  const parts: Uint8Array[] = [];
  async function* rows() {
    yield ['Телефон', 'Ник', 'Имя', 'Приоритет'];
    yield [79996200001, null, 'Анна', 3];
    yield [null, null, null, null];
    yield [null, '@excel_one', 'Олег', 30];
  }
  await writeXlsx(rows(), async (bytes) => void parts.push(bytes));
  const file = new Uint8Array(Buffer.concat(parts));
  const shown = (await preview(file, {}, 'people.xlsx')).body;
  expect(shown).toMatchObject({ format: 'xlsx', encoding: null, delimiter: null });
  const job = await bringIn(file, {}, 'people.xlsx');
  expect(job.result).toMatchObject({ added: 1, refused: 1 });
  expect(await contactOf('phone', '+79996200001')).toMatchObject({
    firstName: 'Анна',
    priority: 3,
    evidence: { file: 'people.xlsx', row: 2 },
  });
  expect((await server.api.get(`/jobs/${job.id}/refused`)).body).toMatch(/\r\n4,/);
});

test('everybody in a file can be put on a list, made if there is none', async () => {
  const file = 'phone\n+79996300001\n+79996300002\n+79996300001\n';
  await bringIn(file, { audience: 'Выставка' });
  await bringIn(file, { audience: 'выставка' });
  const { body } = await server.api.get('/audiences');
  const [audience] = body.audiences.filter((a: { name: string }) => a.name === 'Выставка');
  expect((await server.api.get(`/audiences/${audience.id}`)).body.audience.size).toBe(2);
});

test('a new source needs its basis, a declared one keeps it', async () => {
  const unknown = await send('phone\n+79996400001\n', { source: { name: 'Unheard' } });
  expect(unknown.body).toMatchObject({
    error: 'invalid_request',
    message: expect.stringMatching(/"Unheard" is not declared.*source\.basis/),
  });
  const other = await send('phone\n+79996400001\n', {
    source: { name: 'exhibition', basis: 'customer' },
  });
  expect(other.body.message).toMatch(/declared with the basis opt_in/);
  const job = await bringIn('phone\n+79996400001\n', { source: { name: 'EXHIBITION' } });
  expect(job.result).toMatchObject({ added: 1 });
});

test.each([
  ['no table at all', '', {}, /no row|No column/],
  ['a header alone', 'phone\n', {}, /no row with data/],
  ['no column of identifiers', 'city;age\nOmsk;5\n', {}, /No column of the file/],
  ['an old workbook', '\u00d0\u00cf\u0011\u00e0', {}, /old Excel/],
  ['a mapping to no field', 'a\n1\n', { mapping: { a: 'colour' } }, /mapping/],
  ['a time zone that is none', 'phone\n+79996400002\n', { time_zone: 'X/Y' }, /time zone/],
  ['an unknown option', 'phone\n+79996400002\n', { colour: 1 }, /options/],
])('%s is refused at once', async (_, content, options, message) => {
  const bytes = new Uint8Array(Buffer.from(content, 'latin1'));
  const answer = await send(bytes, options);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: 'invalid_request',
    message: expect.stringMatching(message),
  });
});

test('a form without a file, or what is no form, is refused', async () => {
  const form = new FormData();
  form.append('options', '{}');
  expect((await server.api.form('/contacts/import', form)).body.message).toMatch(/no file/);
  expect((await server.api.post('/contacts/import', {})).status).toBe(400);
  form.append('options', 'not json');
  form.append('file', new File(['x'], 'x.csv'));
  expect((await server.api.form('/contacts/import', form)).body.message).toMatch(/not JSON/);
});

test('no file of people stays on the disk when its import is done or was refused', async () => {
  expect(await readdir(`${server.dataDir}/files/jobs/1`)).toEqual([]);
  expect(await readdir(`${server.dataDir}/temp`)).toEqual([]);
});

test('an import stopped in the middle goes on where it stood and doubles nobody', async () => {
  const { database } = server.app;
  const rows = Array.from({ length: 20_000 }, (_, i) => `mid_${i},${i % 100 === 0 ? 'x' : 5}`);
  const first = await startTestServer({}, { database, dataDir: server.dataDir });
  const form = new FormData();
  form.append('options', JSON.stringify({ source }));
  form.append('file', new File([`username,priority\n${rows.join('\n')}`], 'mid.csv'));
  const { body } = await first.api.form('/contacts/import', form);
  await first.stop();
  await server.drain();
  const { job } = (await server.api.get(`/jobs/${body.job.id}`)).body;
  expect(job).toMatchObject({
    status: 'done',
    result: { rows: 20_000, added: 19_800, known: 0, refused: 200 },
  });
  const [counted] = await selectRows(
    server.app.db,
    { people: int, consents: int },
    sql`select count(*) as people, count(c.consent_id) as consents from contacts c
        where username like 'mid\\_%'`,
  );
  expect(counted).toEqual({ people: 19_800, consents: 19_800 });
});
