import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, selectRows, text } from '../../server/base/db/rows.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.app.database.transaction(async (tx) => {
    await tx.execute(sql`insert into senders (id, workspace_id, kind) overriding system value
      values (9001, 1, 'account')`);
    await tx.execute(sql`insert into accounts (id, workspace_id, number, name, status, status_since,
        status_reason, added_at)
      values (9001, 1, 91, 'Ninety-one', 'disabled', now(), 'test', now())`);
  });
});
afterAll(() => server?.stop());

let made = 0;
/** A person with everything that can be known of somebody. */
async function makePerson(secret: string) {
  const n = ++made;
  const { body } = await server.api.post('/contacts', {
    telegram_id: 6_000_000 + n,
    username: `${secret}_name`,
    phone: `+7907${2_000_000 + n}`,
    first_name: `${secret} first`,
    last_name: `${secret} last`,
    custom: { [`${secret} field`]: `${secret} value` },
    tags: [`${secret} tag`],
    notes: `${secret} notes`,
    consent: { source: 'Fair', basis: 'opt_in', evidence: { said: `${secret} evidence` } },
  });
  const { id } = body.contact;
  const audience = await server.api.post('/audiences', { name: `List ${n}` });
  await server.api.post(`/audiences/${audience.body.audience.id}/members`, { contact_ids: [id] });
  const { app, dataDir } = server;
  await app.database.transaction(async (tx) => {
    await tx.execute(sql`insert into dialogs (id, workspace_id, number, sender_id, contact_id,
        created_at) overriding system value values (${n}, 1, ${n}, 9001, ${id}, now())`);
    await tx.execute(sql`insert into media (id, workspace_id, type, source_hash, file_name,
        mime_type, size, created_at, last_used_at) overriding system value
      values (${n}, 1, 'document', sha256(convert_to(${secret}, 'utf8')), ${`${secret}.pdf`}, 'a/b', 1, now(), now())`);
    await tx.execute(sql`insert into messages (id, workspace_id, dialog_id, sender_id, contact_id,
        direction, type, content, media_id, attachment, telegram_id, created_at, sent_at, status,
        lane, due_at, idempotency_key) overriding system value
      values
        (${n * 10}, 1, ${n}, 9001, ${id}, 'in', 'photo', ${`${secret} wrote`}, null,
          ${JSON.stringify({ fileName: `${secret}.jpg`, mimeType: 'image/jpeg' })}::jsonb, ${n},
          now(), now(), 'received', null, null, null),
        (${n * 10 + 1}, 1, ${n}, 9001, ${id}, 'out', 'document', ${`${secret} told`}, ${n}, null,
          ${100 + n}, now(), now(), 'sent', 'next', now(), ${`${secret} key`}),
        (${n * 10 + 2}, 1, ${n}, 9001, ${id}, 'out', 'text', ${`${secret} later`}, null, null, null,
          now(), null, 'queued', 'next', now() + interval '1 day', null)`);
    await tx.execute(sql`insert into account_peers (account_id, user_id, access_hash, username,
        seen_at) values (9001, ${6_000_000 + n}, 1, ${`${secret}_name`}, now())`);
  });
  for (const [folder, name] of [
    ['received', n * 10],
    ['outgoing', n],
  ]) {
    await mkdir(`${dataDir}/files/${folder}/1`, { recursive: true });
    await writeFile(`${dataDir}/files/${folder}/1/${name}`, secret);
  }
  return { id: id as number, n, phone: body.contact.phone as string };
}

/** Every text of every table that holds a word. */
async function whereIs(word: string): Promise<string[]> {
  const tables = await selectRows(
    server.app.db,
    { name: text },
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await selectRows(
      server.app.db,
      { row: json<unknown>() },
      sql`select to_jsonb(t) as row from ${sql.raw(name)} t
          where to_jsonb(t)::text like ${`%${word}%`}`,
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

test('an erased person leaves nothing of theirs in any table or on the disk', async () => {
  const { id, n, phone } = await makePerson('zaphod');
  await makePerson('trillian');
  expect(await whereIs('zaphod')).not.toEqual([]);
  const answer = await server.api.delete(`/contacts/${id}`);
  expect(answer).toMatchObject({ status: 200, body: { success: true } });
  await server.drain();
  expect(await whereIs('zaphod')).toEqual([]);
  expect(await whereIs(phone.slice(1))).toEqual([]);
  expect(await whereIs(String(6_000_000 + n))).toEqual([]);
  expect(await readdir(`${server.dataDir}/files/received/1`)).toEqual([String((n + 1) * 10)]);
  expect(await readdir(`${server.dataDir}/files/outgoing/1`)).toEqual([String(n + 1)]);
  expect(await whereIs('trillian')).not.toEqual([]);
});

test('what waited for them is cancelled, and that something was sent still counts', async () => {
  const { id } = await makePerson('slartibart');
  await server.api.delete(`/contacts/${id}`);
  const rows = await selectRows(
    server.app.db,
    { status: text },
    sql`select status from messages where contact_id = ${id} order by id`,
  );
  expect(rows.map((row) => row.status)).toEqual(['received', 'sent', 'cancelled']);
});

test('they are in no list, no filter and no answer any more', async () => {
  const { id } = await makePerson('marvin');
  await server.api.delete(`/contacts/${id}`);
  expect((await server.api.get(`/contacts/${id}`)).status).toBe(404);
  expect((await server.api.patch(`/contacts/${id}`, { notes: 'x' })).status).toBe(404);
  expect((await server.api.delete(`/contacts/${id}`)).status).toBe(404);
  const { body } = await server.api.get('/contacts?opted_out=true');
  expect(body.contacts).toEqual([]);
});

test('somebody on the do-not-contact list is still recognised after they were erased', async () => {
  const { id, phone } = await makePerson('ford');
  const evidence = { said: 'ford wants no letters' };
  await server.api.post('/do-not-contact', { phone, reason: 'asked', evidence });
  await server.api.delete(`/contacts/${id}`);
  expect(await whereIs('ford')).toEqual([]);
  const again = await server.api.post('/contacts', { phone });
  expect(again.body).toMatchObject({ created: true });
  expect(again.body.contact.opted_out_at).not.toBeNull();
});

test('somebody who was not on the list may come back', async () => {
  const { id, phone } = await makePerson('arthur');
  await server.api.delete(`/contacts/${id}`);
  const again = await server.api.post('/contacts', { phone });
  expect(again.body).toMatchObject({ created: true, contact: { opted_out_at: null } });
  expect(again.body.contact.id).not.toBe(id);
});
