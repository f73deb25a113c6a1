import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from './test/wait-for.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(...options: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...options]);
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    said.out += text;
  });
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, said, ended };
}

describe('The command', () => {
  it('prints one line of JSON that tells how to connect, and stops when it is told to', async () => {
    const { child, said, ended } = run('--mtproto-port', '0', '--http-port', '0', '--seed', 'x');
    await waitFor('the line', () => (said.out.endsWith('\n') ? true : undefined), 20_000);
    const line: unknown = JSON.parse(said.out);
    expect(line).toEqual({
      mtproto: {
        host: '127.0.0.1',
        port: expect.any(Number),
        dcId: 2,
        publicKeyPem: expect.stringMatching(/^-----BEGIN RSA PUBLIC KEY-----\n/),
      },
      botApi: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/control$/),
    });
    const { control } = line as { control: string };
    expect((await fetch(control)).status).toBe(200);
    child.kill('SIGTERM');
    const start = performance.now();
    expect(await ended).toBe(0);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(said.out.trim().split('\n')).toHaveLength(1);
    expect(said.err).toBe('');
  });

  it.each([
    [['--mtproto-port', 'abc', '--http-port', '0'], 'A port is a number'],
    [['--mtproto-port', '0'], '--http-port'],
    [['--mtproto-port', '0', '--http-port', '0', '--colour'], '--colour'],
  ])('explains what is wrong with %j', async (options, words) => {
    const { said, ended } = run(...options);
    expect(await ended).toBe(1);
    expect(said.err).toContain(words);
    expect(said.out).toBe('');
  });

  it('explains that a port is taken', async () => {
    const first = run('--mtproto-port', '0', '--http-port', '0');
    await waitFor('the line', () => (first.said.out.endsWith('\n') ? true : undefined), 20_000);
    const { port } = (JSON.parse(first.said.out) as { mtproto: { port: number } }).mtproto;
    const second = run('--mtproto-port', String(port), '--http-port', '0');
    expect(await second.ended).toBe(1);
    expect(second.said.err).toContain(`Port ${port} is taken`);
    expect(second.said.err).not.toContain('    at ');
  });
});
