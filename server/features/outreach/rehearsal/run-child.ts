import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RehearsalLine, RehearsalOrder, RehearsalRecord } from './protocol.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PROGRAM = 'rehearsal/main.ts';
/** What of the environment the child may see: nothing of the installation's. */
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG'];
/** Beyond its own limit it is given so long to end; then it is killed. */
const GRACE_MS = 15_000;
const MOST_ERRORS = 2_000;

export type Progress = Extract<RehearsalLine, { kind: 'progress' }>;

/**
 * Runs a rehearsal in a process of its own, which knows neither our database nor our keys.
 * @param signal kills it at once
 * @throws Error with what it said last when it doesn't come to its end
 */
export function runChild(
  order: RehearsalOrder,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<RehearsalRecord> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Error('the rehearsal was broken off'));
    const env = Object.fromEntries(
      KEPT.flatMap((k) => (process.env[k] ? [[k, process.env[k]]] : [])),
    );
    const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM], {
      cwd: ROOT,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const kill = () => void child.kill('SIGKILL');
    const timer = setTimeout(kill, order.limitMs + GRACE_MS);
    signal.addEventListener('abort', kill, { once: true });
    let last: RehearsalLine | undefined;
    let errors = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      last = JSON.parse(line) as RehearsalLine;
      if (last.kind === 'progress') onProgress(last);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-MOST_ERRORS);
    });
    // A child that died before it had read its order says so by its end.
    child.stdin.on('error', () => {});
    // Left open: the child ends when we do.
    child.stdin.write(`${JSON.stringify(order)}\n`);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      if (last?.kind === 'record') return resolve(last.record);
      const why = last?.kind === 'failed' ? last.message : errors || `exit code ${code}`;
      reject(new Error(`the rehearsal came to no end: ${why}`));
    });
  });
}
