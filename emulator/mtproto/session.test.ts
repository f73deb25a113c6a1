import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Long } from '@mtcute/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../start-emulator.ts';
import { controlOf } from '../test/control-client.ts';
import {
  callBytes,
  containerBytes,
  messageIdNow,
  type RawClient,
  rawClient,
  resultOf,
} from '../test/raw-client.ts';
import { startTestBox, stopTestBox } from '../test/test-box.ts';
import { waitFor } from '../test/wait-for.ts';
import { accessHash } from '../world/access-hash.ts';
import { sendMessage } from '../world/messages/send-message.ts';
import { keyIdOf } from '../world/sessions/add-key.ts';
import { issueKey } from '../world/sessions/issue-key.ts';
import { createUser } from '../world/users/create-user.ts';
import type { User } from '../world/users/user.ts';
import { TlWriter } from './tl/tl-writer.ts';

const NEW_SESSION = 0x9ec20908;
const BAD_SALT = 0xedab447b;
const BAD_MESSAGE = 0xa7eff811;
const RPC_RESULT = 0xf35c6d01;
const UPDATES = 0x74ae4240;
const UPDATE_SHORT_MESSAGE = 0x313bc7f8;
const PONG = 0x347773c5;
const FUTURE_SALTS = 0xae500895;
const STATE_INFO = 0x04deb57d;

let box: Emulator;
const clients: RawClient[] = [];

beforeAll(async () => {
  box = await startTestBox('session');
});
afterAll(() => stopTestBox(box));
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const newSessionId = () => randomBytes(8).readBigInt64LE(0);
const getState = callBytes({ _: 'updates.getState' });

function person(): { user: User; key: Buffer } {
  const user = createUser(box.world, { firstName: 'Somebody' });
  return { user, key: issueKey(box.world, user, 225).key };
}

async function open(key: Buffer, sessionId = newSessionId(), from?: string): Promise<RawClient> {
  const client = await rawClient(box.mtproto, key, { sessionId, ...(from ? { from } : {}) });
  clients.push(client);
  return client;
}

/** A client that has learnt the salt and gets updates. */
async function settled(key: Buffer, sessionId = newSessionId(), from?: string) {
  const client = await open(key, sessionId, from);
  client.send(getState);
  client.salt = (await client.next(BAD_SALT)).body.readBigInt64LE(20);
  client.send(getState);
  await client.next(RPC_RESULT);
  return client;
}

function ping(id: bigint): Buffer {
  const writer = new TlWriter();
  writer.uint(0x7abe77ec);
  writer.bigLong(id);
  return writer.result();
}

function listBytes(id: number, ids: bigint[]): Buffer {
  const writer = new TlWriter();
  writer.uint(id);
  writer.vector(ids, (messageId) => writer.bigLong(messageId));
  return writer.result();
}
const acknowledge = (ids: bigint[]) => listBytes(0x62d6b459, ids);
const askStates = (ids: bigint[]) => listBytes(0xda69fb52, ids);

function sendText(from: User, to: User, text: string, randomId: number) {
  const hash = accessHash(box.world, from.id, to.id);
  return callBytes({
    _: 'messages.sendMessage',
    peer: { _: 'inputPeerUser', userId: to.id, accessHash: Long.fromString(hash.toString()) },
    message: text,
    randomId: Long.fromNumber(randomId),
  });
}

