import { describe, expect, it } from 'vitest';
import { startEmulator } from './start-emulator.ts';
import { controlOf } from './test/control-client.ts';
import { accessHash } from './world/access-hash.ts';

/** What a program sees of a box in which the same things happen. */
async function story(seed: string) {
  const startAt = new Date('2026-01-01T00:00:00Z');
  const box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed, startAt });
  const control = controlOf(box);
  try {
    await control.post('/clock', { frozen: true, now: startAt.toISOString() });
    const a = await control.makeUser({ firstName: 'A' });
    const b = await control.makeUser({ firstName: 'B', persona: 'interested' });
    const { session } = await control.post<{ session: string }>(`/users/${a}/session`, {
      format: 'pyrogram',
    });
    await control.post(`/users/${a}/messages`, { to: b, text: 'Hello, interested?' });
    await control.post('/clock', { advanceSeconds: 600 });
    const { messages } = await control.get<{ messages: unknown[] }>('/messages');
    return { a, b, session, messages, hash: accessHash(box.world, a, b) };
  } finally {
    await box.stop();
  }
}

describe('A box', () => {
  it('is the same with the same seed and start, and another with another', async () => {
    const first = await story('one');
    expect(await story('one')).toEqual(first);
    const other = await story('two');
    expect(other.a).not.toBe(first.a);
    expect(other.hash).not.toBe(first.hash);
    expect(first.messages.length).toBeGreaterThan(1);
  });

  it('leaves nothing behind when its second port is taken', async () => {
    const first = await startEmulator({ mtprotoPort: 0, httpPort: 0 });
    const httpPort = Number(new URL(first.control).port);
    const mtprotoPort = first.mtproto.port;
    await first.stop();
    const second = await startEmulator({ mtprotoPort: 0, httpPort });
    await expect(startEmulator({ mtprotoPort, httpPort })).rejects.toThrow('EADDRINUSE');
    const third = await startEmulator({ mtprotoPort, httpPort: 0 });
    await Promise.all([second.stop(), third.stop()]);
  });

  it('lives beside another without knowing of it', async () => {
    const boxes = await Promise.all(
      ['left', 'right'].map((seed) => startEmulator({ mtprotoPort: 0, httpPort: 0, seed })),
    );
    const [left, right] = boxes;
    if (!left || !right) throw new Error('Two boxes were started');
    const id = await controlOf(left).makeUser({ id: 42 });
    expect((await controlOf(right).raw('GET', `/users/${id}`)).status).toBe(404);
    expect(left.mtproto.port).not.toBe(right.mtproto.port);
    await Promise.all(boxes.map((box) => box.stop()));
  });
});
