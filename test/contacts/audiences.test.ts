import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const ids: number[] = [];

beforeAll(async () => {
  server = await startTestServer();
  const people = [
    { username: 'first_one', first_name: '=1+1', phone: '+79051110001', tags: ['vip'] },
    {
      username: 'second_one',
      last_name: 'a;"b"\nc',
      custom: { city: 'Тверь' },
      tags: ['vip', 'b'],
    },
    { username: 'third_one', telegram_id: 5_123_456_789, notes: '-5', status: 'failed' },
  ];
  for (const person of people) {
    const consent = { source: 'Fair', basis: 'opt_in' };
    const { body } = await server.api.post('/contacts', { ...person, consent });
    ids.push(body.contact.id);
  }
});
afterAll(() => server?.stop());

let made = 0;
async function makeAudience(body: object = {}) {
  const answer = await server.api.post('/audiences', { name: `Audience ${++made}`, ...body });
  expect(answer.status).toBe(201);
  return answer.body.audience;
}
const people = async (id: number, query = '') =>
  (await server.api.get(`/audiences/${id}/contacts?${query}`)).body;
const idsOf = (body: { contacts: { id: number }[] }) => body.contacts.map((c) => c.id);

test('a list holds whom it was given, each once, in pages', async () => {
  const { id } = await makeAudience();
  const path = `/audiences/${id}/members`;
  const added = await server.api.post(path, { contact_ids: [...ids, ids[0], 99_999] });
  expect(added.body).toMatchObject({ added: 3 });
  expect((await server.api.post(path, { contact_ids: ids })).body).toMatchObject({ added: 0 });
  const page = await people(id, 'limit=2');
  expect(idsOf(page)).toEqual(ids.slice(0, 2));
  expect(idsOf(await people(id, `limit=2&after=${page.next}`))).toEqual(ids.slice(2));
  const removed = await server.api.raw(path, {
    method: 'DELETE',
    body: JSON.stringify({ contact_ids: [ids[1]] }),
    headers: { 'content-type': 'application/json' },
  });
  expect(await removed.json()).toMatchObject({ removed: 1 });
  expect((await server.api.get(`/audiences/${id}`)).body.audience).toMatchObject({
    kind: 'list',
    size: 2,
    warning: null,
  });
});

test('a filter finds people anew each time', async () => {
  const { id } = await makeAudience({ filter: { tags: ['vip'], source: 'fair' } });
  expect(idsOf(await people(id))).toEqual(ids.slice(0, 2));
  await server.api.patch(`/contacts/${ids[1]}`, { tags: ['b'] });
  expect(idsOf(await people(id))).toEqual(ids.slice(0, 1));
  await server.api.patch(`/contacts/${ids[1]}`, { tags: ['vip', 'b'] });
  const changed = await server.api.patch(`/audiences/${id}`, { filter: { status: ['failed'] } });
  expect(changed.body.audience).toMatchObject({ size: 1, filter: { status: ['failed'] } });
  expect(idsOf(await people(id))).toEqual([ids[2]]);
});

test('people who fit a filter are put on a list by a job', async () => {
  const { id } = await makeAudience();
  const answer = await server.api.post(`/audiences/${id}/members`, { filter: { source: 'Fair' } });
  expect(answer.status).toBe(202);
  await server.drain();
  const { job } = (await server.api.get(`/jobs/${answer.body.job.id}`)).body;
  expect(job).toMatchObject({ status: 'done', result: { found: 3, added: 3 } });
  expect(idsOf(await people(id))).toEqual(ids);
});

describe('a name', () => {
  test('is taken once in a workspace, whatever the case of its letters', async () => {
    await makeAudience({ name: 'Клиенты Ёлки' });
    const again = await server.api.post('/audiences', { name: 'КЛИЕНТЫ ёлки' });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ error: 'already_exists' });
    const { id } = await makeAudience();
    const renamed = await server.api.patch(`/audiences/${id}`, { name: 'клиенты ёлки' });
    expect(renamed.status).toBe(409);
  });

  test('is free again when the audience is deleted, and its people stay', async () => {
    const { id, name } = await makeAudience();
    await server.api.post(`/audiences/${id}/members`, { contact_ids: ids });
    expect((await server.api.delete(`/audiences/${id}`)).status).toBe(200);
    expect((await server.api.get(`/audiences/${id}`)).status).toBe(404);
    await makeAudience({ name });
    expect((await server.api.get(`/contacts/${ids[0]}`)).status).toBe(200);
  });
});

