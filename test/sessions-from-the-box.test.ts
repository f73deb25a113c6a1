import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryStorage, TelegramClient } from '@mtcute/node';
import {
  addPublicKey,
  NodeCryptoProvider,
  readStringSession,
  writeStringSession,
} from '@mtcute/node/utils.js';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Emulator } from '../emulator/start-emulator.ts';
import { startEmulator } from '../emulator/start-emulator.ts';
import { readSessions } from '../server/edges/telegram-account/session-files/read-sessions.ts';
import type { FoundSession } from '../server/edges/telegram-account/session-source.ts';
import { itInFolder as it } from './support/temp-folder.ts';

let box: Emulator;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0 });
  const crypto = new NodeCryptoProvider();
  await crypto.initialize();
  addPublicKey(crypto, box.mtproto.publicKeyPem);
});

afterAll(() => box.stop());

async function post(path: string, body: object): Promise<Response> {
  const response = await fetch(`${box.control}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  expect(response.ok).toBe(true);
  return response;
}

async function newUser(): Promise<number> {
  const response = await post('/users', { firstName: 'Anna' });
  const { id } = (await response.json()) as { id: number };
  return id;
}

/** Connects with a session that was read, and asks the box whose it is. */
async function ownerOf({ session }: FoundSession): Promise<number> {
  const dc = { id: box.mtproto.dcId, ipAddress: box.mtproto.host, port: box.mtproto.port };
  const primaryDcs = { main: dc, media: dc };
  const client = new TelegramClient({
    apiId: 1,
    apiHash: 'hash',
    storage: new MemoryStorage(),
    defaultDcs: primaryDcs,
    logLevel: 0,
    disableUpdates: true,
  });
  try {
    await client.importSession(writeStringSession({ ...readStringSession(session), primaryDcs }));
    return (await client.getMe()).id;
  } finally {
    await client.destroy();
  }
}

describe('a session made elsewhere signs its owner in when it is read from', () => {
  it.for(['mtcute', 'telethon', 'gramjs', 'pyrogram'])(
    'a string of %s',
    async (format, { folder }) => {
      const id = await newUser();
      const response = await post(`/users/${id}/session`, { format });
      const { session: text } = (await response.json()) as { session: string };
      const [found] = await readSessions({ text }, folder);
      expect(found && (await ownerOf(found))).toBe(id);
    },
  );

  it.for([
    ['telethon-file', 'account.session', {}],
    ['tdata-zip', 'account.zip', {}],
    ['tdata-zip', 'locked.zip', { passcode: '1234' }],
  ] as const)('a file of the format %s, %s', async ([format, name, lock], { folder }) => {
    const id = await newUser();
    const response = await post(`/users/${id}/session`, { format, ...lock });
    const path = join(folder, name);
    await writeFile(path, Buffer.from(await response.arrayBuffer()));
    const [found] = await readSessions({ path, ...lock }, folder);
    expect(found && (await ownerOf(found))).toBe(id);
  });
});
