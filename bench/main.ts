import { accounts } from './accounts.ts';
import { bots } from './bots.ts';
import { consoleBench } from './console.ts';
import { contacts } from './contacts.ts';
import { figures } from './figures.ts';
import { inbound } from './inbound.ts';
import { judge } from './judge.ts';
import { plan } from './plan.ts';
import { send } from './send.ts';
import { createBench, round } from './support/bench.ts';

// npm run bench -- send|accounts|inbound|contacts|plan|judge|figures|console|bots
// Prints how far it is and, as its last line, JSON with bench, ours, peer, ratio and unit. Exits
// with 1 when a bar is missed. BENCH_DATABASE_URL: a PostgreSQL server to use, in place of one of
// its own. BENCH_NODE_FLAGS: flags of Node for the measured server, such as --cpu-prof.

const benches = {
  send,
  accounts,
  inbound,
  contacts,
  plan,
  judge,
  figures,
  console: consoleBench,
  bots,
};

const name = process.argv[2] ?? '';
if (!Object.hasOwn(benches, name)) {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join('|')}`);
  process.exit(2);
}

const { bench, end } = createBench();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true;
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
  // Whoever interrupts it knows why it failed.
  if (!interrupted) console.error(error instanceof Error ? error.message : error);
  await end();
  process.exit(interrupted ? 130 : 1);
}
