import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../base/db/embedded.ts';
import { createSilentLog } from '../base/log.ts';
import { compose } from '../compose.ts';
import { readConfig } from '../config/config.ts';
import { features } from '../features.ts';
import { createApi } from '../roles/api.ts';

// The OpenAPI document of this version, without a running server:
//   node --import tsx server/cli/print-openapi.ts > openapi.json
const dataDir = await mkdtemp(join(tmpdir(), 'vestnik-openapi-'));
const database = await openEmbedded(undefined);
const { app, close } = await compose(readConfig({ DATA_DIR: dataDir }), {
  database,
  log: createSilentLog(),
});
const api = await createApi(app, features);
await api.ready();
process.stdout.write(`${JSON.stringify(api.swagger(), null, 2)}\n`);
await api.close();
await close();
await rm(dataDir, { recursive: true, force: true });
