import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { convertFromPyrogramSession, convertFromTdata, Tdata } from '@mtcute/convert';
import type { StringSessionData } from '@mtcute/core/utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import { mtcuteFixture } from './mtcute-fixture.ts';

const world = mtcuteFixture('session-formats');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sessions-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Unpacks a zip archive with a library that the box doesn't use. */
async function unzip(archive: Buffer, into: string): Promise<string[]> {
  const names: string[] = [];
  const zip = await new Promise<import('yauzl').ZipFile>((resolve, reject) =>
    fromBuffer(archive, { lazyEntries: true }, (error, file) =>
      error ? reject(error) : resolve(file),
    ),
  );
  await new Promise<void>((resolve, reject) => {
    zip.on('end', resolve);
    zip.on('error', reject);
    zip.on('entry', (entry) => {
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error);
        const parts: Buffer[] = [];
        for await (const part of stream) parts.push(part);
        const path = join(into, entry.fileName);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, Buffer.concat(parts));
        names.push(entry.fileName);
        zip.readEntry();
      });
    });
    zip.readEntry();
  });
  return names;
}

async function tdata(userId: number, more: Record<string, unknown> = {}): Promise<string> {
  const body = { format: 'tdata-zip', ...more };
  const answer = await world.control.raw('POST', `/users/${userId}/session`, body);
  expect(answer.headers.get('content-type')).toBe('application/zip');
  const into = await mkdtemp(join(folder, 'tdata-'));
  const names = await unzip(Buffer.from(await answer.arrayBuffer()), into);
  expect(names.every((name) => name.startsWith('tdata/'))).toBe(true);
  return join(into, 'tdata');
}

/** Signs in with a session whose format cannot lead to the box. */
async function whoIs(session: StringSessionData): Promise<number> {
  const { host, port, dcId } = world.box.mtproto;
  const dc = { id: dcId, ipAddress: host, port };
  const client = world.newClient();
  await client.importSession({ ...session, primaryDcs: { main: dc, media: dc } });
  return (await client.getMe()).id;
}

describe('A tdata archive', () => {
  it('holds an account that is signed in', async () => {
    const id = await world.control.makeUser({});
    const opened = await Tdata.open({ path: await tdata(id), ignoreVersion: true });
    expect(await whoIs(await convertFromTdata(opened))).toBe(id);
  });

  it('holds several accounts in the order they were named', async () => {
    const ids = [];
    for (let i = 0; i < 3; i++) ids.push(await world.control.makeUser({}));
    const path = await tdata(ids[0] ?? 0, { also: ids.slice(1) });
    const opened = await Tdata.open({ path, ignoreVersion: true });
    expect(opened.keyData.order).toEqual([0, 1, 2]);
    for (const place of opened.keyData.order) {
      expect(await whoIs(await convertFromTdata(opened, place))).toBe(ids[place]);
    }
  });

  it('opens with its passcode only', async () => {
    const id = await world.control.makeUser({});
    const path = await tdata(id, { passcode: 'secret' });
    const open = (passcode?: string) =>
      Tdata.open({ path, ignoreVersion: true, ...(passcode ? { passcode } : {}) });
    await expect(open()).rejects.toBeDefined();
    await expect(open('wrong')).rejects.toBeDefined();
    expect(await whoIs(await convertFromTdata(await open('secret')))).toBe(id);
  });
});

describe('A Pyrogram string', () => {
  it('holds an account that is signed in', async () => {
    const id = await world.control.makeUser({});
    const { session } = await world.control.post<{ session: string }>(`/users/${id}/session`, {
      format: 'pyrogram',
    });
    expect(await whoIs(convertFromPyrogramSession(session))).toBe(id);
  });
});

describe('Sessions in bulk', () => {
  it('come in the order of the people', async () => {
    const { ids } = await world.control.post<{ ids: number[] }>('/users/bulk', {
      count: 3,
      firstName: 'One of many',
      username: 'one_of_many',
      phone: '+79990000001',
    });
    const { sessions } = await world.control.post<{ sessions: string[] }>('/sessions/bulk', {
      userIds: ids,
      format: 'mtcute',
    });
    const found = [];
    for (const session of sessions) {
      const client = world.newClient();
      await client.importSession(session);
      const me = await client.getMe();
      found.push([me.id, me.username, me.phoneNumber]);
    }
    expect(found).toEqual([
      [ids[0], 'one_of_many1', '79990000001'],
      [ids[1], 'one_of_many2', '79990000002'],
      [ids[2], 'one_of_many3', '79990000003'],
    ]);
  });
});
