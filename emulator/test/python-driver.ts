import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PYTHON = '/usr/bin/python3';

/** Whether Python has a module; says so in one line when it hasn't. */
export function hasPythonModule(module: string, debian: string): boolean {
  const look = ['-W', 'ignore', '-c', `import ${module}`];
  const found = spawnSync(PYTHON, look, { timeout: 20_000 }).status === 0;
  if (!found) {
    process.stderr.write(`Skipped: ${module} is not installed (apt-get install ${debian})\n`);
  }
  return found;
}

/** A Python program that takes one JSON command per line and gives one JSON answer per line. */
export type PythonDriver = {
  /** @throws Error with the name of Python's exception, and its `seconds` if it has them */
  ask<T>(command: Record<string, unknown>): Promise<T>;
  stop(): void;
};

/** @param driver  the program's file beside the caller */
export function startPython(driver: URL, argument: string): PythonDriver {
  const child: ChildProcess = spawn(PYTHON, ['-W', 'ignore', fileURLToPath(driver), argument], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('Python was started without its pipes');
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  createInterface({ input: stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  child.on('exit', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error('Python has ended'));
  });
  return {
    async ask<T>(command: Record<string, unknown>) {
      stdin.write(`${JSON.stringify(command)}\n`);
      const line = await new Promise<string>((resolve, reject) => {
        waiting.push({ resolve, reject });
      });
      const answer: { ok: T; error?: string; seconds?: number } = JSON.parse(line);
      if (answer.error) throw Object.assign(new Error(answer.error), { seconds: answer.seconds });
      return answer.ok;
    },
    stop: () => void child.kill(),
  };
}
