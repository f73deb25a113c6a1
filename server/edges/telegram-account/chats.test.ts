import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/start-emulator.ts';
import { controlOf } from '../../../emulator/test/control-client.ts';
import { openBareAccount } from '../../../test/support/bare-account.ts';
import type { AccountConnection, TelegramError } from './port.ts';

type MadeChat = { id: number; links: { link: string }[] };

let box: Emulator;
let ownerId: number;
let accountId: number;
let connection: AccountConnection;
let phones = 0;
const control = () => controlOf(box);

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'chats of accounts' });
  ownerId = await control().makeUser({ firstName: 'Owner' });
});
afterAll(() => box.stop());
afterEach(() => connection.close());

async function open(): Promise<void> {
  ({ accountId, connection } = await openBareAccount(box, `+7999000020${++phones}`));
}

const makeChat = (settings: Record<string, unknown>) =>
  control().post<MadeChat>('/chats', {
    kind: 'supergroup',
    title: 'Readers',
    creator: ownerId,
    ...settings,
  });

const promote = (chatId: number, rights: string[]) =>
  control().patch(`/chats/${chatId}/members/${accountId}`, { status: 'admin', rights });

const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no problem',
    (error: TelegramError) => error.problem.kind,
  );

describe('The chats that an account administers', () => {
  it('are those it made or is an administrator of, with what it may do there', async () => {
    await open();
    const own = await makeChat({ kind: 'channel', title: 'News', creator: accountId });
    const ruled = await makeChat({ title: 'Ruled', username: 'ruled_chat', members: [accountId] });
    const group = await makeChat({ kind: 'group', title: 'Small', creator: accountId });
    const silent = await makeChat({ title: 'No inviting', members: [accountId] });
    await makeChat({ title: 'Only a member', members: [accountId] });
    await promote(ruled.id, ['inviteUsers']);
    await promote(silent.id, ['deleteMessages']);
    const chats = new Map((await connection.adminChats()).map((chat) => [chat.chatId, chat]));
    expect([...chats.keys()].sort()).toEqual([own.id, ruled.id, group.id, silent.id].sort());
    expect(chats.get(own.id)).toMatchObject({ kind: 'channel', place: 'creator', mayInvite: true });
    expect(chats.get(ruled.id)).toMatchObject({
      kind: 'supergroup',
      title: 'Ruled',
      username: 'ruled_chat',
      place: 'admin',
      mayInvite: true,
      members: 2,
    });
    expect(chats.get(group.id)).toMatchObject({ kind: 'group', accessHash: null, members: 1 });
    expect(chats.get(silent.id)).toMatchObject({ place: 'admin', mayInvite: false });
  });

  it('are found behind more chats than Telegram lists at once', async () => {
    await open();
    const own = await makeChat({ title: 'The oldest', creator: accountId });
    await control().post('/clock', { advanceSeconds: 60 });
    for (let n = 0; n < 120; n++) await makeChat({ title: `Chat ${n}`, members: [accountId] });
    expect((await connection.adminChats()).map((chat) => chat.chatId)).toEqual([own.id]);
    expect(await connection.findChat(String(own.id))).toMatchObject({ title: 'The oldest' });
  });
});

describe('One chat', () => {
  it('is found by its name, its link, an invite link of it and its number', async () => {
    await open();
    const { id, links } = await makeChat({ username: 'found_chat', members: [accountId] });
    const ways = ['@Found_chat', 'https://t.me/found_chat', links[0]?.link ?? '', String(id)];
    for (const way of ways)
      expect(await connection.findChat(way)).toMatchObject({ chatId: id, place: 'member' });
  });

  it('that is closed to the account is told apart from others', async () => {
    await open();
    const closed = await makeChat({ title: 'Closed' });
    const ways = ['@nobody_there', 'what is this?', String(closed.id), closed.links[0]?.link ?? ''];
    for (const way of ways) expect(await problemOf(connection.findChat(way))).toBe('chat_closed');
  });
});

