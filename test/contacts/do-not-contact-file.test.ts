import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { int, selectRows, text } from '../../server/base/db/rows.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

async function bringIn(content: string, options = {}) {
  const form = new FormData();
  form.append('options', JSON.stringify(options));
  form.append('file', new File([content], 'stops.csv'));
  const answer = await server.api.form('/do-not-contact/import', form);
  expect(answer.body).toMatchObject({ success: true });
  await server.drain();
  return (await server.api.get(`/jobs/${answer.body.job.id}`)).body.job;
}

test('people of a file are stopped: known ones at once, with what waits for them', async () => {
  const { body } = await server.api.post('/contacts', {
    username: 'listed_one',
    phone: '+79061110001',
    consent: { source: 'Fair', basis: 'opt_in' },
  });
  const { id } = body.contact;
  await server.app.database.transaction(async (tx) => {
    await tx.execute(sql`insert into senders (id, workspace_id, kind) overriding system value
      values (8001, 1, 'account')`);
    await tx.execute(sql`insert into accounts (id, workspace_id, number, name, status, status_since,
        status_reason, added_at)
      values (8001, 1, 81, 'Eighty-one', 'disabled', now(), 'test', now())`);
    await tx.execute(sql`insert into dialogs (id, workspace_id, number, sender_id, contact_id,
        created_at) overriding system value
      values (8001, 1, 81, 8001, ${id}, now())`);
    await tx.execute(sql`insert into messages (workspace_id, dialog_id, sender_id, contact_id,
        direction, type, content, created_at, status, lane, due_at)
      values (1, 8001, 8001, ${id}, 'out', 'text', 'Hi', now(), 'queued', 'next',
        now() + interval '1 day')`);
  });
  const job = await bringIn('Ник;Телефон;Причина\n@listed_one;;жалоба\n;+79061110002;\n;12;\n', {
    reason: 'старый список',
  });
  expect(job).toMatchObject({
    status: 'done',
    result: { rows: 3, listed: 2, contacts: 1, cancelled: 1, refused: 1 },
  });
  expect((await server.api.get(`/contacts/${id}`)).body.contact.opted_out_at).not.toBeNull();
  const [message] = await selectRows(
    server.app.db,
    { status: text, dialog: text },
    sql`select m.status, d.status as dialog from messages m join dialogs d on d.id = m.dialog_id
        where m.contact_id = ${id}`,
  );
  expect(message).toEqual({ status: 'cancelled', dialog: 'stopped' });
  expect((await server.api.get(`/jobs/${job.id}/refused`)).body).toMatch(/\r\n4;.*12/);
});

test('somebody unknown is recognised when they turn up', async () => {
  await bringIn('phone\n+79061110003\n');
  const { body } = await server.api.post('/contacts', { phone: '+79061110003' });
  expect(body.contact.opted_out_at).not.toBeNull();
});

test('the same file again changes nothing', async () => {
  const count = async () =>
    (await selectRows(server.app.db, { n: int }, sql`select count(*) n from do_not_contact`))[0];
  const before = await count();
  await bringIn('phone\n+79061110003\n');
  expect(await count()).toEqual(before);
});

test('the export tells hashes, reasons and dates, and nobody’s name', async () => {
  const { body } = await server.api.get('/do-not-contact/export');
  const lines = body.trim().split('\r\n');
  expect(lines[0]).toMatch(/kind;hash;reason;since$/);
  expect(lines.slice(1).every((l: string) => /^\w+;[0-9a-f]{64};.+;20\d\d-/.test(l))).toBe(true);
  expect(body).toContain('жалоба');
  expect(body).toContain('старый список');
  expect(body).not.toMatch(/listed_one|7906/);
});

describe('whether somebody is on the list', () => {
  const entriesOf = async (person: string) =>
    server.api.get(`/do-not-contact?person=${encodeURIComponent(person)}`);

  test('is asked by a phone as people write it, or by a username', async () => {
    await server.api.post('/do-not-contact', {
      phone: '+79051234321',
      username: 'asked_for_me',
      reason: 'asked',
    });
    for (const person of ['8 905 123-43-21', 't.me/asked_for_me'])
      expect((await entriesOf(person)).body.entries).toMatchObject([{ reason: 'asked' }]);
    expect((await entriesOf('@nobody_at_all')).body.entries).toEqual([]);
  });

  test('cannot be asked by what nobody is known by', async () => {
    expect((await entriesOf('Иван')).body).toMatchObject({ error: 'invalid_request' });
  });
});
