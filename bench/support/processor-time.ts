import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Bench } from './bench.ts';

/** A connection that did nothing for ten seconds is closed: seen each second, none is missed. */
const LOOK_EVERY_MS = 1_000;

/**
 * Measures what the connections of the product cost the PostgreSQL server: their processor time,
 * which others at work on the machine don't change, as wall time does. What the server does of
 * itself (vacuum, checkpoints) isn't counted. The server must run on this machine.
 * @returns what tells the seconds since the meter was started
 */
export async function timeDatabase(
  bench: Bench,
  databaseUrl: string,
): Promise<() => Promise<number>> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'bench' });
  await client.connect();
  const seen = new Map<string, number>();
  const look = async () => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where datname = current_database() and application_name like 'vestnik%'`,
    );
    for (const { pid } of rows) {
      const time = await processorTime(pid);
      if (time) seen.set(time.process, time.seconds);
    }
  };
  await look();
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  bench.atEnd(async () => {
    clearInterval(timer);
    await client.end();
  });
  return async () => {
    await look();
    return [...seen.values()].reduce((all, one) => all + one, 0);
  };
}

/** @returns undefined when the process has ended meanwhile */
async function processorTime(pid: number) {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  // Nanoseconds on a processor; the clock ticks of `stat` would be too coarse.
  const [schedule, stat] = await Promise.all([read('schedstat'), read('stat')]);
  if (!schedule || !stat) return undefined;
  // A number is given to another process later on: with its start time it stands for one.
  const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return { process: `${pid} ${startedAt}`, seconds: Number(schedule.split(' ')[0]) / 1e9 };
}
