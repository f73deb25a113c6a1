import { createHash } from 'node:crypto';
import { realpath, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from './errors.ts';

/** Longest path of a Unix socket on the narrowest system (macOS). */
const LONGEST_SOCKET_PATH = 103;

/**
 * Takes a folder for this process alone until released or until the process dies, however it dies:
 * the holder listens on a socket, which no dead process can. It stands beside the folder and not in
 * it: whoever copies all that is in there couldn't read it.
 * @throws AppError conflict when another living process holds it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = await socketPath(folder);
  for (let attempt = 0; attempt < 3; attempt++) {
    const server = await listen(path);
    if (server) return () => new Promise((resolve) => void server.close(() => resolve()));
    if (await answers(path)) throw inUse(folder);
    // Left by a dead process. Two newcomers may both see that: moved aside first, so that the
    // slower one can notice that it moved a living lock and put it back.
    const aside = `${path}.${process.pid}`;
    const moved = await rename(path, aside).then(
      () => true,
      () => false,
    );
    if (!moved) continue;
    if (await answers(aside)) {
      await rename(aside, path);
      throw inUse(folder);
    }
    await rm(aside, { force: true });
  }
  throw inUse(folder);
}

async function socketPath(folder: string): Promise<string> {
  const real = await realpath(folder);
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\vestnik-${createHash('sha256').update(real).digest('hex')}`;
  }
  const beside = `${real}.lock`;
  if (Buffer.byteLength(beside) + 12 <= LONGEST_SOCKET_PATH) return beside;
  const name = createHash('sha256').update(real).digest('hex').slice(0, 24);
  return join(tmpdir(), `vestnik-${name}.lock`);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Only a refusal tells a dead holder; a full queue or a foreign user is a living one. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
}

function inUse(folder: string): AppError {
  return new AppError('conflict', {
    ru: `Папка ${folder} уже занята другим запущенным процессом. Остановите его или задайте другую DATA_DIR.`,
    en: `The folder ${folder} is in use by another running process. Stop it or set another DATA_DIR.`,
  });
}
