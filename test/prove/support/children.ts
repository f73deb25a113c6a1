import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process of ours: ended by its id, whatever happens. */
export type Child = {
  pid: number;
  signal(name: NodeJS.Signals): void;
  hasExited(): boolean;
  /** Resolves with the exit code, or the signal that ended it. */
  exited: Promise<number | NodeJS.Signals>;
  /** The next line on stdout that `pick` makes something of. @throws Error when it ends before */
  line<T>(pick: (line: string) => T | undefined): Promise<T>;
  /** What it said last, for the one who must find out why it ended. */
  lastWords(): string;
};

const alive = new Set<ChildProcess>();
const KEPT_LINES = 30;

/** Ends whatever still runs, at once. */
export function killAll(): void {
  for (const child of alive) child.kill('SIGKILL');
}

/** Starts one of the project's programs with exactly this environment, besides PATH and HOME. */
export function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Child {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  alive.add(child);
  const said: string[] = [];
  const listeners = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      if (said.length > KEPT_LINES) said.shift();
      if (stream === child.stdout) for (const heard of listeners) heard(line);
    });
  }
  const exited = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      alive.delete(child);
      resolve(code ?? signal ?? 0);
    });
  });
  const lastWords = () => said.join('\n');
  return {
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    hasExited: () => !alive.has(child),
    exited,
    lastWords,
    line: (pick) =>
      new Promise((resolve, reject) => {
        const heard = (line: string) => {
          const picked = pick(line);
          if (picked === undefined) return;
          listeners.delete(heard);
          resolve(picked);
        };
        listeners.add(heard);
        void exited.then((how) => reject(new Error(`it ended (${how}):\n${lastWords()}`)));
      }),
  };
}
