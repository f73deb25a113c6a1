import { Long, type TelegramClient, type tl } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from './mtcute-fixture.ts';
import { waitFor } from './wait-for.ts';

const world = mtcuteFixture('random-id');

async function pair() {
  const boris = await world.control.makeUser({});
  await world.control.patch(`/users/${boris}`, { username: `person_${boris}` });
  const anna = await world.control.makeUser({});
  const client = await world.signedIn(anna);
  return { anna, client, peer: await client.resolvePeer(`person_${boris}`) };
}

function send(client: TelegramClient, peer: tl.TypeInputPeer, randomId: number) {
  const message = `number ${randomId}`;
  const id = Long.fromNumber(randomId);
  return client.call({ _: 'messages.sendMessage', peer, message, randomId: id });
}

type Page = { messages: { id: number; text: string; randomId: string }[] };
const sentBy = async (userId: number) =>
  (await world.control.get<Page>(`/messages?from=${userId}`)).messages;

describe('A send that is repeated with the same random_id', () => {
  it('is answered with the first message, pts_count 0 and no other message', async () => {
    const { anna, client, peer } = await pair();
    const first = await send(client, peer, 1);
    if (first._ !== 'updateShortSentMessage') throw new Error(`Not ${first._}`);
    const again = await send(client, peer, 1);
    if (again._ !== 'updates') throw new Error(`Not ${again._}`);
    expect(again.updates).toMatchObject([
      { _: 'updateMessageID', id: first.id, randomId: Long.fromNumber(1) },
      {
        _: 'updateNewMessage',
        pts: first.pts,
        ptsCount: 0,
        message: { id: first.id, message: 'number 1' },
      },
    ]);
    expect(await sentBy(anna)).toHaveLength(1);
  });

  it('is one message to the library that repeats it', async () => {
    const { anna, client, peer } = await pair();
    const randomId = Long.fromNumber(2);
    const first = await client.sendText(peer, 'hello', { randomId });
    const again = await client.sendText(peer, 'hello', { randomId });
    expect(again.id).toBe(first.id);
    expect(await sentBy(anna)).toHaveLength(1);
  });

  it('is one message also when it carries a file', async () => {
    const { anna, client, peer } = await pair();
    const randomId = Long.fromNumber(3);
    const file = { type: 'document', file: Buffer.from('x'), fileName: 'x.txt' } as const;
    const first = await client.sendMedia(peer, file, { randomId });
    const again = await client.sendMedia(peer, file, { randomId });
    expect(again.id).toBe(first.id);
    expect(await sentBy(anna)).toHaveLength(1);
  });

  it('is refused with 500 RANDOM_ID_DUPLICATE while the first is being carried out', async () => {
    const { anna, client, peer } = await pair();
    await world.control.post('/faults', {
      kind: 'slow',
      method: 'messages.sendMessage',
      userId: anna,
      times: 1,
      delayMs: 300,
    });
    const first = send(client, peer, 4);
    await waitFor('the first to arrive', async () => {
      const { calls } = await world.control.get<{ calls: { method: string; userId: number }[] }>(
        '/calls',
      );
      const found = calls.some(
        ({ method, userId }) => method === 'messages.sendMessage' && userId === anna,
      );
      return found || undefined;
    });
    await expect(send(client, peer, 4)).rejects.toMatchObject({
      code: 500,
      text: 'RANDOM_ID_DUPLICATE',
    });
    await first;
    expect(await sentBy(anna)).toHaveLength(1);
    await expect(send(client, peer, 4)).resolves.toMatchObject({ _: 'updates' });
  });

  it('means nothing between two accounts', async () => {
    const one = await pair();
    const two = await pair();
    await send(one.client, one.peer, 5);
    await expect(send(two.client, two.peer, 5)).resolves.toMatchObject({
      _: 'updateShortSentMessage',
    });
  });
});

describe('A crash between accepting a message and answering', () => {
  it('leaves the message sent, and the repeat after coming back finds it', async () => {
    const { anna, client, peer } = await pair();
    await world.control.post('/faults', {
      kind: 'crash',
      method: 'messages.sendMessage',
      userId: anna,
      times: 1,
    });
    const answer = send(client, peer, 6);
    await waitFor('the message', async () => (await sentBy(anna))[0]);
    const found = await answer; // mtcute comes back and repeats by itself
    expect(found).toMatchObject({ _: 'updates', updates: [{ _: 'updateMessageID' }, {}] });
    expect(await sentBy(anna)).toHaveLength(1);
    const { faults } = await world.control.get<{ faults: { hits: number }[] }>('/faults');
    expect(faults.at(-1)?.hits).toBe(1);
  });

  it('is not the same as a connection that breaks before the message is accepted', async () => {
    const { anna, client, peer } = await pair();
    await world.control.post('/faults', {
      kind: 'drop',
      method: 'messages.sendMessage',
      userId: anna,
      times: 1,
    });
    const answer = await send(client, peer, 7);
    expect(answer._).toBe('updateShortSentMessage');
    expect(await sentBy(anna)).toHaveLength(1);
  });
});
