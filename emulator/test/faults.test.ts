import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from './mtcute-fixture.ts';

const world = mtcuteFixture('faults');
/** A method that mtcute never calls by itself. */
const method = 'contacts.getStatuses';
const call = { _: method } as const;

type Faults = { faults: { id: number; hits: number }[] };
const hits = async () =>
  (await world.control.get<Faults>('/faults')).faults.map((fault) => fault.hits);

async function person() {
  const id = await world.control.makeUser({});
  return { id, client: await world.signedIn(id) };
}

describe('A fault', () => {
  it.each([
    ['FLOOD_WAIT_7', 420],
    ['FLOOD_PREMIUM_WAIT_3', 420],
    ['PEER_FLOOD', 400],
    ['USER_DEACTIVATED_BAN', 401],
    ['AUTH_KEY_UNREGISTERED', 401],
    ['SESSION_REVOKED', 401],
    ['SESSION_EXPIRED', 401],
    ['USER_PRIVACY_RESTRICTED', 403],
    ['YOU_BLOCKED_USER', 400],
    ['USER_IS_BLOCKED', 403],
    ['USER_BANNED_IN_CHANNEL', 400],
    ['INPUT_USER_DEACTIVATED', 400],
    ['PHONE_NUMBER_BANNED', 400],
    ['PEER_ID_INVALID', 400],
    ['PREMIUM_ACCOUNT_REQUIRED', 403],
    ['PRIVACY_PREMIUM_REQUIRED', 406],
    ['ALLOW_PAYMENT_REQUIRED_50', 403],
    ['FROZEN_METHOD_INVALID', 420],
    ['AUTH_KEY_DUPLICATED', 406],
    ['CHAT_WRITE_FORBIDDEN', 403],
    ['INTERNAL_SERVER_ERROR', 500],
  ])('answers %s with the code %i', async (error, code) => {
    const { id, client } = await person();
    await world.control.post('/faults', { error, method, userId: id });
    await expect(client.call(call)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(error),
    });
  });

  it('strikes the account and the method that it names, as often as it says', async () => {
    const one = await person();
    const two = await person();
    await world.control.delete('/faults');
    const fault = { error: 'PEER_FLOOD', method, userId: one.id, times: 2 };
    await world.control.post('/faults', fault);
    await expect(two.client.call(call)).resolves.toBeDefined();
    await expect(one.client.call({ _: 'updates.getState' })).resolves.toBeDefined();
    await expect(one.client.call(call)).rejects.toThrow('PEER_FLOOD');
    await expect(one.client.call(call)).rejects.toThrow('PEER_FLOOD');
    await expect(one.client.call(call)).resolves.toBeDefined();
    expect(await hits()).toEqual([2]);
  });

  it('strikes its share of the calls', async () => {
    const { id, client } = await person();
    await world.control.delete('/faults');
    await world.control.post('/faults', { error: 'PEER_FLOOD', method, userId: id, share: 0.5 });
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => client.call(call)));
    const struck = outcomes.filter(({ status }) => status === 'rejected').length;
    expect(struck).toBeGreaterThan(60);
    expect(struck).toBeLessThan(140);
    expect(await hits()).toEqual([struck]);
  });

  it('makes answers slow', async () => {
    const { id, client } = await person();
    await world.control.delete('/faults');
    await world.control.post('/faults', { kind: 'slow', delayMs: 200, method, userId: id });
    const start = performance.now();
    await client.call(call);
    expect(performance.now() - start).toBeGreaterThan(190);
  });

  it('is gone when it is removed', async () => {
    const { id, client } = await person();
    await world.control.delete('/faults');
    const fault = { error: 'PEER_FLOOD', method, userId: id };
    const { id: faultId } = await world.control.post<{ id: number }>('/faults', fault);
    await expect(client.call(call)).rejects.toThrow('PEER_FLOOD');
    await world.control.delete(`/faults/${faultId}`);
    await expect(client.call(call)).resolves.toBeDefined();
    expect((await world.control.raw('DELETE', `/faults/${faultId}`)).status).toBe(404);
  });

  it('counts calls per method and account', async () => {
    const { id, client } = await person();
    await client.call(call);
    type Calls = { calls: { method: string; userId: number; count: number }[] };
    const { calls } = await world.control.get<Calls>('/calls');
    const mine = calls.filter(({ userId }) => userId === id);
    expect(mine.find((entry) => entry.method === method)?.count).toBe(1);
  });
});
