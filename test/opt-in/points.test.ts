import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

const form = {
  kind: 'form',
  source: 'Fair',
  title: 'Fair',
  agreement: 'I agree.',
  fields: { phone: 'required' },
};
const create = (change: Record<string, unknown> = {}) =>
  server.api.post('/opt-in/points', { ...form, ...change });

test.each([
  ['a form without an agreement', { agreement: '' }],
  ['a form without fields', { fields: undefined }],
  ['a form that asks for a name alone', { fields: { name: 'required' } }],
  ['a field nobody knows', { fields: { phone: 'required', passport: 'required' } }],
  ['a link without an account', { kind: 'account_link', fields: undefined }],
  ['a kind nobody knows', { kind: 'bot_link' }],
  ['an origin with a path', { allowed_origins: ['https://example.com/shop'] }],
  ['an origin that is no site', { allowed_origins: ['javascript:alert(1)'] }],
  ['an origin that would change the policy', { allowed_origins: ["https://a.b;script-src'x'"] }],
  ['a title too long', { title: 'x'.repeat(201) }],
])('%s is refused', async (_, change) => {
  const { status, body } = await create(change);
  expect([status, body.error]).toEqual([400, 'invalid_request']);
});

test('an account that is not there is not found', async () => {
  expect((await create({ account_id: 'acc_99' })).status).toBe(404);
});

test('a source that stands for another basis is refused, and no point is left', async () => {
  const before = (await server.api.get('/opt-in/points')).body.points.length;
  const { app } = server;
  const { declareSource } = await import('../../server/features/contacts/record-consent.ts');
  await app.database.transaction((tx) => declareSource(app, tx, 1, 'Clients', 'customer'));
  const { status, body } = await create({ source: 'clients' });
  expect([status, body.error]).toEqual([400, 'invalid_request']);
  expect((await server.api.get('/opt-in/points')).body.points).toHaveLength(before);
});

test('points are listed in pages and by kind and status', async () => {
  const made: number[] = [];
  for (let i = 0; i < 5; i++) made.push((await create({ title: `Page ${i}` })).body.point.id);
  await server.api.patch(`/opt-in/points/${made[0]}`, { status: 'closed' });
  const seen: number[] = [];
  let after: string | null = '';
  while (after !== null) {
    const { body } = await server.api.get(
      `/opt-in/points?limit=2&kind=form&status=active${after && `&after=${after}`}`,
    );
    seen.push(...body.points.map((p: { id: number }) => p.id));
    after = body.next;
  }
  expect(seen).toEqual(expect.arrayContaining(made.slice(1)));
  expect(seen).not.toContain(made[0]);
  expect(new Set(seen).size).toBe(seen.length);
});

test('every point has an address and a code of its own', async () => {
  const points = await Promise.all(Array.from({ length: 20 }, () => create()));
  const views = points.map(({ body }) => body.point);
  expect(new Set(views.map((p) => p.form_url)).size).toBe(20);
  expect(new Set(views.map((p) => p.code)).size).toBe(20);
  for (const p of views) expect(p.first_words).toBe(`${p.words} ${p.code}`);
});

test('a change that leaves a form without an identifier is refused', async () => {
  const { body } = await create();
  const { status } = await server.api.patch(`/opt-in/points/${body.point.id}`, {
    fields: { name: 'optional' },
  });
  expect(status).toBe(400);
});

test('what a team does with its points stands in the audit', async () => {
  const { body } = await create();
  await server.api.patch(`/opt-in/points/${body.point.id}`, { title: 'New' });
  await server.drain();
  const { entries } = (await server.api.get('/audit?limit=2')).body;
  expect(entries.map((e: { action: string }) => e.action)).toEqual([
    'opt_in_point.changed',
    'opt_in_point.created',
  ]);
  expect(entries[0].details).toMatchObject({ point_id: body.point.id, fields: ['title'] });
});

describe('the QR code', () => {
  test('leads to the form, as SVG and as PNG', async () => {
    const { body } = await create();
    const svg = await server.api.raw(`/opt-in/points/${body.point.id}/qr.svg`);
    expect(svg.headers.get('content-type')).toBe('image/svg+xml');
    expect(await svg.text()).toMatch(/^<svg/);
    const png = await server.api.raw(`/opt-in/points/${body.point.id}/qr.png`);
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  test('of a point that is not there is not found', async () => {
    expect((await server.api.get('/opt-in/points/9999/qr.svg')).status).toBe(404);
  });
});
