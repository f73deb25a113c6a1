import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Emulator } from '../start-emulator.ts';

const PYTHON = '/usr/bin/python3';

/** Whether Debian's python3-telethon is there; says so in one line when it isn't. */
export function hasTelethon(): boolean {
  const found = spawnSync(PYTHON, ['-c', 'import telethon'], { timeout: 20_000 }).status === 0;
  if (!found) {
    process.stderr.write('Skipped: Telethon is not installed (apt-get install python3-telethon)\n');
  }
  return found;
}

export type Telethon = {
  /** Has a client do something. @throws Error with the name of Telethon's exception */
  ask<T>(client: string, operation: string, more?: Record<string, unknown>): Promise<T>;
  stop(): void;
};

/** Starts Python with Telethon in it. */
export function startTelethon(box: Emulator): Telethon {
  const driver = fileURLToPath(new URL('telethon_driver.py', import.meta.url));
  const child: ChildProcess = spawn(PYTHON, [driver, JSON.stringify(box.mtproto)], {
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
    async ask<T>(client: string, operation: string, more: Record<string, unknown> = {}) {
      stdin.write(`${JSON.stringify({ client, do: operation, ...more })}\n`);
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
