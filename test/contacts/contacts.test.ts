import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

let made = 0;
/** Somebody nobody knows yet. */
function somebody() {
  const n = ++made;
  return { telegram_id: 5_000_000 + n, username: `somebody_${n}`, phone: `+7905${1_000_000 + n}` };
}
const save = (body: object) => server.api.post('/contacts', body);
const list = async (query: string) =>
  (await server.api.get(`/contacts?${query}`)).body.contacts.map((c: { id: number }) => c.id);

describe('keeping a person', () => {
  test('somebody new is told apart from somebody known, who is updated', async () => {
    const person = somebody();
    const first = await save({
      username: `@${person.username}`,
      first_name: 'Анна',
      tags: ['vip'],
    });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      created: true,
      contact: { username: person.username, priority: 5, status: 'pending', tags: ['vip'] },
    });
    const second = await save({
      username: person.username,
      phone: person.phone,
      custom: { city: 'Тверь', age: 40 },
      priority: 9,
      time_zone: 'Asia/Omsk',
    });
    expect(second.status).toBe(200);
    expect(second.body).toMatchObject({
      created: false,
      contact: {
        id: first.body.contact.id,
        phone: person.phone,
        first_name: 'Анна',
        custom: { city: 'Тверь', age: 40 },
        priority: 9,
        time_zone: 'Asia/Omsk',
      },
    });
  });

  test('their consent is kept with source, basis and who recorded it', async () => {
    const consent = { source: 'Fair', basis: 'opt_in', evidence: { card: 12 } };
    const { body } = await save({ ...somebody(), consent });
    expect(body.contact).toMatchObject({ source: 'Fair', basis: 'opt_in' });
    expect(body.contact.consent_at).not.toBeNull();
  });

  test('consent given along does not lift a stop', async () => {
    const { phone } = somebody();
    await server.api.post('/do-not-contact', { phone, reason: 'asked' });
    const consent = { source: 'Fair', basis: 'opt_in' };
    const { body } = await save({ phone, consent });
    expect(body.contact.opted_out_at).not.toBeNull();
  });

  test.each([
    ['nobody in particular', { first_name: 'Anna' }, /telegram_id, username or phone/],
    ['a phone that is none', { phone: '12' }, /does not look like a phone/],
    ['a time zone that is none', { ...somebody(), time_zone: 'Mars/Base' }, /no time zone/],
    ['an account that is none', { ...somebody(), account_id: 'acc_99' }, /no account acc_99/],
    ['a priority out of range', { ...somebody(), priority: 11 }, /priority/],
    ['nested custom fields', { ...somebody(), custom: { a: { b: 1 } } }, /custom/],
  ])('%s is refused with the reason', async (_, body, message) => {
    const answer = await save(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      error: 'invalid_request',
      message: expect.stringMatching(message),
    });
  });
});

describe('changing a person', () => {
  test('a custom field is added, and removed by null', async () => {
    const { body } = await save({ ...somebody(), custom: { city: 'Omsk', age: 3 } });
    const path = `/contacts/${body.contact.id}`;
    const patched = await server.api.patch(path, { custom: { city: null, car: true }, notes: 'x' });
    expect(patched.body.contact).toMatchObject({ custom: { age: 3, car: true }, notes: 'x' });
    expect((await server.api.get(path)).body.contact).toEqual(patched.body.contact);
  });

  test('an identifier that somebody else has is refused, with what to do', async () => {
    const other = somebody();
    await save({ phone: other.phone });
    const { body } = await save({ username: other.username });
    const answer = await server.api.patch(`/contacts/${body.contact.id}`, { phone: other.phone });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      error: 'already_exists',
      message: expect.stringMatching(/become one/),
    });
  });

  test('a new number that is on the do-not-contact list stops them', async () => {
    const { username, phone } = somebody();
    await server.api.post('/do-not-contact', { phone, reason: 'asked' });
    const { body } = await save({ username });
    const patched = await server.api.patch(`/contacts/${body.contact.id}`, { phone });
    expect(patched.body.contact.opted_out_at).not.toBeNull();
  });

  test('somebody who is not there cannot be changed', async () => {
    expect((await server.api.patch('/contacts/999999', { notes: 'x' })).status).toBe(404);
    expect((await server.api.get('/contacts/999999')).status).toBe(404);
  });
});