describe('A session', () => {
  it('is told the right salt, and then that it is new', async () => {
    const client = await open(person().key);
    const first = client.send(getState);
    const refused = await client.next(BAD_SALT);
    expect(refused.body.readBigInt64LE(4)).toBe(first);
    client.salt = refused.body.readBigInt64LE(20);
    const second = client.send(getState);
    const created = await client.next(NEW_SESSION);
    expect(created.body.readBigInt64LE(4)).toBe(second);
    const answer = resultOf(await client.next(RPC_RESULT));
    expect(answer.requestId).toBe(second);
    expect(answer.result).toMatchObject({ _: 'updates.state' });
  });

  it('is not taken seriously with messages from the past or the future', async () => {
    const client = await settled(person().key);
    client.send(getState, { messageId: messageIdNow(-600) });
    expect((await client.next(BAD_MESSAGE)).body.readInt32LE(16)).toBe(16);
    client.send(getState, { messageId: messageIdNow(600) });
    expect((await client.next(BAD_MESSAGE)).body.readInt32LE(16)).toBe(17);
    client.send(getState, { messageId: messageIdNow() + 1n });
    expect((await client.next(BAD_MESSAGE)).body.readInt32LE(16)).toBe(18);
  });

  it('has each message of a container answered', async () => {
    const client = await settled(person().key);
    const ids = [messageIdNow(), messageIdNow(1)];
    const [first = 0n, second = 0n] = ids;
    const inner = [
      { messageId: first, body: getState },
      { messageId: second, body: ping(7n) },
    ];
    client.send(containerBytes(inner), { messageId: messageIdNow(2), content: false });
    expect(resultOf(await client.next(RPC_RESULT)).requestId).toBe(first);
    const pong = client.received.find(({ body }) => body.readUInt32LE(0) === PONG);
    expect(pong?.body.readBigInt64LE(4)).toBe(second);
  });

  it('may pack its calls, as gzip or as zlib', async () => {
    const client = await settled(person().key);
    const writer = new TlWriter();
    writer.uint(0x3072cfa1);
    writer.byteString(gzipSync(getState));
    client.send(writer.result());
    expect(resultOf(await client.next(RPC_RESULT)).result).toMatchObject({ _: 'updates.state' });
  });

  it('gets at least two salts when it asks for future ones', async () => {
    const client = await settled(person().key);
    const writer = new TlWriter();
    writer.uint(0xb921bd04);
    writer.int(1);
    client.send(writer.result());
    const { body } = await client.next(FUTURE_SALTS);
    expect(body.readUInt32LE(16)).toBe(2);
    expect(body.readBigInt64LE(28)).toBe(client.salt);
    expect(body.length).toBe(20 + 2 * 16);
  });

  it('has a repeated call answered again, and carried out once', async () => {
    const { user, key } = person();
    const other = createUser(box.world, { firstName: 'Other' });
    const client = await settled(key);
    const call = sendText(user, other, 'once', 1);
    const messageId = client.send(call);
    const first = await client.next(RPC_RESULT);
    client.send(call, { messageId });
    const second = await client.next(RPC_RESULT);
    expect(second.messageId).toBe(first.messageId);
    expect(box.world.boxes.get(other.id)?.copies).toHaveLength(1);
  });

  it('is told which of its messages have come and been answered', async () => {
    const client = await settled(person().key);
    const known = client.send(getState);
    await client.next(RPC_RESULT);
    client.send(askStates([known, messageIdNow(-5)]), { content: false });
    const { body } = await client.next(STATE_INFO);
    expect([...body.subarray(13, 15)]).toEqual([4 | 64, 2]);
  });

  it('gets unacknowledged updates again on its next connection, and acknowledged ones not', async () => {
    const { user, key } = person();
    const other = createUser(box.world, { firstName: 'Other' });
    const sessionId = newSessionId();
    const client = await settled(key, sessionId);
    sendMessage(box.world, other, user, { text: 'first' });
    const first = await client.next(UPDATES);
    client.send(acknowledge([first.messageId]), { content: false });
    sendMessage(box.world, other, user, { text: 'second' });
    const second = await client.next(UPDATE_SHORT_MESSAGE);
    client.send(ping(1n));
    await client.next(PONG);
    client.close();
    await waitFor('the break', () => (client.closed ? true : undefined));
    sendMessage(box.world, other, user, { text: 'while away' });

    const back = await open(key, sessionId);
    back.salt = client.salt;
    back.send(ping(2n));
    const again = await back.next(UPDATE_SHORT_MESSAGE);
    const missed = await back.next(UPDATE_SHORT_MESSAGE);
    expect(again.messageId).toBe(second.messageId);
    expect(missed.messageId > second.messageId).toBe(true);
    expect(back.received.map(({ messageId }) => messageId)).not.toContain(first.messageId);
  });

  it('gets an unacknowledged answer again on its next connection', async () => {
    const { key } = person();
    const sessionId = newSessionId();
    const client = await settled(key, sessionId);
    const messageId = client.send(getState);
    const answer = await client.next(RPC_RESULT);
    client.close();
    const back = await open(key, sessionId);
    back.salt = client.salt;
    back.send(ping(1n));
    const answers = [await back.next(RPC_RESULT), await back.next(RPC_RESULT)];
    expect(answers.map((one) => one.messageId)).toContain(answer.messageId);
    expect(answers.map((one) => resultOf(one).requestId)).toContain(messageId);
  });

  it('is closed when its ping said so and no other came', async () => {
    const client = await settled(person().key);
    const writer = new TlWriter();
    writer.uint(0xf3427b8c);
    writer.bigLong(1n);
    writer.int(0);
    client.send(writer.result());
    await client.next(PONG);
    await waitFor('the end', () => (client.closed ? true : undefined), 8000);
  });
});

