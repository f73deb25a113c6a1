import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../start-emulator.ts';
import { type ControlClient, controlOf } from '../test/control-client.ts';
import { startTestBox, stopTestBox } from '../test/test-box.ts';

let box: Emulator;
let control: ControlClient;
beforeAll(async () => {
  box = await startTestBox('control');
  control = controlOf(box);
});
afterAll(() => stopTestBox(box));

type Messages = {
  messages: { id: number; text: string; type: string; media: Record<string, unknown> | null }[];
  next: number | null;
};

describe('The control API refuses', () => {
  it.each([
    ['POST', '/users', {}, 'firstName'],
    ['POST', '/users', { firstName: 'A', colour: 'red' }, 'colour'],
    ['POST', '/users', { firstName: 'A', persona: 'cheerful' }, 'persona'],
    [
      'POST',
      '/users',
      { firstName: 'A', persona: { mood: 'asks', delaySeconds: [9, 1] } },
      'least',
    ],
    [
      'POST',
      '/users',
      { firstName: 'A', persona: { mood: 'asks', script: [{ match: '(', replies: [] }] } },
      'regular expression',
    ],
    ['POST', '/users/bulk', { count: 0, firstName: 'A' }, 'count'],
    ['POST', '/users/777000/session', { format: 'whatsapp' }, 'format'],
    ['POST', '/users/777000/session', { format: 'mtcute', passcode: 'x' }, 'tdata-zip'],
    ['POST', '/users/777000/messages', { to: 777000 }, 'either text or media'],
    ['POST', '/users/777000/messages', { to: 777000, text: 1 }, 'text'],
    [
      'POST',
      '/users/777000/messages',
      { to: 777000, media: { type: 'photo', base64: '!!!' } },
      'base64',
    ],
    ['POST', '/faults', { error: 'NO_SUCH_ERROR' }, 'NO_SUCH_ERROR'],
    ['POST', '/faults', { error: 'PEER_FLOOD', method: 'messages.shout' }, 'messages.shout'],
    ['POST', '/faults', { error: 'PEER_FLOOD', kind: 'drop' }, 'either error or kind'],
    ['POST', '/faults', {}, 'either error or kind'],
    ['POST', '/faults', { kind: 'slow' }, 'delayMs'],
    ['POST', '/faults', { error: 'PEER_FLOOD', share: 2 }, 'share'],
    ['POST', '/clock', { advanceSeconds: -1 }, 'advanceSeconds'],
    ['POST', '/clock', { now: 'yesterday' }, 'now'],
    ['GET', '/messages?limit=0', undefined, 'limit'],
    ['GET', '/messages?colour=red', undefined, 'colour'],
    ['GET', '/users/abc', undefined, 'id'],
  ])('%s %s %j and says why', async (method, path, body, words) => {
    const answer = await control.raw(method, path, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      success: false,
      error: 'invalid_request',
      message: expect.stringContaining(words),
    });
  });

  it('a body that is no JSON', async () => {
    const answer = await fetch(`${box.control}/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"firstName":',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ success: false, error: 'invalid_request' });
  });

  it.each([
    ['GET', '/users/5', undefined],
    ['PATCH', '/users/5', {}],
    ['POST', '/users/5/session', { format: 'mtcute' }],
    ['GET', '/users/5/code', undefined],
    ['DELETE', '/users/5/sessions', undefined],
    ['GET', '/messages/999999/media', undefined],
    ['DELETE', '/faults/999', undefined],
    ['GET', '/nowhere', undefined],
    ['POST', '/faults', { error: 'PEER_FLOOD', userId: 5 }],
    ['POST', '/connections/drop', { userId: 5 }],
  ])('%s %s, which is not there, with 404', async (method, path, body) => {
    const answer = await control.raw(method, path, body);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ success: false, error: 'not_found' });
  });

  it('what the world refuses, under Telegram’s name', async () => {
    const phone = '+79995550001';
    await control.makeUser({ phone });
    const answer = await control.raw('POST', '/users', { firstName: 'B', phone });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ success: false, error: 'PHONE_NUMBER_OCCUPIED' });
    const bad = await control.raw('POST', '/users', { firstName: 'B', phone: '12' });
    expect(await bad.json()).toMatchObject({ error: 'PHONE_NUMBER_INVALID' });
    const name = await control.raw('POST', '/users', { firstName: 'B', username: 'a b' });
    expect(await name.json()).toMatchObject({ error: 'USERNAME_INVALID' });
  });

  it('to make anybody when one of many cannot be made', async () => {
    await control.makeUser({ username: 'one_taken3' });
    const before = box.world.users.size;
    const many = { count: 4, firstName: 'A', username: 'one_taken' };
    const answer = await control.raw('POST', '/users/bulk', many);
    expect(await answer.json()).toMatchObject({ error: 'USERNAME_OCCUPIED' });
    expect(box.world.users.size).toBe(before);
  });

  it('to make somebody with a contact that is not there', async () => {
    const before = box.world.users.size;
    const answer = await control.raw('POST', '/users', { firstName: 'A', contacts: [5] });
    expect(answer.status).toBe(404);
    expect(box.world.users.size).toBe(before);
  });
});

describe('A person', () => {
  it('is shown as made and as changed', async () => {
    const friend = await control.makeUser({ firstName: 'Friend' });
    const id = await control.makeUser({
      firstName: 'Anna',
      lastName: 'Ivanova',
      username: 'anna_shown',
      phone: '+7 (999) 555-00-10',
      language: 'ru',
      persona: 'asks',
      password: 'secret',
      contacts: [friend],
    });
    expect(await control.get(`/users/${id}`)).toMatchObject({
      id,
      firstName: 'Anna',
      username: 'anna_shown',
      phone: '79995550010',
      persona: 'asks',
      hasPassword: true,
      contacts: [friend],
      blocks: [],
      sessions: 0,
      connections: 0,
    });
    const changed = await control.patch(`/users/${id}`, {
      lastName: null,
      username: null,
      password: null,
      persona: null,
      contacts: [],
      blocks: [friend],
      privacy: { messages: 'contacts' },
      limited: true,
    });
    expect(changed).toMatchObject({
      lastName: null,
      username: null,
      hasPassword: false,
      persona: null,
      contacts: [],
      blocks: [friend],
      privacy: { messages: 'contacts', findByPhone: 'everyone' },
      limited: { until: null },
    });
  });

  it('who is deleted leaves the number and the username to others', async () => {
    const names = { phone: '+79995550020', username: 'soon_free' };
    const id = await control.makeUser(names);
    await control.patch(`/users/${id}`, { deleted: true });
    await expect(control.makeUser(names)).resolves.toBeGreaterThan(0);
  });

  it('is on one page of the list only', async () => {
    for (let i = 0; i < 5; i++) await control.makeUser({});
    type Page = { users: { id: number }[]; next: number | null };
    const seen: number[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const page: Page = await control.get(`/users?limit=2&after=${after}`);
      seen.push(...page.users.map(({ id }) => id));
      after = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(box.world.users.size);
  });
});

describe('Messages', () => {
  it('are listed by sender, receiver and place', async () => {
    const [a, b, c] = [
      await control.makeUser({}),
      await control.makeUser({}),
      await control.makeUser({}),
    ];
    const write = async (from: number, to: number, text: string) =>
      (await control.post<{ id: number }>(`/users/${from}/messages`, { to, text })).id;
    const first = await write(a, b, 'a to b');
    await write(b, a, 'b to a');
    await write(a, c, 'a to c');
    await write(a, b, 'a to b again');
    const texts = async (query: string) =>
      (await control.get<Messages>(`/messages?${query}`)).messages.map(({ text }) => text);
    expect(await texts(`from=${a}`)).toEqual(['a to b', 'a to c', 'a to b again']);
    expect(await texts(`to=${b}`)).toEqual(['a to b', 'a to b again']);
    expect(await texts(`from=${a}&to=${b}&after=${first}`)).toEqual(['a to b again']);
    expect(await texts(`after=${first}&limit=2`)).toEqual(['b to a', 'a to c']);
    const page = await control.get<Messages>(`/messages?from=${a}&limit=1`);
    expect(page.next).toBe(first);
  });

  it.each([
    ['photo', 'image/jpeg', 'ffd8ff'],
    ['video', 'video/mp4', '000000'],
    ['video_note', 'video/mp4', '000000'],
    ['voice', 'audio/ogg', '4f676753'],
    ['audio', 'audio/mpeg', 'ff'],
    ['document', 'text/plain', '412073'],
  ])('of the type %s have a real file', async (type, mimeType, magic) => {
    const from = await control.makeUser({});
    const to = await control.makeUser({});
    const { id } = await control.post<{ id: number }>(`/users/${from}/messages`, {
      to,
      media: { type, caption: 'look' },
    });
    const { messages } = await control.get<Messages>(`/messages?from=${from}`);
    expect(messages).toMatchObject([{ id, type, text: 'look', media: { mimeType } }]);
    const file = await control.raw('GET', `/messages/${id}/media`);
    expect(file.headers.get('content-type')).toContain(mimeType);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.toString('hex').startsWith(magic)).toBe(true);
    expect(messages[0]?.media?.size).toBe(bytes.length);
  });

  it('carry the file that was given', async () => {
    const from = await control.makeUser({});
    const to = await control.makeUser({});
    const base64 = Buffer.from('the very bytes').toString('base64');
    const media = { type: 'document', base64, filename: 'bytes.bin', mimeType: 'a/b' };
    const { id } = await control.post<{ id: number }>(`/users/${from}/messages`, { to, media });
    const file = await control.raw('GET', `/messages/${id}/media`);
    expect(await file.text()).toBe('the very bytes');
    const lie = { type: 'photo', base64 };
    const refused = await control.raw('POST', `/users/${from}/messages`, { to, media: lie });
    expect(await refused.json()).toMatchObject({ error: 'IMAGE_PROCESS_FAILED' });
  });

  it('are seen once the other side has read them', async () => {
    const from = await control.makeUser({});
    const to = await control.makeUser({});
    await control.post(`/users/${from}/messages`, { to, text: 'hello' });
    const seen = async () =>
      (await control.get<{ messages: { seen: boolean }[] }>(`/messages?from=${from}`)).messages[0]
        ?.seen;
    expect(await seen()).toBe(false);
    await control.post(`/users/${to}/read`, { from });
    expect(await seen()).toBe(true);
  });
});

describe('The control API describes itself', () => {
  it('with every path that it answers', async () => {
    type Document = { openapi: string; paths: Record<string, Record<string, { summary: string }>> };
    const { openapi, paths } = await control.get<Document>('/openapi.json');
    expect(openapi).toMatch(/^3\./);
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { summary }]) => [
        `${method.toUpperCase()} ${path}`,
        typeof summary,
      ]),
    );
    expect(Object.fromEntries(listed)).toMatchObject({
      'POST /control/users': 'string',
      'POST /control/users/{id}/session': 'string',
      'POST /control/users/{id}/messages': 'string',
      'GET /control/users/{id}/code': 'string',
      'GET /control/messages': 'string',
      'POST /control/faults': 'string',
      'POST /control/connections/drop': 'string',
      'GET /control/calls': 'string',
      'POST /control/clock': 'string',
    });
  });

  it('and tells a client how to connect', async () => {
    expect(await control.get('')).toEqual({ mtproto: box.mtproto, botApi: box.botApi });
  });
});
