import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMovableClock, type MovableClock } from '../../server/base/clock.ts';
import { createSilentLog } from '../../server/base/log.ts';
import { compose } from '../../server/compose.ts';
import { readConfig } from '../../server/config/config.ts';
import type { App } from '../../server/context.ts';
import { homeWorkspaceId } from '../../server/features/workspace/ensure-workspace.ts';
import { openTestDatabase } from './database.ts';

export type TestApp = {
  app: App;
  clock: MovableClock;
  /** The workspace that the first start made. */
  workspaceId: number;
  close(): Promise<void>;
};

/** The composed program on a database of its own, no role started: for tests of one operation. */
export async function openTestApp(
  now = new Date('2026-03-02T09:00:00Z'),
  env: Record<string, string> = {},
): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vestnik-test-'));
  const settled = readConfig({
    DATA_DIR: dataDir,
    API_KEY: 'owner-key-of-the-tests',
    SECRET_KEY: 'a secret key for tests, long enough',
    ...env,
  });
  const clock = createMovableClock(now);
  const { app, close } = await compose(settled, {
    clock,
    log: createSilentLog(),
    database: await openTestDatabase(),
  });
  return {
    app,
    clock,
    workspaceId: await homeWorkspaceId(app),
    async close() {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
