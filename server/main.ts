import { existsSync } from 'node:fs';
import { AppError } from './base/errors.ts';
import { ConfigError, readConfig } from './config/config.ts';
import { startVestnik } from './start.ts';

const STOP_TIMEOUT_MS = 30_000;

if (existsSync('.env')) process.loadEnvFile('.env');

try {
  const settled = readConfig(process.env);
  const vestnik = await startVestnik(settled);
  const { log, config } = vestnik.app;
  for (const notice of vestnik.notices) process.stdout.write(`\n${notice}\n\n`);
  log.info({ url: vestnik.url, roles: config.roles }, 'Vestnik is running');
  if (!vestnik.app.ports.telegramAccounts.configured)
    log.warn('API_ID and API_HASH are not set: everything but Telegram itself works');

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping: what is in flight is finished first');
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    vestnik.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'the stop was not clean');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

/** What a person who can't start the server needs to read. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof AppError)
    return `Вестник не может запуститься. ${error.text.ru}\n\nVestnik cannot start. ${error.text.en}`;
  return `Vestnik cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
