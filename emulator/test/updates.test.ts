import type { TelegramClient, tl } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { sendMessage } from '../world/messages/send-message.ts';
import { mtcuteFixture } from './mtcute-fixture.ts';
import { waitFor } from './wait-for.ts';

const world = mtcuteFixture('updates');

/** Two people who listen to all that the server pushes. */
async function pair() {
  const people = [];
  for (const firstName of ['Anna', 'Boris']) {
    const id = await world.control.makeUser({ firstName });
    await world.control.patch(`/users/${id}`, { username: `person_${id}` });
    people.push(id);
  }
  const [anna = 0, boris = 0] = people;
  const a = await world.listening(anna);
  const b = await world.listening(boris);
  const pushed = { anna: [] as tl.TypeUpdate[], boris: [] as tl.TypeUpdate[] };
  a.client.onRawUpdate.add(({ update }) => void pushed.anna.push(update));
  b.client.onRawUpdate.add(({ update }) => void pushed.boris.push(update));
  return { anna, boris, a, b, pushed };
}

const find = <T extends tl.TypeUpdate['_']>(updates: tl.TypeUpdate[], kind: T) =>
  waitFor(kind, () => updates.find((update) => update._ === kind)) as Promise<
    Extract<tl.TypeUpdate, { _: T }>
  >;

describe('The server tells', () => {
  it('the sender how far the other side has read', async () => {
    const { anna, boris, a, b, pushed } = await pair();
    const first = await a.client.sendText(`person_${boris}`, 'one');
    const second = await a.client.sendText(`person_${boris}`, 'two');
    const heard = await waitFor('both', () => b.heard[1]);
    await b.client.readHistory(`person_${anna}`, { maxId: heard.id });
    const seen = await find(pushed.anna, 'updateReadHistoryOutbox');
    expect(seen.maxId).toBe(second.id);
    type Page = { messages: { seen: boolean }[] };
    const { messages } = await world.control.get<Page>(`/messages?from=${anna}`);
    expect(messages.map(({ seen: read }) => read)).toEqual([true, true]);
    expect(first.id).toBeLessThan(second.id);
  });

  it('that the other side is typing', async () => {
    const { anna, boris, a, pushed } = await pair();
    await a.client.sendTyping(`person_${boris}`, 'typing');
    expect(await find(pushed.boris, 'updateUserTyping')).toMatchObject({
      userId: anna,
      action: { _: 'sendMessageTypingAction' },
    });
  });

  it('that a message was edited', async () => {
    const { boris, a, b, pushed } = await pair();
    const message = await a.client.sendText(`person_${boris}`, 'wrogn');
    await waitFor('it', () => b.heard[0]);
    await a.client.editMessage({ message, text: 'wrong' });
    const { message: edited } = await find(pushed.boris, 'updateEditMessage');
    expect(edited).toMatchObject({ message: 'wrong', editDate: expect.any(Number) });
    const again = a.client.editMessage({ message, text: 'wrong' });
    await expect(again).rejects.toMatchObject({ text: 'MESSAGE_NOT_MODIFIED' });
  });

  it('that a message was deleted for both', async () => {
    const { boris, a, b, pushed } = await pair();
    const message = await a.client.sendText(`person_${boris}`, 'oops');
    const heard = await waitFor('it', () => b.heard[0]);
    await a.client.deleteMessages([message]);
    const { messages } = await find(pushed.boris, 'updateDeleteMessages');
    expect(messages).toEqual([heard.id]);
    expect(await b.client.getHistory(message.sender.id)).toHaveLength(0);
  });

  it('another session of the account what this one sent, and this one nothing twice', async () => {
    const { anna, boris, a } = await pair();
    const other = await world.listening(anna);
    await other.client.getMe();
    const sent = await a.client.sendText(`person_${boris}`, 'from the first');
    const copy = await waitFor('the copy', () => other.heard[0]);
    expect([copy.id, copy.isOutgoing, copy.text]).toEqual([sent.id, true, 'from the first']);
    await a.client.getMe();
    expect(a.heard).toEqual([]);
  });

  it('that a voice message was played', async () => {
    const { anna, boris, b, pushed } = await pair();
    const voice = { type: 'voice', durationSeconds: 2 };
    await world.control.post(`/users/${anna}/messages`, { to: boris, media: voice });
    const heard = await waitFor('the voice', () => b.heard[0]);
    expect(heard.media?.type).toBe('voice');
    await b.client.call({ _: 'messages.readMessageContents', id: [heard.id] });
    expect((await find(pushed.anna, 'updateReadMessagesContents')).messages).toHaveLength(1);
  });
});

