import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { itInFolder } from '../../test/support/temp-folder.ts';
import { lockFolder } from './exclusive-lock.ts';

/** A process of its own that holds the folder until it is killed. */
async function holdElsewhere(folder: string): Promise<ChildProcess> {
  const lock = new URL('./exclusive-lock.ts', import.meta.url).href;
  const source = `
    import { lockFolder } from ${JSON.stringify(lock)};
    await lockFolder(${JSON.stringify(folder)});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await once(child, 'exit');
}

itInFolder('a held folder is refused, and says whose it is and what to do', async ({ folder }) => {
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: 'conflict',
    text: {
      ru: expect.stringMatching(/занята другим.*DATA_DIR/),
      en: expect.stringMatching(/in use by another.*DATA_DIR/),
    },
  });
  await unlock();
});

itInFolder('a released folder is free, and nothing is left of it', async ({ folder }) => {
  const unlock = await lockFolder(folder);
  await unlock();
  expect(await readdir(folder)).toEqual([]);
  const again = await lockFolder(folder);
  await again();
});

itInFolder('another process is kept out while one lives, even stopped', async ({ folder }) => {
  const child = await holdElsewhere(folder);
  try {
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'conflict' });
    child.kill('SIGSTOP');
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'conflict' });
  } finally {
    await kill(child, 'SIGKILL');
  }
});

itInFolder('what a killed process held is taken, by exactly one of many', async ({ folder }) => {
  await kill(await holdElsewhere(folder), 'SIGKILL');
  expect(await readdir(dirname(folder))).toContain(`${basename(folder)}.lock`);
  const tries = await Promise.allSettled([lockFolder(folder), lockFolder(folder)]);
  const taken = tries.flatMap((t) => (t.status === 'fulfilled' ? [t.value] : []));
  expect(taken).toHaveLength(1);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'conflict' });
  await taken[0]?.();
});

itInFolder(
  'a folder deep down, whose path no socket could have, is held too',
  async ({ folder }) => {
    const deep = join(folder, 'a'.repeat(60), 'b'.repeat(60));
    await mkdir(deep, { recursive: true });
    const unlock = await lockFolder(deep);
    await expect(lockFolder(deep)).rejects.toMatchObject({ code: 'conflict' });
    await unlock();
  },
);
