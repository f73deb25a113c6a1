import { Command, InvalidArgumentError } from 'commander';
import { startEmulator } from './start-emulator.ts';

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535; 0 takes a free one.');
  }
  return number;
}

const command = new Command('emulator')
  .description('Telegram in a box: an MTProto server with a world of its own.')
  .requiredOption('--mtproto-port <port>', 'where Telegram clients connect', port)
  .requiredOption('--http-port <port>', 'where the control API listens', port)
  .option('--bot-api-port <port>', 'where the Bot API listens', port, 0)
  .option('--seed <text>', 'makes ids, hashes and choices the same in each run')
  .option('--verbose', 'tell on stderr what goes wrong inside')
  .parse();

const options = command.opts<{
  mtprotoPort: number;
  httpPort: number;
  botApiPort: number;
  seed?: string;
  verbose?: boolean;
}>();

const tell = (text: string) => process.stderr.write(`${text}\n`);

const emulator = await startEmulator({
  mtprotoPort: options.mtprotoPort,
  httpPort: options.httpPort,
  botApiPort: options.botApiPort,
  seed: options.seed,
  log: options.verbose ? tell : undefined,
}).catch((error: NodeJS.ErrnoException & { port?: number }) => {
  const taken = error.code === 'EADDRINUSE';
  tell(
    taken ? `Port ${error.port} is taken; 0 takes a free one` : `Cannot start: ${error.message}`,
  );
  process.exit(1);
});
const { mtproto, control, botApi } = emulator;
console.log(JSON.stringify({ mtproto, control, botApi }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    emulator.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        tell(`The emulator did not stop cleanly: ${error}`);
        process.exit(1);
      },
    );
  });
}
