import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { int, selectRows, text } from '../../server/base/db/rows.ts';
import { type Audience, type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
let audience: Audience;
let campaign: number;

beforeAll(async () => {
  stage = await startStage();
  await stage.account();
  await stage.account();
  audience = await stage.audience(8, { firstName: 'Olga' });
  campaign = await draft('Rehearsed', audience.id);
});
afterAll(() => stage?.stop());

async function draft(name: string, audienceId: number, change = {}): Promise<number> {
  const script = await stage.server.api.post('/scripts', {
    name,
    stages: [
      { content: 'Hello {{ first_name | default: "there" }}, shall I show you?' },
      { content: 'Here it is.' },
    ],
  });
  const { body } = await stage.server.api.post('/campaigns', {
    name,
    script_id: script.body.script.id,
    audience_id: audienceId,
    follow_up_text: 'Are you still interested?',
    ...change,
  });
  expect(body).toMatchObject({ success: true });
  return body.campaign.id;
}

/** Every table with the number of its rows; what a job itself writes is left out. */
async function countRows(): Promise<Record<string, number>> {
  const { db } = stage.server.app;
  const tables = await selectRows(
    db,
    { name: text },
    sql`select table_name as name from information_schema.tables
        where table_schema = 'public' and table_name not in ('jobs', 'events', 'audit_log')`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await selectRows(db, { n: int }, sql`select count(*) as n from ${sql.raw(name)}`);
    counts[name] = row?.n ?? 0;
  }
  return counts;
}

const rehearsal = async (id: number) =>
  (await stage.server.api.get(`/rehearsals/${id}`)).body.rehearsal;

async function waitFor(id: number, isIt: (status: string, done: number) => boolean) {
  const deadline = performance.now() + 150_000;
  for (;;) {
    const now = await rehearsal(id);
    if (isIt(now.status, now.progress.done)) return now;
    if (performance.now() > deadline) throw new Error(`the rehearsal is still ${now.status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const leftovers = () =>
  readdir(join(stage.server.dataDir, 'temp')).then((names) =>
    names.filter((name) => name.startsWith('rehearsal')),
  );

describe('a rehearsal', () => {
  test('plays the campaign through, tells of it and changes nothing', {
    timeout: 170_000,
  }, async () => {
    await stage.settle();
    const before = await countRows();
    const callsBefore = stage.box.world.messages.length;
    const started = await stage.server.api.post(`/campaigns/${campaign}/rehearsals`, {
      personas: { interested: 2, refuses: 1, silent: 1 },
    });
    expect(started).toMatchObject({ status: 202, body: { rehearsal: { campaign } } });
    const { id } = started.body.rehearsal;
    const done = await waitFor(id, (status) => status === 'done' || status === 'failed');
    expect(done).toMatchObject({ status: 'done', error: null });

    const { report } = done;
    expect(report.people).toEqual({ audience: 8, sample: 8, written_to: 8 });
    expect(['done', 'waiting']).toContain(report.ending);
    expect(report.do_not_contact).toBe(2);
    expect(report.errors).toBe(0);
    expect(report.accounts.map((a: { first: number }) => a.first)).toEqual([4, 4]);
    expect(report.verdicts).toContainEqual(
      expect.objectContaining({ verdict: 'refusal', count: 2 }),
    );
    const followUps = report.stages.find((s: { kind: string }) => s.kind === 'follow_up');
    expect(followUps).toMatchObject({ sent: 2 });
    const refused = report.dialogs.find((d: { status: string }) => d.status === 'stopped');
    expect(refused).toMatchObject({ persona: 'refuses', reason: 'refused' });
    expect(refused.messages[0]).toMatchObject({ from: 'us' });
    expect(refused.messages[0].text).not.toContain('Olga');
    expect(JSON.stringify(report)).not.toContain(audience.people[0]?.username);
    expect(report.took_ms).toBeLessThan(110_000);

    expect(await countRows()).toEqual(before);
    expect(stage.box.world.messages.length).toBe(callsBefore);
    expect(await leftovers()).toEqual([]);
    const list = await stage.server.api.get(`/campaigns/${campaign}/rehearsals`);
    expect(list.body.rehearsals.map((r: { id: number }) => r.id)).toEqual([id]);
  });

  test.each([
    ['link', { added: 0, refused: 0, link_sent: 10, joined: 5 }],
    ['add', { added: 7, refused: 3, link_sent: 3 }],
  ])(
    'of a campaign that invites by %s plays it as it is',
    { timeout: 170_000 },
    async (way, what) => {
      const [account] = (await stage.server.api.get('/accounts')).body.accounts;
      const invited = await stage.audience(10, { firstName: 'Olga' });
      const id = await draft(`Inviting by ${way}`, invited.id, {
        follow_up_text: null,
        accounts: [account.id],
        invite: { chat: -1_001_234_567_890, way, fallback_to_link: true },
      });
      const started = await stage.server.api.post(`/campaigns/${id}/rehearsals`, {
        personas: { interested: 1, silent: 1 },
      });
      const done = await waitFor(
        started.body.rehearsal.id,
        (status) => status === 'done' || status === 'failed',
      );
      expect(done).toMatchObject({ status: 'done', error: null });
      const { report } = done;
      expect(report.errors).toBe(0);
      expect(report.invites).toMatchObject(what);
      expect(report.invites.joined).toBeGreaterThan(0);
      if (way === 'link') expect(report.dialogs[0].messages[0].text).toContain('https://t.me/+');
    },
  );

  test('is killed when its job is cancelled', { timeout: 60_000 }, async () => {
    const started = await stage.server.api.post(`/campaigns/${campaign}/rehearsals`, {});
    const { id } = started.body.rehearsal;
    await waitFor(id, (status) => status === 'running');
    expect((await stage.server.api.post(`/jobs/${id}/cancel`)).status).toBe(200);
    expect(await rehearsal(id)).toMatchObject({ status: 'cancelled', report: null });
    await stage.settle();
    expect(await leftovers()).toEqual([]);
  });

  test('is refused where nobody would be written to, with the reason', async () => {
    const strangers = await stage.audience(2, { hasConsent: false });
    const id = await draft('To strangers', strangers.id);
    const { status, body } = await stage.server.api.post(`/campaigns/${id}/rehearsals`, {});
    expect(status).toBe(409);
    expect(body.message).toContain('nobody to write to');
  });

  test.each([
    [{ people: 201 }],
    [{ people: 0 }],
    [{ personas: { interested: 0 } }],
    [{ personas: { delighted: 1 } }],
    [{ personas: { silent: -1 } }],
    [{ sessions: true }],
  ])('is refused when asked for with %j', async (wish) => {
    const { status } = await stage.server.api.post(`/campaigns/${campaign}/rehearsals`, wish);
    expect(status).toBe(400);
  });

  test('of another campaign or of none is not found', async () => {
    expect((await stage.server.api.get('/rehearsals/999999')).status).toBe(404);
    expect((await stage.server.api.get('/campaigns/999/rehearsals')).status).toBe(404);
    expect((await stage.server.api.post('/campaigns/999/rehearsals', {})).status).toBe(404);
  });
});
