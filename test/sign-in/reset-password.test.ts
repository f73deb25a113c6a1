import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbedded } from '../../server/base/db/embedded.ts';
import { OWNER, openBrowser, setUp } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const run = promisify(execFile);
const SECRET_KEY = 'a secret key for tests, long enough';
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vestnik-reset-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** The command as people run it, on the embedded database of this folder. */
async function reset(...args: string[]): Promise<string> {
  const command = ['--import', 'tsx', 'server/cli/reset-password.ts', ...args];
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, SECRET_KEY, API_KEY: 'key' };
  const { stdout } = await run(process.execPath, command, { env, timeout: 240_000 });
  return stdout;
}

/** A server on that database, for as long as `work` takes. */
async function withServer(work: (server: TestServer) => Promise<void>): Promise<void> {
  const database = await openEmbedded(join(dataDir, 'database'));
  const server = await startTestServer({}, { dataDir, database });
  try {
    await work(server);
  } finally {
    await server.stop();
    await database.close();
  }
}

test('an operator who is locked out gets a link from the command line', async () => {
  await withServer(async (server) => void (await setUp(server)));

  const said = await reset('Anna');
  const token = /\/app\/invite#(vsi_[\w-]{43})\s*$/.exec(said)?.[1];

  await withServer(async (server) => {
    const given = { token, login: OWNER.login, password: 'remembered this time' };
    const came = await openBrowser(server).post('/session/invitation', given);
    expect(came.status).toBe(201);
  });
}, 300_000);
