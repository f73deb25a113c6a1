import { accounts } from './accounts.ts';
import { inbound } from './inbound.ts';
import { send } from './send.ts';
import { createBench, round } from './support/bench.ts';

const benches = { send, accounts, inbound };

const name = process.argv[2] ?? '';
if (!(name in benches)) {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join('|')}`);
  process.exit(2);
}
const { bench, end } = createBench();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    end().then(() => process.exit(130));
  });
}
try {
  const { ours, peer, unit, passed, details } = await benches[name as keyof typeof benches](bench);
  await end();
  const ratio = round(ours / peer);
  console.log(JSON.stringify({ bench: name, ours, peer, ratio, unit, passed, ...details }));
  process.exit(passed ? 0 : 1);
} catch (error) {
  await end();
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
