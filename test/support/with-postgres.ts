import { spawn } from 'node:child_process';
import { startThrowawayPostgres } from './throwaway-postgres.ts';

// Runs a command with TEST_DATABASE_URL set to a PostgreSQL server of its own:
//   node --import tsx test/support/with-postgres.ts vitest run
const [command, ...args] = process.argv.slice(2);
const server = await startThrowawayPostgres({ isDurable: false });
if (!server || !command) {
  process.stderr.write(
    server
      ? 'Say which command to run.\n'
      : 'PostgreSQL is not installed: apt-get install postgresql\n',
  );
  process.exit(1);
}
const child = spawn(command, args, {
  stdio: 'inherit',
  env: { ...process.env, TEST_DATABASE_URL: server.url },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
const code = await new Promise<number>((resolve) => child.on('exit', (c) => resolve(c ?? 1)));
await server.stop();
process.exit(code);
