import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { conversionTimedOut, programMissing } from './texts.ts';

/** Kilobytes of address space; enough for 4K video on one thread, and for no bomb. */
const maxMemoryKb = 2 * 1024 * 1024;

const maxStderrLength = 8 * 1024;

/** How a shell says that it could not run the program (POSIX, 2.8.2). */
const notStarted = new Set([126, 127]);

export type RunOptions = {
  timeoutMs: number;
  /** Takes what the program writes to its output, in pieces. */
  onStdout(chunk: Buffer): void;
};

export type RunOutcome = {
  succeeded: boolean;
  /** The last lines of what the program said: for the log, never for a person. */
  stderr: string;
};

/**
 * Runs a program over content that nobody vouches for: bounded in time and, on Linux, in memory,
 * and without our environment, where the secrets are.
 * @throws AppError timeout (the program is killed), internal if it can't be started
 */
export function runProgram(
  path: string,
  args: readonly string[],
  options: RunOptions,
): Promise<RunOutcome> {
  const [command, commandArgs] = bounded(path, args, options.timeoutMs);
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArgs, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: passedOn('PATH', 'LD_LIBRARY_PATH', 'SystemRoot'),
      windowsHide: true,
    });
    let stderr = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);

    child.stdout.on('data', options.onStdout);
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-maxStderrLength);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(programMissing(basename(path), error));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (timedOut) reject(conversionTimedOut(options.timeoutMs));
      else if (code !== null && notStarted.has(code)) {
        reject(programMissing(basename(path), new Error(stderr)));
      } else resolve({ succeeded: code === 0, stderr: signal ? `${stderr}\n${signal}` : stderr });
    });
  });
}

/**
 * On Linux the shell sets the limits and then becomes the program itself: nothing to install, and
 * the killed process is the right one. The arguments never become shell text.
 */
function bounded(
  path: string,
  args: readonly string[],
  timeoutMs: number,
): [command: string, args: string[]] {
  if (process.platform !== 'linux' || !existsSync('/bin/sh')) return [path, [...args]];
  // Processor time outlives us: it ends a conversion whose server was killed.
  const cpuSeconds = Math.ceil(timeoutMs / 1000) * 4;
  const limits = `ulimit -c 0; ulimit -t ${cpuSeconds}; ulimit -v ${maxMemoryKb}`;
  return ['/bin/sh', ['-c', `${limits}; exec "$0" "$@"`, path, ...args]];
}

function passedOn(...names: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