describe('The list of chats', () => {
  it('has the latest first, with what is unread, page by page', async () => {
    const anna = await world.control.makeUser({});
    const others: number[] = [];
    for (let i = 0; i < 5; i++) {
      const id = await world.control.makeUser({ firstName: `Other ${i}` });
      await world.control.post(`/users/${id}/messages`, { to: anna, text: `from ${i}` });
      others.push(id);
    }
    await world.control.post(`/users/${others[0]}/messages`, { to: anna, text: 'again' });
    const client = await world.signedIn(anna);
    const seen: [number, number, string | undefined][] = [];
    for await (const dialog of client.iterDialogs({ chunkSize: 2 })) {
      seen.push([dialog.peer.id, dialog.unreadCount, dialog.lastMessage?.text]);
    }
    expect(seen).toEqual([
      [others[0], 2, 'again'],
      [others[4], 1, 'from 4'],
      [others[3], 1, 'from 3'],
      [others[2], 1, 'from 2'],
      [others[1], 1, 'from 1'],
    ]);
  });
});

describe('A search', () => {
  it('finds words and kinds of media in a chat', async () => {
    const { anna, boris, a } = await pair();
    const peer = await a.client.resolvePeer(`person_${boris}`);
    for (const text of ['red apple', 'green pear', 'Apple pie']) {
      await world.control.post(`/users/${boris}/messages`, { to: anna, text });
    }
    await world.control.post(`/users/${boris}/messages`, { to: anna, media: { type: 'photo' } });
    const words = await a.client.searchMessages({ chatId: peer, query: 'apple' });
    expect(words.map(({ text }) => text)).toHaveLength(2);
    const filter = { _: 'inputMessagesFilterPhotos' } as const;
    expect(await a.client.searchMessages({ chatId: peer, filter })).toHaveLength(1);
  });
});

describe('The difference', () => {
  const ask = (client: TelegramClient, pts: number, ptsTotalLimit?: number) =>
    client.call({ _: 'updates.getDifference', pts, ptsTotalLimit, date: 0, qts: 0 });

  it('is too long for who has missed more than the box remembers, or than they want', async () => {
    const [anna, boris] = [await world.control.makeUser({}), await world.control.makeUser({})];
    const client = await world.signedIn(anna);
    const { pts } = await client.call({ _: 'updates.getState' });
    const people = world.box.world.users;
    const [from, to] = [people.get(boris), people.get(anna)];
    if (!from || !to) throw new Error('Both were made');
    for (let i = 0; i < 45_000; i++) sendMessage(world.box.world, from, to, { text: 'again' });
    const state = await client.call({ _: 'updates.getState' });
    expect(state.pts).toBe(pts + 45_000);
    expect(await ask(client, pts)).toEqual({ _: 'updates.differenceTooLong', pts: state.pts });
    expect((await ask(client, state.pts - 10, 5))._).toBe('updates.differenceTooLong');
    const rest = await ask(client, state.pts - 10);
    expect(rest).toMatchObject({ _: 'updates.difference', state: { pts: state.pts } });
  });

  it('is empty for who has missed nothing', async () => {
    const client = await world.signedIn(await world.control.makeUser({}));
    const { pts } = await client.call({ _: 'updates.getState' });
    expect((await ask(client, pts))._).toBe('updates.differenceEmpty');
  });
});
