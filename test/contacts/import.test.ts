import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { int, json, nullable, selectRows, text, time } from '../../server/base/db/rows.ts';
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
