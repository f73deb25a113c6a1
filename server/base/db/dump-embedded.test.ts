import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { beforeAll, expect } from 'vitest';
import { ensureTemplate, readTemplate } from '../../../test/support/database-template.ts';
import { itInFolder } from '../../../test/support/temp-folder.ts';
import { createMovableClock } from '../clock.ts';
import { createSilentLog } from '../log.ts';
import { startDumping } from './dump-embedded.ts';
import { openEmbedded } from './embedded.ts';
import { int, selectRow } from './rows.ts';

const DAY_MS = 86_400_000;

beforeAll(ensureTemplate);

/** The embedded database in memory, whatever the other tests run on. */
const open = async () => openEmbedded(undefined, await readTemplate(undefined));

itInFolder('a copy is made once a day, the last seven are kept', async ({ folder }) => {
  const database = await open();
  const clock = createMovableClock(new Date('2026-03-02T09:00:00Z'));
  const dumps = join(folder, 'dumps');
  // What a copy is worth is another test: here only when it is made counts.
  const light = { ...database, dump: async () => new Uint8Array([1]) };
  const loop = startDumping({ database: light, clock, log: createSilentLog() }, dumps);
  await loop.drain();
  await expect(readdir(dumps)).rejects.toThrow('ENOENT');
  clock.advance(11 * 60_000);
  await loop.drain();
  expect(await readdir(dumps)).toEqual(['vestnik-2026-03-02.tar.gz']);
  expect((await stat(join(dumps, 'vestnik-2026-03-02.tar.gz'))).mode & 0o777).toBe(0o600);
  await writeFile(join(dumps, 'mine.tar.gz'), 'x');
  for (let day = 0; day < 9; day++) {
    clock.advance(DAY_MS);
    await loop.drain();
  }
  const kept = await readdir(dumps);
  expect(kept).toHaveLength(8);
  expect(kept).toContain('vestnik-2026-03-11.tar.gz');
  expect(kept).not.toContain('vestnik-2026-03-04.tar.gz');
  expect(kept).toContain('mine.tar.gz');
  await loop.stop();
  await database.close();
});

itInFolder('a copy brings back what was written', async ({ folder }) => {
  const database = await open();
  await database.runScript('create table kept (n int); insert into kept values (42)');
  const dump = await database.dump?.();
  await database.close();
  await writeFile(join(folder, 'copy.tar.gz'), dump ?? new Uint8Array());
  const template = new Blob([await readFile(join(folder, 'copy.tar.gz'))]);
  const restored = await openEmbedded(join(folder, 'database'), { template });
  expect(await selectRow(restored.db, { n: int }, sql`select n from kept`)).toEqual({ n: 42 });
  await restored.close();
});

itInFolder('a database in a folder can be copied while it is open', async ({ folder }) => {
  const path = join(folder, 'database');
  const database = await openEmbedded(path, await readTemplate(path));
  expect((await database.dump?.())?.length).toBeGreaterThan(100_000);
  await database.close();
});

itInFolder(
  'a folder that another has open is refused, and is free after it',
  async ({ folder }) => {
    const path = join(folder, 'database');
    const database = await openEmbedded(path, await readTemplate(path));
    await expect(openEmbedded(path)).rejects.toMatchObject({ code: 'conflict' });
    await database.runScript('create table survives (n int); insert into survives values (1)');
    await database.close();
    const again = await openEmbedded(path);
    expect(await selectRow(again.db, { n: int }, sql`select n from survives`)).toEqual({ n: 1 });
    await again.close();
  },
);
