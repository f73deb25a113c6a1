import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { int, selectRow, selectRows } from '../../server/base/db/rows.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
// biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a point
let point: any;
let lastPhone = 79_310_000_000;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  point = await open({});
});

const open = async (change: Record<string, unknown>) => {
  const { status, body } = await server.api.post('/opt-in/points', {
    kind: 'form',
    source: 'Site form',
    title: 'News of the bakery',
    agreement: 'I agree to get news. Rules: https://example.com/rules.',
    fields: { name: 'optional', phone: 'optional', username: 'optional' },
    language: 'en',
    ...change,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.point;
};
const change = (patch: Record<string, unknown>) =>
  server.api.patch(`/opt-in/points/${point.id}`, patch);
const newPhone = () => `+${++lastPhone}`;

type Visit = { headers?: Record<string, string>; query?: string };
const see = ({ headers = {}, query = '' }: Visit = {}) =>
  fetch(`${point.form_url}${query}`, { headers });

/** Each visitor has an address of their own, told by the proxy before the server. */
let lastVisitor = 0;
const newVisitor = () => `198.51.${Math.floor(++lastVisitor / 250)}.${lastVisitor % 250}`;
const fill = (fields: Record<string, string>, { headers = {}, query = '' }: Visit = {}) =>
  fetch(`${point.form_url}${query}`, {
    method: 'POST',
    headers: { 'x-forwarded-for': newVisitor(), ...headers },
    body: new URLSearchParams({
      agree: 'yes',
      version: String(point.agreement_version),
      ...fields,
    }),
  });

async function contactId(phone: string): Promise<number | undefined> {
  const row = await selectRow(
    server.app.db,
    { id: int },
    sql`select id from contacts where phone = ${phone}`,
  );
  return row?.id;
}
const fileOf = async (phone: string) =>
  (await server.api.get(`/contacts/${await contactId(phone)}/evidence`)).body;
const countActs = async () =>
  (await selectRows(server.app.db, { id: int }, sql`select id from opt_in_acts`)).length;

test('the page asks for what the point asks, in the point’s language', async () => {
  const page = await (await see()).text();
  expect(page).toContain('<html lang="en">');
  expect(page).toContain('<h1>News of the bakery</h1>');
  for (const field of ['name', 'phone', 'username']) expect(page).toContain(`name="${field}"`);
  point = await open({ language: 'ru', fields: { phone: 'required' } });
  const russian = await (await see({ headers: { 'accept-language': 'en' } })).text();
  expect(russian).toContain('<html lang="ru">');
  expect(russian).toContain('Телефон');
  expect(russian).not.toContain('name="username"');
});

test('what a person agreed to is kept with time, text, page, browser and the hash of the address', async () => {
  const phone = newPhone();
  const answer = await fill(
    { phone, name: 'Anna', from: 'https://search.example/find?q=secret' },
    { headers: { 'user-agent': 'Test browser', 'x-forwarded-for': '203.0.113.77' } },
  );
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('Thank you!');
  const file = await fileOf(phone);
  expect(file.contact).toMatchObject({ phone, first_name: 'Anna', may_be_written_to: true });
  expect(file.consents).toEqual([
    {
      id: expect.any(Number),
      source: 'Site form',
      basis: 'opt_in',
      given_at: expect.any(String),
      relied_on: true,
      message: 'The person agreed to get messages.',
      evidence: {
        point_id: point.id,
        point: 'News of the bakery',
        way: 'form',
        agreement: 'I agree to get news. Rules: https://example.com/rules.',
        agreement_version: 1,
        agreed: true,
        fields: { name: 'Anna', phone },
        filled_at: file.consents[0].given_at,
        page: point.form_url,
        came_from: 'https://search.example/find',
        address_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        user_agent: 'Test browser',
      },
    },
  ]);
  expect(JSON.stringify(file)).not.toContain('203.0.113.77');
  expect(file.opt_ins).toMatchObject([{ point_id: point.id, way: 'form', lifted_stop: false }]);
});

test('the box is never ticked beforehand, not even when the form comes back', async () => {
  expect(await (await see()).text()).not.toMatch(/\bchecked\b/);
  const back = await fill({ phone: 'not a phone' });
  expect(back.status).toBe(400);
  expect(await back.text()).not.toMatch(/\bchecked\b/);
});

describe('a form that is not right', () => {
  const wrong: [string, Record<string, string>, string, string][] = [
    ['without the tick', { agree: '' }, 'agree-fault', 'tick the box'],
    ['with another value for the tick', { agree: 'no' }, 'agree-fault', 'tick the box'],
    ['with a phone that is none', { phone: '12' }, 'phone-fault', 'phone number'],
    ['with a username that is none', { username: 'a b' }, 'username-fault', 'username'],
    ['without phone and username', { phone: '' }, 'phone-fault', 'Give a phone number'],
    ['with a name too long', { name: 'x'.repeat(101) }, 'name-fault', 'too long'],
    ['filled by a program', { homepage: 'http://spam.example' }, 'role="alert"', 'a program'],
    ['that asks about another text', { version: '7' }, 'agree-fault', 'has changed'],
  ];

  test.each(wrong)(
    '%s comes back with what to mend, and keeps nothing',
    async (_, fields, id, say) => {
      const before = await countActs();
      const phone = newPhone();
      const answer = await fill({ phone, name: 'Anna', ...fields });
      const page = await answer.text();
      expect(answer.status).toBe(400);
      expect(page).toContain(id);
      expect(page).toContain(say);
      expect(page).toContain('role="alert"');
      expect(await countActs()).toBe(before);
      expect(await contactId(phone)).toBeUndefined();
    },
  );

  test('still holds what was typed', async () => {
    const page = await (await fill({ name: 'Anna', phone: '12' })).text();
    expect(page).toContain('value="Anna"');
    expect(page).toContain('value="12"');
  });

  test('asks for what is required', async () => {
    point = await open({ fields: { name: 'required', phone: 'required' } });
    const page = await (await fill({})).text();
    expect(page).toContain('id="name-fault"');
    expect(page).toContain('id="phone-fault"');
  });

  test('that no browser would post is refused', async () => {
    const post = (body: string, type: string) =>
      fetch(point.form_url, { method: 'POST', body, headers: { 'content-type': type } });
    const form = 'application/x-www-form-urlencoded';
    expect((await post('{"agree":"yes"}', 'application/json')).status).toBe(400);
    expect((await post(`name=${'x'.repeat(70_000)}`, form)).status).toBe(413);
    expect((await post('phone=%2B79310000000%00&agree=yes&version=1', form)).status).toBe(400);
    expect((await post('__proto__=x&constructor=y', form)).status).toBe(400);
    expect((await post('', form)).status).toBe(400);
  });
});

test('a changed agreement is asked for again, and the evidence has the text that was seen', async () => {
  const phone = newPhone();
  const { body } = await change({ agreement: 'I agree to two letters a week.' });
  expect(body.point.agreement_version).toBe(2);
  const stale = await fill({ phone });
  expect(stale.status).toBe(400);
  expect(await stale.text()).toContain('I agree to two letters a week.');
  expect((await fill({ phone, version: '2' })).status).toBe(200);
  const [consent] = (await fileOf(phone)).consents;
  expect(consent.evidence).toMatchObject({
    agreement: 'I agree to two letters a week.',
    agreement_version: 2,
  });
});

test('the same agreement written again is no new version', async () => {
  const { body } = await change({ agreement: point.agreement, title: 'Another title' });
  expect(body.point).toMatchObject({ agreement_version: 1, title: 'Another title' });
});

describe('somebody who types another person’s number', () => {
  test('lifts no stop, and learns nothing of it', async () => {
    const phone = newPhone();
    const fresh = await (await fill({ phone: newPhone() })).text();
    await server.api.post('/do-not-contact', { phone, reason: 'asked' });
    const answer = await fill({ phone });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(fresh);
    const file = await fileOf(phone);
    expect(file.contact).toMatchObject({ may_be_written_to: false });
    expect(file.contact.opted_out_at).not.toBeNull();
    expect(file.stops).toMatchObject([{ kind: 'phone', reason: 'asked', lifted_at: null }]);
    expect(file.consents).toHaveLength(1);
  });

  test('changes nothing of a person who is known', async () => {
    const phone = newPhone();
    await fill({ phone, name: 'Anna' });
    await fill({ phone, name: 'Mallory', username: 'mallory_1' });
    const file = await fileOf(phone);
    expect(file.contact).toMatchObject({ phone, first_name: 'Anna', username: null });
    expect(file.consents[0].evidence.fields).toEqual({
      name: 'Mallory',
      phone,
      username: 'mallory_1',
    });
  });

  test('makes no two people one', async () => {
    const [first, second] = [newPhone(), newPhone()];
    await fill({ phone: first });
    await fill({ phone: second, username: 'somebody_else' });
    await fill({ phone: first, username: 'somebody_else' });
    expect((await fileOf(first)).merged_contact_ids).toEqual([]);
    expect((await fileOf(first)).contact.username).toBeNull();
    expect((await fileOf(second)).contact.username).toBe('somebody_else');
  });
});

test('too many forms from one address are refused, from another they are not', async () => {
  const crowd = { headers: { 'x-forwarded-for': '2001:db8:1:2::1' } };
  const answers = [];
  for (let i = 0; i < 60; i++) answers.push((await fill({ phone: newPhone() }, crowd)).status);
  expect(new Set(answers)).toEqual(new Set([200]));
  // The next one comes from the same household by another of its addresses.
  const refused = await fill(
    { phone: newPhone() },
    { headers: { 'x-forwarded-for': '2001:db8:1:2:ffff::9' } },
  );
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('3600');
  expect(await refused.text()).toContain('too often');
  const elsewhere = { headers: { 'x-forwarded-for': '2001:db8:1:3::1' } };
  expect((await fill({ phone: newPhone() }, elsewhere)).status).toBe(200);
});

test('the same form sent twice at once is one person and two acts', async () => {
  const phone = newPhone();
  const answers = await Promise.all([1, 2, 3, 4].map(() => fill({ phone })));
  expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200]);
  expect((await fileOf(phone)).opt_ins).toHaveLength(4);
  const { body } = await server.api.get(`/opt-in/points/${point.id}`);
  expect(body.point).toMatchObject({ acts: 4, people: 1, last_act_at: expect.any(String) });
});