describe('the list', () => {
  test('goes in pages, newest first, and ends', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) {
      const { body } = await save({ ...somebody(), tags: ['paged'] });
      ids.unshift(body.contact.id);
    }
    const first = (await server.api.get('/contacts?tags=paged&limit=3')).body;
    const second = (await server.api.get(`/contacts?tags=paged&limit=3&after=${first.next}`)).body;
    const seen = [...first.contacts, ...second.contacts].map((c: { id: number }) => c.id);
    expect(seen).toEqual(ids);
    expect(second.next).toBeNull();
  });

  test.each([
    ['a first name, in any case and with е for ё', 'first_name', 'Фёкла', 'ФЕК'],
    ['a last name', 'last_name', 'Žižkovský', 'Žiž'],
    ['a username with its @', 'username', 'zyx_find_me', '@ZYX'],
    ['a link to a username', 'username', 'wvu_find_me', 'https://t.me/wvu_f'],
    ['a phone as people write it', 'phone', '+79059998877', '8905999'],
    ['a phone with its code', 'phone', '+380441234567', '+38044'],
    ['a Telegram id', 'telegram_id', 99_887_766, '99887766'],
  ])('finds %s', async (_, field, value, q) => {
    const { body } = await save({ ...somebody(), [field]: value });
    expect(await list(`q=${encodeURIComponent(q)}`)).toEqual([body.contact.id]);
  });

  test('finds by several words only who fits all of them', async () => {
    const { body } = await save({ ...somebody(), first_name: 'Аристарх', last_name: 'Кузнецов' });
    await save({ ...somebody(), first_name: 'Аристарх', last_name: 'Попов' });
    expect(await list(`q=${encodeURIComponent('кузн арист')}`)).toEqual([body.contact.id]);
  });

  test('takes what a pattern would mean as it is written', async () => {
    expect(await list('q=%25')).toEqual([]);
    expect(await list('q=_____')).toEqual([]);
  });

  test.each([
    ['status=completed', { status: 'completed' }],
    ['status=failed,completed', { status: 'failed' }],
    ['status=pending', {}],
    ['tags=a,b', { tags: ['b', 'c', 'a'] }],
    ['language=kk', { language: 'kk' }],
    ['source=listed', { consent: { source: 'Listed', basis: 'customer' } }],
    ['has_consent=true', { consent: { source: 'Listed', basis: 'customer' } }],
    ['has_consent=false', {}],
    ['opted_out=false', {}],
  ])('keeps to %s', async (query, fields) => {
    const person = somebody();
    const { body } = await save({ ...person, ...fields });
    const found = await server.api.get(`/contacts?${query}`);
    expect(found.body.contacts.map((c: { id: number }) => c.id)).toContain(body.contact.id);
    const opposite = await save({
      ...somebody(),
      status: 'in_progress',
      ...(query.startsWith('has_consent=f') && { consent: { source: 'Other', basis: 'customer' } }),
    });
    if (query.startsWith('opted_out'))
      await server.api.post('/do-not-contact', { user_id: opposite.body.contact.telegram_id });
    const again = await list(query);
    expect(again).not.toContain(opposite.body.contact.id);
  });

  test('of an account holds those who are assigned to it', async () => {
    await server.app.database.transaction(async (tx) => {
      await tx.execute(sql`insert into senders (id, workspace_id, kind) overriding system value
        values (7001, 1, 'account')`);
      await tx.execute(sql`insert into accounts (id, workspace_id, number, name, status,
          status_since, status_reason, added_at)
        values (7001, 1, 71, 'Seventy-one', 'disabled', now(), 'test', now())`);
    });
    const { body } = await save({ ...somebody(), account_id: 'acc_71' });
    expect(body.contact.account_id).toBe('acc_71');
    expect(await list('account_id=acc_71')).toEqual([body.contact.id]);
    expect(await list('account_id=acc_70')).toEqual([]);
    const freed = await server.api.patch(`/contacts/${body.contact.id}`, { account_id: null });
    expect(freed.body.contact.account_id).toBeNull();
  });
});

