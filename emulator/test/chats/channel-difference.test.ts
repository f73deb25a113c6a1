import { MemoryStorage, type TelegramClient } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { postMessage } from '../../world/chats/post-message.ts';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { waitFor } from '../wait-for.ts';
import { hears, knows, makeChat, person } from './people.ts';

const world = mtcuteFixture('channel difference');

/** A member with a client, and somebody else's supergroup. */
async function member() {
  const owner = await world.control.makeUser({ firstName: 'Owner' });
  const anna = await person(world, 'Anna');
  const { id } = await makeChat(world, { creator: owner, members: [anna.id] });
  await knows(id, anna);
  const post = (text: string) =>
    world.control.post<{ number: number }>(`/chats/${id}/messages`, { from: owner, text });
  return { owner, anna, id, post };
}

async function ask(client: TelegramClient, id: number, pts: number, limit = 100) {
  const channel = await client.resolveChannel(id);
  const filter = { _: 'channelMessagesFilterEmpty' } as const;
  return client.call({ _: 'updates.getChannelDifference', channel, filter, pts, limit });
}

const ptsOf = async (client: TelegramClient, id: number) => {
  const full = await client.call({
    _: 'channels.getFullChannel',
    channel: await client.resolveChannel(id),
  });
  return full.fullChat._ === 'channelFull' ? full.fullChat.pts : 0;
};

describe('The difference of an account', () => {
  it('names the channels in which something happened meanwhile', async () => {
    const { anna, id, post } = await member();
    const client = await world.signedIn(anna.id);
    const { pts } = await client.call({ _: 'updates.getState' });
    await world.control.post('/clock', { advanceSeconds: 60 });
    const date = Math.floor(world.box.world.clock.now() / 1000);
    const since = () => client.call({ _: 'updates.getDifference', pts, date, qts: 0 });
    expect((await since())._).toBe('updates.differenceEmpty');
    await post('while you were away');
    const difference = await since();
    if (difference._ !== 'updates.difference') throw new Error(difference._);
    const channelId = -id - 1_000_000_000_000;
    expect(difference.otherUpdates).toMatchObject([{ _: 'updateChannelTooLong', channelId }]);
    expect(difference.chats).toMatchObject([{ id: channelId }]);
    expect(difference.state.pts).toBe(pts);
  });

  it('lets an app that was not running catch up with its channels', async () => {
    const owner = await world.control.makeUser({});
    const vera = await world.control.makeUser({});
    const { id } = await makeChat(world, { creator: owner, members: [vera] });
    const post = (text: string) =>
      world.control.post(`/chats/${id}/messages`, { from: owner, text });
    const storage = new MemoryStorage();
    const path = `/users/${vera}/session`;
    const { session } = await world.control.post<{ session: string }>(path, { format: 'mtcute' });
    const run = async () => {
      const client = world.newClient({ storage, updates: { catchUp: true } });
      const heard: string[] = [];
      client.onNewMessage.add(({ text }) => void heard.push(text));
      await client.importSession(session, true);
      await client.connect();
      await client.startUpdatesLoop();
      return { client, heard };
    };
    const first = await run();
    await first.client.findDialogs(id);
    await post('running');
    await waitFor('the post', () => first.heard.find((text) => text === 'running'));
    await first.client.disconnect();
    await world.control.post('/clock', { advanceSeconds: 60 });
    await post('not running');
    const second = await run();
    await waitFor('the post', () => second.heard.find((text) => text === 'not running'));
  });
});

describe('The difference of a channel', () => {
  it('brings what a client missed while its connection was broken', async () => {
    const { anna, id, post } = await member();
    await post('first');
    await hears(anna, 'first');
    await world.control.post('/connections/drop', { userId: anna.id });
    for (let i = 0; i < 5; i++) await post(`missed ${i}`);
    for (let i = 0; i < 5; i++) await hears(anna, `missed ${i}`);
    const texts = anna.heard.map(({ text }) => text).filter((text) => text.startsWith('missed'));
    expect(texts).toHaveLength(5);
    expect((await anna.client.getHistory(id)).length).toBe(7);
  });

  it('comes in slices, and is empty at the end', async () => {
    const { anna, id, post } = await member();
    const pts = await ptsOf(anna.client, id);
    const numbers: number[] = [];
    for (let i = 0; i < 7; i++) numbers.push((await post(`post ${i}`)).number);
    const first = await ask(anna.client, id, pts, 4);
    if (first._ !== 'updates.channelDifference') throw new Error(first._);
    expect([first.final, first.newMessages.length, first.pts]).toEqual([false, 4, pts + 4]);
    const rest = await ask(anna.client, id, first.pts);
    expect(rest).toMatchObject({ final: true, pts: pts + 7 });
    expect(await ask(anna.client, id, pts + 7)).toMatchObject({
      _: 'updates.channelDifferenceEmpty',
      pts: pts + 7,
    });
    await expect(ask(anna.client, id, 0)).rejects.toMatchObject({
      text: 'PERSISTENT_TIMESTAMP_EMPTY',
    });
  });

  it('is too long for who is far behind, who gets the latest messages instead', async () => {
    const owner = await world.control.makeUser({});
    const gleb = await world.control.makeUser({});
    const { id } = await makeChat(world, { creator: owner, members: [gleb] });
    const client = await world.signedIn(gleb);
    await client.findDialogs(id);
    const pts = await ptsOf(client, id);
    const chat = world.box.world.chats.get(id);
    const author = world.box.world.users.get(owner);
    if (!chat || !author) throw new Error('Both were made');
    for (let i = 0; i < 10_500; i++) postMessage(world.box.world, author, chat, { text: `${i}` });
    const far = await ask(client, id, pts);
    if (far._ !== 'updates.channelDifferenceTooLong') throw new Error(far._);
    expect(far.dialog).toMatchObject({ unreadCount: 10_500, pts: pts + 10_500 });
    expect(far.messages).toHaveLength(20);
  });

  it('is closed to who is no longer in a private one', async () => {
    const owner = await world.control.makeUser({});
    const gleb = await world.control.makeUser({});
    const { id } = await makeChat(world, { creator: owner, members: [gleb] });
    const client = await world.signedIn(gleb);
    await client.findDialogs(id);
    await world.control.delete(`/chats/${id}/members/${gleb}`);
    await expect(ask(client, id, 1)).rejects.toMatchObject({ text: 'CHANNEL_PRIVATE' });
  });
});