describe('the page', () => {
  test('lets in nothing that the team or a visitor could have written into it', async () => {
    const evil = '</title><script>alert(1)</script>"\'<img src=x onerror=alert(1)>';
    point = await open({
      title: evil,
      agreement: `${evil} https://evil.example/"onclick="x`,
      success_text: evil,
    });
    const typed = await fill({ name: evil, phone: evil, from: evil });
    const pages = [
      await (await see({ headers: { referer: `https://x.example/${evil}` } })).text(),
      await typed.text(),
      await (await fill({ phone: newPhone() })).text(),
    ];
    for (const page of pages) {
      expect(page).not.toMatch(/<script|<img|onclick="x/);
      expect(page).toContain('&lt;script&gt;');
    }
  });

  test('may load nothing, run nothing and stand in no frame', async () => {
    const page = await see();
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await page.text()).not.toMatch(/(src|href)="(?!https:\/\/example\.com\/rules")/);
  });

  test('is a page too when it is closed or was never there', async () => {
    await change({ status: 'closed' });
    for (const answer of [await see(), await fill({ phone: newPhone() })]) {
      expect(answer.status).toBe(410);
      expect(await answer.text()).toContain('This form is closed');
    }
    await change({ status: 'active' });
    expect((await see()).status).toBe(200);
    const nowhere = await fetch(`${server.url}/f/nothing-here`, {
      headers: { 'accept-language': 'ru' },
    });
    expect(nowhere.status).toBe(404);
    expect(await nowhere.text()).toContain('Такой формы нет');
  });
});

