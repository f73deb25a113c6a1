import { describe, expect, it } from 'vitest';
import { refusalOf } from './media-samples.ts';
import { runProgram } from './run-program.ts';

async function run(script: string, timeoutMs = 10_000) {
  let stdout = '';
  const outcome = await runProgram('/bin/sh', ['-c', script], {
    timeoutMs,
    onStdout: (chunk) => {
      stdout += chunk;
    },
  });
  return { ...outcome, stdout };
}

describe.skipIf(process.platform === 'win32')('a program', () => {
  it('runs to its end and says whether it succeeded', async () => {
    expect(await run('echo said')).toEqual({ succeeded: true, stderr: '', stdout: 'said\n' });
    expect(await run('echo why >&2; exit 3')).toEqual({
      succeeded: false,
      stderr: 'why\n',
      stdout: '',
    });
  });

  it('is killed when its time is up', async () => {
    expect((await refusalOf(run('exec sleep 30', 100))).code).toBe('timeout');
  });

  it('that falls to a signal has not succeeded', async () => {
    expect(await run('kill -KILL $$')).toMatchObject({ succeeded: false, stderr: '\nSIGKILL' });
  });

  it('keeps only the last of its complaints', async () => {
    const { stderr } = await run('yes complaint | head -c 100000 >&2; echo last >&2');
    expect(stderr.length).toBeLessThan(10_000);
    expect(stderr).toContain('last\n');
  });

  it('sees nothing of our environment but where programs are', async () => {
    process.env['VESTNIK_TEST_SECRET'] = 'token';
    const { stdout } = await run('env');
    delete process.env['VESTNIK_TEST_SECRET'];
    expect(stdout).toContain('PATH=');
    expect(stdout).not.toContain('token');
  });

  it('gets its arguments as they are, never as shell text', async () => {
    let stdout = '';
    const args = ['%s|', '$(echo no)', '; echo no', 'a \'b\' "c"'];
    await runProgram('/usr/bin/printf', args, {
      timeoutMs: 10_000,
      onStdout: (chunk) => {
        stdout += chunk;
      },
    });
    expect(stdout).toBe('$(echo no)|; echo no|a \'b\' "c"|');
  });

  it('that is not there is an error that names it', async () => {
    const missing = runProgram('/nowhere/ffmpeg', [], { timeoutMs: 10_000, onStdout: () => {} });
    const error = await refusalOf(missing);
    expect(error.code).toBe('internal');
    expect(error.text.en).toContain('The program ffmpeg was not found');
  });
});

describe.runIf(process.platform === 'linux')('on Linux a program', () => {
  it('is bounded in memory and processor time', async () => {
    expect((await run('ulimit -v; ulimit -t; ulimit -c')).stdout).toBe('2097152\n40\n0\n');
  });
});