describe('A connection', () => {
  it('that uses an unknown key gets the transport error -404', async () => {
    const client = await open(randomBytes(256));
    client.send(getState);
    await waitFor('the error', () => client.failures[0]);
    expect(client.failures).toEqual([-404]);
  });

  it('that sends a tampered message is cut off', async () => {
    const { key } = person();
    const client = await settled(key);
    const packet = Buffer.concat([Buffer.from(keyIdOf(key), 'hex'), randomBytes(16 + 96)]);
    client.sendRaw(packet);
    await waitFor('the end', () => (client.closed ? true : undefined));
  });

  it('that sends nonsense is closed, and the others live on', async () => {
    const client = await settled(person().key);
    const other = await settled(person().key);
    client.sendRaw(Buffer.from([1, 2, 3, 4, 5, 6]));
    await waitFor('the end', () => (client.closed ? true : undefined));
    other.send(ping(1n));
    await expect(other.next(PONG)).resolves.toBeDefined();
  });
});

describe('A key in use from two addresses at once', () => {
  it('is dead for both: AUTH_KEY_DUPLICATED from then on', async () => {
    const { key } = person();
    const first = await settled(key);
    const second = await open(key, newSessionId(), '127.0.0.2');
    second.salt = first.salt;
    second.send(getState);
    const duplicated = { _: 'error', code: 406, text: 'AUTH_KEY_DUPLICATED' };
    expect(resultOf(await second.next(RPC_RESULT)).result).toEqual(duplicated);
    first.send(getState);
    expect(resultOf(await first.next(RPC_RESULT)).result).toEqual(duplicated);
    first.close();
    second.close();
    const third = await open(key);
    third.salt = first.salt;
    third.send(getState);
    expect(resultOf(await third.next(RPC_RESULT)).result).toEqual(duplicated);
  });

  it('may move to another address when it has left the first', async () => {
    const { user, key } = person();
    const first = await settled(key);
    const connections = async () =>
      (await controlOf(box).get<{ connections: number }>(`/users/${user.id}`)).connections;
    expect(await connections()).toBe(1);
    first.close();
    await waitFor('the box to notice', async () => (await connections()) === 0 || undefined);
    const second = await open(key, newSessionId(), '127.0.0.2');
    second.salt = first.salt;
    second.send(getState);
    const { result } = resultOf(await second.next(RPC_RESULT));
    expect(result).toMatchObject({ _: 'updates.state' });
  });

  it('may have several connections from one address', async () => {
    const { key } = person();
    const first = await settled(key);
    const second = await settled(key);
    first.send(getState);
    second.send(getState);
    const answers = [await first.next(RPC_RESULT), await second.next(RPC_RESULT)];
    for (const answer of answers) {
      expect(resultOf(answer).result).toMatchObject({ _: 'updates.state' });
    }
  });
});