test('nobody is put on a filter, and a list has none', async () => {
  const filter = await makeAudience({ filter: {} });
  const added = await server.api.post(`/audiences/${filter.id}/members`, { contact_ids: ids });
  expect(added.body).toMatchObject({ error: 'invalid_request' });
  const list = await makeAudience();
  const changed = await server.api.patch(`/audiences/${list.id}`, { filter: {} });
  expect(changed.body).toMatchObject({ error: 'invalid_request' });
  const wrong = await server.api.post('/audiences', { name: 'x', filter: { colour: 'red' } });
  expect(wrong.status).toBe(400);
});

test('people picked, or found by a filter, are exported without an audience', async () => {
  for (const [whom, people] of [
    [{ contact_ids: [ids[0], 99_999] }, 1],
    [{ filter: { tags: ['vip'] } }, 2],
  ] as const) {
    const { body } = await server.api.post('/contacts/export?format=csv', whom);
    await server.drain();
    const { job } = (await server.api.get(`/jobs/${body.job.id}`)).body;
    expect(job).toMatchObject({
      status: 'done',
      result: { people },
      file: { name: 'contacts.csv' },
    });
  }
});

describe('an export', () => {
  async function exportOf(id: number, query: string) {
    const answer = await server.api.post(`/audiences/${id}/export?${query}`);
    expect(answer.status).toBe(202);
    await server.drain();
    const { job } = (await server.api.get(`/jobs/${answer.body.job.id}`)).body;
    expect(job).toMatchObject({ status: 'done', result: { people: 3 } });
    const file = await server.api.raw(`/jobs/${job.id}/file`);
    expect(file.headers.get('content-length')).toBe(String(job.file.size));
    return { job, bytes: new Uint8Array(await file.arrayBuffer()) };
  }

  test('as CSV opens in Excel: marked as UTF-8, formulas disarmed, phones whole', async () => {
    const { id } = await makeAudience({ name: 'Экспорт', filter: { source: 'Fair' } });
    const { job, bytes } = await exportOf(id, 'format=csv');
    expect(job.file.name).toBe('Экспорт.csv');
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    const [header, first] = text.split('\r\n');
    expect(header).toMatch(/^id;telegram_id;username;phone;first_name;.*;custom\.city$/);
    expect(first).toContain(";first_one;+79051110001;'=1+1;");
    expect(text).toContain('"a;""b""\nc"');
    expect(text).toContain(';-5;');
    expect((await exportOf(id, 'format=csv&delimiter=,')).bytes[5]).toBe(','.charCodeAt(0));
  });

  test('as XLSX holds the same, ids and phones as texts', async () => {
    const { id } = await makeAudience({ filter: { source: 'Fair' } });
    const { bytes } = await exportOf(id, 'format=xlsx');
    const sheet = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet).toContain('>5123456789</t>');
    expect(sheet).toContain('>+79051110001</t>');
    expect(sheet).toContain('>=1+1</t>');
    expect(sheet).not.toContain('<f>');
  });

  test('can be brought in again as it is', async () => {
    const { id } = await makeAudience({ filter: { source: 'Fair' } });
    const { bytes } = await exportOf(id, 'format=csv');
    const form = new FormData();
    form.append('options', JSON.stringify({ source: { name: 'Fair' } }));
    form.append('file', new File([bytes], 'export.csv'));
    const answer = await server.api.form('/contacts/import', form);
    await server.drain();
    const { job } = (await server.api.get(`/jobs/${answer.body.job.id}`)).body;
    expect(job).toMatchObject({ status: 'done', result: { added: 0, known: 3, refused: 0 } });
  });
});
