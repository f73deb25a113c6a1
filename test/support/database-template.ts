import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openEmbedded } from '../../server/base/db/embedded.ts';
import { migrate } from '../../server/base/db/migrate.ts';

export const MIGRATIONS = new URL('../../server/migrations/', import.meta.url);
const CACHE = new URL('../../node_modules/.cache/vestnik/', import.meta.url).pathname;

let template: Promise<Blob> | undefined;

/** A dump of a migrated database to begin from; none when the folder holds one already. */
export async function readTemplate(folder: string | undefined): Promise<{ template?: Blob }> {
  if (folder && existsSync(join(folder, 'PG_VERSION'))) return {};
  template ??= templatePath().then(async (path) => new Blob([await readFile(path)]));
  return { template: await template };
}

/**
 * Makes the template unless it stands there: making a database takes seconds, loading one little.
 * It is as small as can be and not packed, and nothing is left to recover in it: tests open it a
 * thousand times.
 */
export async function ensureTemplate(): Promise<void> {
  const path = await templatePath();
  if (existsSync(path)) return;
  await mkdir(CACHE, { recursive: true });
  const database = await openEmbedded(undefined);
  await migrate(database, MIGRATIONS);
  await database.db.execute(`update pg_database set datistemplate = false`);
  await database.db.execute('drop database template0');
  await database.db.execute('drop database template1');
  // The default of 128 MB would be cleared at each opening, a third of its time.
  await database.db.execute(`alter system set shared_buffers = '16MB'`);
  await database.db.execute('checkpoint');
  const dump = await database.dump?.();
  await database.close();
  if (!dump) throw new Error('the embedded database gave no dump');
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, gunzipSync(dump));
  await rename(beside, path);
}

async function templatePath(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(MIGRATIONS)).sort())
    hash.update(name).update(await readFile(new URL(name, MIGRATIONS)));
  return join(CACHE, `database-small-${hash.digest('hex').slice(0, 16)}.tar`);
}
