import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { int, selectRows } from '../../server/base/db/rows.ts';
import { identifyContact } from '../../server/features/contacts/identify-contact.ts';
import { stopWriting } from '../../server/features/messages/stop-writing.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

const PEOPLE = 12_000;
const phone = (n: number) => `+7908${String(1_000_000 + n)}`;

/** Runs side by side with others, as on PostgreSQL; the embedded database takes them in turns. */
test('whoever says stop while a file with them comes in is stopped, and nobody’s work fails', async () => {
  const { app } = server;
  const rows = Array.from({ length: PEOPLE }, (_, n) => `race_${n},${phone(n)}`);
  const form = new FormData();
  form.append('options', JSON.stringify({ source: { name: 'Races', basis: 'opt_in' } }));
  form.append('file', new File([`username,phone\n${rows.join('\n')}`], 'races.csv'));
  const { body } = await server.api.form('/contacts/import', form);
  const jobOf = async () => (await server.api.get(`/jobs/${body.job.id}`)).body.job;

  const optOut = { reason: 'asked', evidence: {}, actor: { kind: 'system' as const } };
  const stopped: number[] = [];
  const work: Promise<unknown>[] = [];
  for (let n = 0; n < PEOPLE; n += 97) {
    // by the username, so that the number is learned of by the file alone
    stopped.push(n);
    work.push(stopWriting(app, 1, { username: `race_${n}` }, optOut));
    const met = [n + 1, n + 40, n + 41].filter((other) => other < PEOPLE);
    work.push(
      app.database.transaction(async (tx) => {
        for (const other of met) await identifyContact(app, tx, 1, { phone: phone(other) });
      }),
    );
    if (work.length >= 8) await Promise.all(work.splice(0));
  }
  await Promise.all(work);
  await server.drain();
  expect(await jobOf()).toMatchObject({ status: 'done', progress: { refused: 0 } });

  const people = await selectRows(
    app.db,
    { contacts: int, names: int, numbers: int },
    sql`select count(*) as contacts, count(distinct username) as names,
          count(distinct phone) as numbers
        from contacts where username like 'race%' or phone like '+7908%'`,
  );
  expect(people[0]).toEqual({ contacts: PEOPLE, names: PEOPLE, numbers: PEOPLE });
  const free = await selectRows(
    app.db,
    { id: int },
    sql`select id from contacts where opted_out_at is null and username in (
          select 'race_' || value from jsonb_array_elements_text(${JSON.stringify(stopped)}::jsonb))`,
  );
  expect(free).toEqual([]);
}, 60_000);
