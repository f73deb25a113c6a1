import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DEBIAN_FOLDER = '/usr/lib/postgresql';

export type ThrowawayPostgres = {
  /** postgresql://… of its database `postgres`; whoever connects from this machine is let in. */
  url: string;
  stop(): Promise<void>;
};

/**
 * Starts a PostgreSQL server of our own in a temporary folder, on loopback.
 * @param options.isDurable false gives up surviving a power cut, as tests may
 * @returns undefined where PostgreSQL isn't installed
 */
export async function startThrowawayPostgres(options: {
  isDurable: boolean;
}): Promise<ThrowawayPostgres | undefined> {
  const bin = await findPrograms();
  if (!bin) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'vestnik-postgres-'));
  const owner = await serverUser();
  if (owner) await chown(folder, owner.uid, owner.gid);
  await chmod(folder, 0o700);
  // PostgreSQL refuses to run as root: Debian's own user takes its place.
  const as = (program: string, ...args: string[]) =>
    owner
      ? run('setpriv', [
          `--reuid=${owner.uid}`,
          `--regid=${owner.gid}`,
          '--clear-groups',
          join(bin, program),
          ...args,
        ])
      : run(join(bin, program), args);

  const data = join(folder, 'data');
  await as('initdb', '--auth=trust', '--username=postgres', '--encoding=UTF8', '-D', data);
  const port = await freePort();
  const settings = [
    `-c port=${port}`,
    '-c listen_addresses=127.0.0.1',
    `-c unix_socket_directories=${folder}`,
    '-c max_connections=100',
    ...(options.isDurable ? [] : ['-c fsync=off', '-c synchronous_commit=off']),
  ].join(' ');
  await as('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-o', settings, '-w', 'start');
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await as('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function findPrograms(): Promise<string | undefined> {
  const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
  const candidates = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_FOLDER, version, 'bin'))
    .concat((process.env['PATH'] ?? '').split(':'));
  return candidates.find((folder) => existsSync(join(folder, 'initdb')));
}

async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
