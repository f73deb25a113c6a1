import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleInBrowser } from './console.ts';
import { gracefulStopOnEmbedded, gracefulStopOnPostgres } from './graceful-stop.ts';
import { handOver } from './hand-over.ts';
import { killCampaignOnEmbedded, killCampaignOnPostgres } from './kill-during-campaign.ts';
import { killDuringInvites } from './kill-during-invites.ts';
import { killWhileAnswering } from './kill-while-answering.ts';
import { killWhileCollecting } from './kill-while-collecting.ts';
import { killOnEmbedded, killOnPostgres } from './kill-while-sending.ts';
import { stopOnEmbedded, stopOnPostgres } from './stop-under-load.ts';
import { killAll } from './support/children.ts';
import type { Proof, Verdict } from './support/proof.ts';
import { createRandom } from './support/random.ts';

// The longer proofs, one after another; with a name, that one alone:
//   npm run prove -- kill-while-sending
const proofs: readonly Proof[] = [
  killOnEmbedded,
  killOnPostgres,
  handOver,
  stopOnEmbedded,
  stopOnPostgres,
  gracefulStopOnEmbedded,
  gracefulStopOnPostgres,
  killCampaignOnEmbedded,
  killCampaignOnPostgres,
  killDuringInvites,
  killWhileCollecting,
  killWhileAnswering,
  consoleInBrowser,
];

const say = (text: string) => process.stdout.write(`${text}\n`);
const ends: (() => Promise<void> | void)[] = [];

let isBrokenOff = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isBrokenOff) return;
    isBrokenOff = true;
    say(`\n${signal}: ending everything that was started`);
    cleanUp().finally(() => process.exit(1));
  });
}
// Whatever way this process ends, nothing of it stays behind.
process.on('exit', killAll);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !proofs.some((p) => p.name === name));
if (unknown.length > 0) {
  say(
    `No proof is called ${unknown.join(', ')}. There are: ${proofs.map((p) => p.name).join(', ')}`,
  );
  process.exit(1);
}

const chosen = wanted.length === 0 ? proofs : proofs.filter(({ name }) => wanted.includes(name));
const results: { name: string; isShown: boolean; line: string }[] = [];
for (const proof of chosen) {
  const isShown = await runOne(proof);
  if (isBrokenOff) break;
  if (!isShown) process.exitCode = 1;
}
say('\nSummary');
for (const { isShown, line } of results) say(`  ${isShown ? 'shown ' : 'FAILED'}  ${line}`);

async function runOne({ name, run }: Proof): Promise<boolean> {
  const random = createRandom();
  say(`\n${name} (PROVE_SEED=${random.seed})`);
  const folder = await mkdtemp(join(tmpdir(), 'vestnik-prove-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const startedAt = performance.now();
  const verdict = await run({
    random,
    folder,
    defer: (end) => void ends.push(end),
    say: (text) => say(`  ${text}`),
  }).catch(
    (error: unknown): Verdict => ({
      shown: 'it broke off',
      wrongs: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    }),
  );
  await cleanUp();
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const isShown = verdict.wrongs.length === 0;
  const line = `${name}: ${verdict.shown} (${seconds} s)`;
  results.push({ name, isShown, line });
  say(`${isShown ? 'shown ' : 'FAILED'}  ${line}`);
  for (const wrong of verdict.wrongs.slice(0, 20)) say(`  - ${wrong}`);
  if (verdict.wrongs.length > 20) say(`  … and ${verdict.wrongs.length - 20} more`);
  return isShown;
}

/** Ends what a proof opened, the last first; one that can't be ended doesn't keep the others. */
async function cleanUp(): Promise<void> {
  for (let end = ends.pop(); end; end = ends.pop()) {
    try {
      await end();
    } catch (error) {
      say(`  could not clean up: ${error}`);
    }
  }
}
