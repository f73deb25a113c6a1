import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../start-emulator.ts';
import type { ChatJson } from '../test/chats/people.ts';
import { type ControlClient, controlOf } from '../test/control-client.ts';
import { startTestBox, stopTestBox } from '../test/test-box.ts';

let box: Emulator;
let control: ControlClient;
beforeAll(async () => {
  box = await startTestBox('control of chats');
  control = controlOf(box);
});
afterAll(() => stopTestBox(box));

type Members = { members: { userId: number; status: string }[]; next: number | null };
type Messages = {
  messages: { id: number; number: number; text: string; service: string | null; topic: number }[];
  next: number | null;
};

const make = (settings: Record<string, unknown>) =>
  control.post<ChatJson>('/chats', { kind: 'supergroup', title: 'Chat', ...settings });

async function refusal(method: string, path: string, body?: unknown) {
  const answer = await control.raw(method, path, body);
  const { error } = (await answer.json()) as { error: string };
  return [answer.status, error];
}

describe('The control API', () => {
  it('makes chats of every kind, lists them page by page and shows one', async () => {
    const creator = await control.makeUser({});
    const ids: number[] = [];
    for (const kind of ['group', 'supergroup', 'channel']) {
      const members = [await control.makeUser({})];
      const chat = await make({ kind, creator, members, title: kind, about: 'About' });
      expect(chat).toMatchObject({ kind, title: kind, creator, memberCount: 2 });
      ids.push(chat.id);
    }
    const [group = 0, supergroup = 0] = ids;
    expect(group).toBeGreaterThan(-1_000_000_000_000);
    expect(supergroup).toBeLessThan(-1_000_000_000_000);
    type Page = { chats: ChatJson[]; next: number | null };
    const first = await control.get<Page>('/chats?limit=2');
    const second = await control.get<Page>(`/chats?after=${first.next}`);
    expect([...first.chats, ...second.chats].map(({ id }) => id)).toEqual(ids);
    expect(second.next).toBeNull();
    const shown = await control.get<ChatJson>(`/chats/${supergroup}`);
    expect(shown.links[0]?.link).toMatch(/^https:\/\/t\.me\/\+[\w-]{16}$/);
  });

  it('puts ten thousand people into a chat within seconds', async () => {
    const creator = await control.makeUser({});
    const { ids } = await control.post<{ ids: number[] }>('/users/bulk', {
      count: 10_000,
      firstName: 'Many',
    });
    const { id } = await make({ creator });
    const start = performance.now();
    expect(await control.post(`/chats/${id}/members`, { userIds: ids })).toEqual({ added: 10_000 });
    expect(performance.now() - start).toBeLessThan(5000);
    expect(await control.post(`/chats/${id}/members`, { userIds: ids })).toEqual({ added: 0 });
    const page = await control.get<Members>(`/chats/${id}/members?limit=10000`);
    expect([page.members.length, page.next]).toEqual([10_000, ids.at(-2)]);
    const rest = await control.get<Members>(`/chats/${id}/members?after=${page.next}`);
    expect(rest).toMatchObject({ members: [{ userId: ids.at(-1) }], next: null });
  });

  it('makes administrators, restricts, bans and takes people out', async () => {
    const creator = await control.makeUser({});
    const anna = await control.makeUser({});
    const { id } = await make({ creator, members: [anna] });
    const place = `/chats/${id}/members/${anna}`;
    const admin = { status: 'admin', rights: ['inviteUsers'], rank: 'helper' };
    expect(await control.patch(place, admin)).toMatchObject({ rights: ['inviteUsers'] });
    expect(await control.patch(place, { status: 'member' })).toMatchObject({ rights: [] });
    const restricted = { status: 'restricted', forbidden: ['sendPhotos'], seconds: 3600 };
    expect(await control.patch(place, restricted)).toMatchObject({
      present: true,
      forbidden: ['sendPhotos'],
      until: expect.any(Number),
    });
    expect(await control.patch(place, { status: 'kicked' })).toMatchObject({ present: false });
    const { members } = await control.get<Members>(`/chats/${id}/members?status=kicked`);
    expect(members.map(({ userId }) => userId)).toEqual([anna]);
    expect(await control.patch(place, { status: 'member' })).toMatchObject({ status: 'left' });
    await control.post(`/chats/${id}/members`, { userIds: [anna] });
    await control.delete(place);
    expect(await refusal('DELETE', place)).toEqual([409, 'USER_NOT_PARTICIPANT']);
  });

  it('lets people join by links and by request, and leave', async () => {
    const creator = await control.makeUser({});
    const [anna, boris] = [await control.makeUser({}), await control.makeUser({})];
    const { id } = await make({ creator });
    const join = (user: number, link: string) => control.post(`/users/${user}/join`, { link });
    const { link } = await control.post<{ link: string }>(`/chats/${id}/links`, { usageLimit: 1 });
    expect(await join(anna, link)).toEqual({ status: 'joined', chat: id });
    expect(await refusal('POST', `/users/${boris}/join`, { link })).toEqual([
      409,
      'INVITE_HASH_EXPIRED',
    ]);
    const asking = await control.post<{ link: string }>(`/chats/${id}/links`, {
      requestNeeded: true,
    });
    expect(await join(boris, asking.link)).toEqual({ status: 'requested', chat: id });
    await control.post(`/chats/${id}/requests/${boris}`, { approved: false });
    expect(await join(boris, asking.link)).toEqual({ status: 'requested', chat: id });
    await control.post(`/chats/${id}/requests/${boris}`, { approved: true });
    await control.post(`/users/${anna}/leave`, { chat: id });
    expect(await control.get(`/chats/${id}`)).toMatchObject({ memberCount: 2, requests: [] });
  });

  it('writes into chats and topics, and shows what was written, apart from private messages', async () => {
    const creator = await control.makeUser({});
    const anna = await control.makeUser({});
    const { id } = await make({ creator, members: [anna], forum: true });
    const topic = await control.post<{ id: number }>(`/chats/${id}/topics`, { title: 'News' });
    const path = `/chats/${id}/messages`;
    const first = await control.post<{ id: number }>(path, { from: anna, text: 'In none' });
    await control.post(path, { from: anna, text: 'In it', topic: topic.id });
    const photo = { media: { type: 'photo', caption: 'Look' }, replyTo: first.id };
    const { id: photoId } = await control.post<{ id: number }>(path, { from: creator, ...photo });
    const all = await control.get<Messages>(path);
    expect(all.messages.map(({ text, service }) => service ?? text)).toEqual([
      'channelCreated',
      'topicCreated',
      'In none',
      'In it',
      'Look',
    ]);
    expect(all.messages.at(-1)).toMatchObject({ type: 'photo', replyTo: first.id });
    const inTopic = await control.get<Messages>(`${path}?topic=${topic.id}`);
    expect(inTopic.messages.map(({ number }) => number)).toEqual([2, 4]);
    const page = await control.get<Messages>(`${path}?limit=2`);
    const rest = await control.get<Messages>(`${path}?after=${page.next}`);
    expect([page.messages.length, rest.messages.length]).toEqual([2, 3]);
    expect((await control.raw('GET', `/messages/${photoId}/media`)).status).toBe(200);
    const { messages } = await control.get<Messages>(`/messages?from=${anna}`);
    expect(messages).toEqual([]);
  });

  it('changes a chat by its owner’s hand', async () => {
    const creator = await control.makeUser({});
    const { id } = await make({ creator });
    const change = { title: 'Other', slowModeSeconds: 60, forbidden: ['sendMessages'] };
    const limits = { limits: { members: 5 } };
    expect(await control.patch(`/chats/${id}`, { ...change, ...limits })).toMatchObject({
      ...change,
      limits: { members: 5, admins: 50 },
    });
    const channel = await make({ kind: 'channel', creator });
    await control.patch(`/chats/${channel.id}`, { linkedChat: id });
    expect(await control.get(`/chats/${id}`)).toMatchObject({ linkedChat: channel.id });
    await control.patch(`/chats/${channel.id}`, { linkedChat: null });
    expect(await control.get(`/chats/${id}`)).toMatchObject({ linkedChat: null });
    await control.delete(`/chats/${id}`);
    expect(await control.get(`/chats/${id}`)).toMatchObject({ deleted: true });
  });

  it('refuses what makes no sense, by name', async () => {
    const creator = await control.makeUser({ username: 'chat_owner' });
    const anna = await control.makeUser({});
    const { id } = await make({ creator, username: 'taken_by_chat' });
    const group = await make({ kind: 'group', creator });
    const cases: [string, string, unknown, number, string][] = [
      ['POST', '/chats', { kind: 'club', title: 'x', creator }, 400, 'invalid_request'],
      ['POST', '/chats', { kind: 'channel', title: '', creator }, 400, 'invalid_request'],
      [
        'POST',
        '/chats',
        { kind: 'channel', title: 'x', creator, colour: 1 },
        400,
        'invalid_request',
      ],
      [
        'POST',
        '/chats',
        { kind: 'channel', title: 'x', creator, forum: true },
        400,
        'invalid_request',
      ],
      [
        'POST',
        '/chats',
        { kind: 'group', title: 'x', creator, username: 'abcde' },
        400,
        'invalid_request',
      ],
      ['POST', '/chats', { kind: 'channel', title: 'x', creator: 5 }, 404, 'not_found'],
      ['POST', '/chats', { kind: 'channel', title: '  ', creator }, 409, 'CHAT_TITLE_EMPTY'],
      [
        'POST',
        '/chats',
        { kind: 'channel', title: 'x', creator, username: 'no' },
        409,
        'USERNAME_INVALID',
      ],
      [
        'POST',
        '/chats',
        { kind: 'channel', title: 'x', creator, username: 'chat_owner' },
        409,
        'USERNAME_OCCUPIED',
      ],
      ['POST', '/users', { firstName: 'x', username: 'taken_by_chat' }, 409, 'USERNAME_OCCUPIED'],
      ['GET', '/chats/-5', undefined, 404, 'not_found'],
      ['GET', '/chats/abc', undefined, 400, 'invalid_request'],
      ['PATCH', `/chats/${id}`, { slowModeSeconds: 7 }, 409, 'SECONDS_INVALID'],
      ['PATCH', `/chats/${id}`, { forbidden: ['breathing'] }, 400, 'invalid_request'],
      ['PATCH', `/chats/${id}/members/${anna}`, { status: 'member' }, 404, 'not_found'],
      ['PATCH', `/chats/${id}/members/${anna}`, { status: 'admin' }, 409, 'USER_NOT_PARTICIPANT'],
      ['PATCH', `/chats/${group.id}/members/${anna}`, { status: 'kicked' }, 400, 'invalid_request'],
      ['POST', `/chats/${id}/members`, { userIds: [] }, 400, 'invalid_request'],
      ['POST', `/chats/${id}/messages`, { from: anna, text: 'x' }, 409, 'CHAT_WRITE_FORBIDDEN'],
      ['POST', `/chats/${id}/messages`, { from: creator }, 400, 'invalid_request'],
      ['POST', `/chats/${id}/topics`, { title: 'x' }, 409, 'CHANNEL_FORUM_MISSING'],
      ['POST', `/chats/${id}/requests/${anna}`, { approved: true }, 409, 'HIDE_REQUESTER_MISSING'],
      [
        'POST',
        `/users/${anna}/join`,
        { link: 'https://t.me/+nothing' },
        409,
        'INVITE_HASH_INVALID',
      ],
      ['POST', `/users/${anna}/join`, { chat: group.id }, 409, 'CHANNEL_PRIVATE'],
      ['POST', `/users/${anna}/leave`, { chat: id }, 409, 'USER_NOT_PARTICIPANT'],
    ];
    for (const [method, path, body, status, error] of cases) {
      expect([path, body, ...(await refusal(method, path, body))]).toEqual([
        path,
        body,
        status,
        error,
      ]);
    }
  });
});