describe('on a site', () => {
  beforeEach(async () => {
    point = await open({ allowed_origins: ['https://Bakery.example/', 'http://localhost:3000'] });
  });

  test('the form may stand in a frame of the sites that are allowed, and of no others', async () => {
    expect(point.allowed_origins).toEqual(['https://bakery.example', 'http://localhost:3000']);
    const policy = (await see()).headers.get('content-security-policy');
    expect(policy).toContain('frame-ancestors https://bakery.example http://localhost:3000');
  });

  test('a script puts it there, named by the snippet of the point', async () => {
    expect(point.snippet).toBe(`<script async src="${point.form_url}/snippet.js"></script>`);
    const script = await fetch(`${point.form_url}/snippet.js`);
    expect(script.headers.get('content-type')).toContain('text/javascript');
    const code = await script.text();
    expect(() => new Function(code)).not.toThrow();
    expect((await fetch(`${server.url}/f/nothing/snippet.js`)).status).toBe(404);
  });

  test('the evidence names the site’s page, without its query', async () => {
    const phone = newPhone();
    const page = encodeURIComponent('https://bakery.example/order/cake?token=1#top');
    const answer = await fill({ phone }, { query: `?embed=1&page=${page}` });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('class="embed"');
    const [consent] = (await fileOf(phone)).consents;
    expect(consent.evidence.page).toBe('https://bakery.example/order/cake');
  });

  test.each(['https://evil.example/', 'javascript:alert(1)', 'nonsense', ''])(
    'a page %j that isn’t of an allowed site is not believed',
    async (page) => {
      const phone = newPhone();
      await fill({ phone }, { query: `?embed=1&page=${encodeURIComponent(page)}` });
      const [consent] = (await fileOf(phone)).consents;
      expect(consent.evidence.page).toBe(point.form_url);
    },
  );
});
