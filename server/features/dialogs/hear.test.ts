import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import type { Heard } from '../../edges/telegram-account/port.ts';
import { createHeldSenders } from '../../held-senders.ts';
import { startHearing } from './hear.ts';
import { readHistory } from './read-history.ts';

let house: TestApp;

beforeAll(async () => {
  house = await openTestApp();
  const { app, workspaceId: w } = house;
  await app.db.execute(sql`insert into senders (id, workspace_id, kind, fence)
    overriding system value values (1, ${w}, 'account', 1)`);
  await app.db.execute(sql`insert into accounts (id, workspace_id, number, name, status,
    status_since, status_reason, added_at)
    values (1, ${w}, 1, 'One', 'active', now(), 'test', now())`);
});
afterAll(() => house?.close());

function message(telegramId: number, userId: number, change: Record<string, unknown> = {}): Heard {
  const from = {
    userId,
    accessHash: '5',
    username: null,
    phone: null,
    firstName: 'Anna',
    lastName: '',
  };
  const sentAt = house.clock.now();
  return {
    kind: 'message',
    message: { telegramId, from, sentAt, type: 'text', text: `message ${telegramId}`, ...change },
  };
}

async function hear(...heard: Heard[]) {
  const held = createHeldSenders();
  const loop = await startHearing(house.app, held);
  const sender = { id: 1, workspaceId: house.workspaceId, fence: 1 };
  for (const item of heard) held.hear({ sender, heard: item });
  await loop.drain();
  await loop.stop();
}

async function textsOf(userId: number): Promise<string[]> {
  const page = { limit: 50, beforeId: undefined };
  const { messages } = await readHistory(house.app, house.workspaceId, userId, page);
  return messages.map((m) => m.content).reverse();
}

test('each message is stored once, however often it is heard', async () => {
  await hear(message(1, 501), message(1, 501), message(2, 501));
  await hear(message(2, 501));
  expect(await textsOf(501)).toEqual(['message 1', 'message 2']);
});

test('a message that cannot be stored keeps nobody else back, and that it came is known', async () => {
  const attachment = { location: '{}', mimeType: 'image/\0png', size: 5 };
  await hear(
    message(11, 502),
    message(12, 503, { attachment }),
    message(13, 504, { sentAt: new Date(Number.NaN) }),
    message(14, 505),
    message(15, 503),
  );
  expect(await textsOf(502)).toEqual(['message 11']);
  expect(await textsOf(505)).toEqual(['message 14']);
  expect(await textsOf(503)).toEqual(['[unreadable message]', 'message 15']);
});