describe('The people of a chat', () => {
  it('come page by page, without bots, the deleted and the account itself', async () => {
    await open();
    const { ids } = await control().post<{ ids: number[] }>('/users/bulk', {
      firstName: 'Reader',
      count: 350,
    });
    const { id: bot } = await control().post<{ id: number }>('/bots', {
      username: `helper_${accountId}_bot`,
      firstName: 'Helper',
    });
    const { id } = await makeChat({ creator: accountId, members: [...ids, bot] });
    await control().patch(`/users/${ids[7]}`, { deleted: true });
    const chat = await connection.findChat(String(id));
    const people: number[] = [];
    const leftOut = { bots: 0, deleted: 0 };
    for (let from: number | null = 0; from !== null; ) {
      const page = await connection.chatMembers(chat, from);
      people.push(...page.people.map((p) => p.userId));
      expect(page.people.every((p) => p.accessHash !== '')).toBe(true);
      leftOut.bots += page.bots;
      leftOut.deleted += page.deleted;
      from = page.next;
    }
    expect(people.sort()).toEqual(ids.filter((one) => one !== ids[7]).sort());
    expect(leftOut).toEqual({ bots: 1, deleted: 1 });
  });

  it('of a basic group come all at once', async () => {
    await open();
    const { ids } = await control().post<{ ids: number[] }>('/users/bulk', {
      firstName: 'Reader',
      count: 5,
    });
    const { id } = await makeChat({ kind: 'group', creator: accountId, members: ids });
    const page = await connection.chatMembers({ chatId: id, accessHash: null }, 0);
    expect(page.people.map((p) => p.userId).sort()).toEqual(ids.sort());
    expect(page.next).toBeNull();
  });

  it('of a channel are for its administrators alone', async () => {
    await open();
    const { id } = await makeChat({ kind: 'channel', members: [accountId] });
    const chat = await connection.findChat(String(id));
    expect(await problemOf(connection.chatMembers(chat, 0))).toBe('not_admin');
  });
});

describe('Joining a chat', () => {
  it('works by name and by invite link, and twice as well as once', async () => {
    await open();
    const open1 = await makeChat({ kind: 'channel', username: 'joined_channel' });
    const closed = await makeChat({ title: 'By link' });
    const link = closed.links[0]?.link ?? '';
    for (const [way, id] of [
      ['@joined_channel', open1.id],
      ['https://t.me/joined_channel', open1.id],
      [link, closed.id],
      [link, closed.id],
    ] as const)
      expect(await connection.joinChat(way)).toMatchObject({ chatId: id, place: 'member' });
  });

  it('tells why it was refused', async () => {
    await open();
    const { id } = await makeChat({ username: 'asks_first' });
    await control().patch(`/chats/${id}`, { joinRequest: true });
    expect(await problemOf(connection.joinChat('@asks_first'))).toBe('join_requested');
    await control().patch(`/users/${accountId}`, { spamLimit: { channels: 1 } });
    await makeChat({ username: 'one_more', kind: 'channel' });
    await makeChat({ username: 'yet_another', kind: 'channel' });
    await connection.joinChat('@one_more');
    expect(await problemOf(connection.joinChat('@yet_another'))).toBe('too_many_chats');
  });
});

it('Reading a channel counts as a view of its posts, once, and marks them read', async () => {
  await open();
  const { id } = await makeChat({ kind: 'channel', username: 'read_channel' });
  for (const text of ['one', 'two', 'three'])
    await control().post(`/chats/${id}/messages`, { from: ownerId, text });
  const chat = await connection.joinChat('@read_channel');
  await control().post(`/chats/${id}/messages`, { from: ownerId, text: 'four' });
  expect(await connection.readChat(chat)).toBeGreaterThan(0);
  expect(await connection.readChat(chat)).toBe(0);
  const { messages } = await control().get<{ messages: { text: string; views: number }[] }>(
    `/chats/${id}/messages`,
  );
  expect(messages.filter((m) => m.text !== '').map((m) => m.views)).toEqual([2, 2, 2, 2]);
});