describe('a source', () => {
  test('is declared once, with its basis', async () => {
    const made = await server.api.post('/sources', { name: 'Shop', basis: 'customer', note: 'n' });
    expect(made.status).toBe(201);
    const again = await server.api.post('/sources', { name: 'SHOP', basis: 'opt_in' });
    expect(again.status).toBe(409);
    expect(again.body.error).toBe('already_exists');
    const { id } = made.body.source;
    const noted = await server.api.patch(`/sources/${id}`, { note: 'better' });
    expect(noted.body.source).toMatchObject({ name: 'Shop', basis: 'customer', note: 'better' });
    const { body } = await server.api.get('/sources');
    expect(body.sources).toContainEqual(noted.body.source);
    expect((await server.api.patch('/sources/99999', { note: 'x' })).status).toBe(404);
  });
});

describe('how many fit', () => {
  test('is counted by the same filter as the list', async () => {
    const tags = ['counted-one'];
    for (const username of ['count_me_1', 'count_me_2'])
      await server.api.post('/contacts', { username, tags, status: 'failed' });
    const count = async (query: string) =>
      (await server.api.get(`/contacts/count?${query}`)).body.count;
    expect(await count('tags=counted-one')).toBe(2);
    expect(await count('q=count_me_2')).toBe(1);
    expect(await count('tags=nobody-has-it')).toBe(0);
  });
});

describe('tags of many', () => {
  const make = async (username: string, tags: string[]) =>
    (await server.api.post('/contacts', { username, tags })).body.contact.id as number;
  const tagsOf = async (id: number) =>
    (await server.api.get(`/contacts/${id}`)).body.contact.tags as string[];

  test('are given and taken at once; the answer tells whom it changed, so that it can be undone', async () => {
    const had = await make('tags_had', ['old', 'new']);
    const hadNot = await make('tags_had_not', ['old']);
    const contact_ids = [had, hadNot, 99_999_999];
    const given = await server.api.post('/contacts/tags', { contact_ids, add: ['new'] });
    expect(given.body.contact_ids).toEqual([hadNot]);
    expect(await tagsOf(hadNot)).toEqual(['old', 'new']);
    const taken = await server.api.post('/contacts/tags', {
      contact_ids: given.body.contact_ids,
      remove: ['new'],
    });
    expect(taken.body.contact_ids).toEqual([hadNot]);
    expect(await tagsOf(hadNot)).toEqual(['old']);
    expect(await tagsOf(had)).toEqual(['old', 'new']);
  });

  test('are never more than a contact can have', async () => {
    const full = Array.from({ length: 50 }, (_, n) => `t${n}`);
    const id = await make('tags_full', full);
    const refused = await server.api.post('/contacts/tags', { contact_ids: [id], add: ['more'] });
    expect(refused.body).toMatchObject({ error: 'invalid_request' });
    expect(await tagsOf(id)).toEqual(full);
  });

  test('need a tag to be named', async () => {
    const refused = await server.api.post('/contacts/tags', { contact_ids: [1] });
    expect(refused.status).toBe(400);
  });
});

test('people are found by how urgent they are', async () => {
  const ids: number[] = [];
  for (const priority of [9, 5, 1])
    ids.push((await save({ ...somebody(), first_name: 'Urgent', priority })).body.contact.id);
  const [nine, usual, one] = ids;
  expect(await list('q=urgent&priority=9')).toEqual([nine]);
  expect(await list('q=urgent&priority=1,9')).toEqual([one, nine]);
  expect(await list('q=urgent&priority=5')).toEqual([usual]);
  expect((await server.api.get('/contacts?priority=11')).status).toBe(400);
  const saved = await server.api.post('/audiences', {
    name: 'Urgent',
    filter: { q: 'urgent', priority: [9] },
  });
  const { body } = await server.api.get(`/audiences/${saved.body.audience.id}/contacts`);
  expect(body.contacts.map((c: { id: number }) => c.id)).toEqual([nine]);
});
