import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { collectGarbage } from '../../../base/collect-garbage.ts';
import { readCsv } from '../../../base/csv/read-csv.ts';
import type { Db } from '../../../base/db/database.ts';
import { isPassing } from '../../../base/db/database.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { Text } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import type { JobHandler, JobRun } from '../../../feature.ts';
import { accountKeys } from './account-keys.ts';
import { hashNames, isListEmpty } from './carry-stops-over.ts';
import { gatherPeople, type PersonRow } from './gather-people.ts';
import type { ImportArgs } from './import-args.ts';
import { keepRefusals } from './keep-refusals.ts';
import { keptText } from './keep-table.ts';
import { rowReader } from './read-row.ts';
import { createSeenPeople } from './seen-people.ts';
import { type ImportTerms, TooManyOneByOne, type Written, writePeople } from './write-people.ts';

const CHUNK_ROWS = 2_000;
/** Memory stays even for the price of a hundredth of the time. */
const CHUNKS_PER_COLLECTION = 6;
const MOST_TRIES = 5;

/** Cells are kept of what is refused alone: a million rows are a lot to throw away. */
type Row =
  | { row: number; refused: Text; cells: string[] }
  /** `isSeen`: in a dry run, that the person was met earlier in the file. */
  | (PersonRow & { isSeen: boolean })
  | { row: number };
type Counts = Written & { rows: number; refused: number; empty: number };
type State = { row: number; counts: Counts; isFinished?: boolean };

/**
 * Brings the people of a kept file in, chunk by chunk. Each chunk is one transaction with its
 * place in the file, so that a crash loses and doubles nobody. While the database is busy with one
 * chunk, the next one is read: not before, since reading would keep the database waiting.
 */
export const importContacts: JobHandler = {
  async run(app, job) {
    const args = job.args as ImportArgs;
    let state = args.isDry ? begin() : ((job.state as State | null) ?? begin());
    if (args.isDry && job.state !== null) await forgetRefusals(app, job);
    await countAnew(app);
    const chunks = await readChunks(app, job, args, state.row);
    let next = ahead(chunks.next());
    try {
      for (let count = 0; ; count++) {
        const { value: rows } = await next;
        if (!rows) break;
        if (count % CHUNKS_PER_COLLECTION === 0) collectGarbage();
        let following: typeof next | undefined;
        const readOn = () => {
          following ??= ahead(chunks.next());
          return following;
        };
        state = await writeChunk(app, job, args, state, rows, readOn);
        next = readOn();
      }
    } finally {
      await next.catch(() => undefined);
      await chunks.return(undefined);
    }
    if (!state.isFinished) await finish(app, job, args, state);
    await countAnew(app);
    return { ...state.counts, dry_run: args.isDry };
  },
};

/**
 * Lets the database plan anew by what the tables hold now: the embedded one never does by itself,
 * and PostgreSQL only minutes later.
 */
async function countAnew(app: App): Promise<void> {
  await app.db.execute(
    sql`analyze (skip_locked) contacts, consents, contact_tags, audience_members`,
  );
}

function begin(): State {
  return { row: 0, counts: { rows: 0, added: 0, known: 0, stopped: 0, refused: 0, empty: 0 } };
}

/** Read before it is waited for: should it fail meanwhile, whoever waits will hear of it. */
function ahead<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function readChunks(app: App, job: JobRun, args: ImportArgs, afterRow: number) {
  const accounts = args.columns.includes('account_id')
    ? await accountKeys(app.db, job.workspaceId)
    : new Map<string, number>();
  const read = rowReader(args.columns, { ...args, accounts });
  const seen = args.isDry ? createSeenPeople() : undefined;
  const nobodyIsListed = await isListEmpty(app.db, job.workspaceId);
  const look = (row: number, cells: string[]): Row => {
    const said = read(cells);
    if (said === 'empty') return { row };
    if ('refused' in said) return { row, refused: said.refused, cells };
    const { person } = said;
    // Made while the database is busy with the chunk before.
    const hashes = nobodyIsListed ? undefined : hashNames(app, job.workspaceId, person);
    return { row, person, hashes, isSeen: seen?.meet(person) === true };
  };
  async function* chunks(): AsyncGenerator<Row[], undefined> {
    let rows: Row[] = [];
    let row = 0;
    const text = keptText(app, job.workspaceId, args.file.key);
    for await (const cells of readCsv(text, args.delimiter)) {
      row += 1;
      if (row <= afterRow || (row === 1 && args.hasHeader)) continue;
      rows.push(look(row, cells));
      if (rows.length < CHUNK_ROWS) continue;
      yield rows;
      rows = [];
    }
    if (rows.length > 0) yield rows;
    return undefined;
  }
  return chunks();
}

/** Halved as long as too many of its people need to be looked at one by one. */
async function writeChunk(
  app: App,
  job: JobRun,
  args: ImportArgs,
  state: State,
  rows: readonly Row[],
  readOn: () => void,
): Promise<State> {
  for (let tries = 1; ; tries++) {
    try {
      return await writeRows(app, job, args, state, rows, readOn);
    } catch (error) {
      if (error instanceof TooManyOneByOne) break;
      if (!isPassing(error) || tries === MOST_TRIES) throw error;
      // Somebody else was at work on the same people: give way, a little longer each time.
      await pause(tries * 50 * (1 + app.random()));
    }
  }
  const half = Math.ceil(rows.length / 2);
  const first = await writeChunk(app, job, args, state, rows.slice(0, half), readOn);
  return writeChunk(app, job, args, first, rows.slice(half), readOn);
}

async function writeRows(
  app: App,
  job: JobRun,
  args: ImportArgs,
  state: State,
  rows: readonly Row[],
  readOn: () => void,
): Promise<State> {
  const refused = rows.flatMap((row) => ('refused' in row ? [row] : []));
  const people = rows.flatMap((row) => ('person' in row ? [row] : []));
  const empty = rows.length - refused.length - people.length;
  const advance = (written: Written): State => {
    const { counts } = state;
    return {
      row: rows.at(-1)?.row ?? state.row,
      counts: {
        rows: counts.rows + rows.length,
        added: counts.added + written.added,
        known: counts.known + written.known,
        stopped: counts.stopped + written.stopped,
        refused: counts.refused + refused.length,
        empty: counts.empty + empty,
      },
    };
  };
  const rehearsed = args.isDry ? await rehearse(app, job, args, people, readOn) : undefined;
  return app.database.transaction(async (tx) => {
    const written = rehearsed ?? (await write(app, tx, job, args, people, readOn));
    await keepRefusals(tx, job, refused);
    const next = advance(written);
    await job.save(tx, { state: next, progress: progressOf(args, next) });
    return next;
  });
}

function write(
  app: App,
  tx: Db,
  job: JobRun,
  args: ImportArgs,
  rows: readonly PersonRow[],
  readOn: () => void,
) {
  const { people, doubtful } = gatherPeople(rows);
  const { sourceId, audienceId, existing } = args;
  const terms: ImportTerms = {
    workspaceId: job.workspaceId,
    evidence: { import_job: job.id, file: args.file.name },
    sourceId,
    audienceId,
    existing,
  };
  return writePeople(app, tx, terms, people, doubtful, readOn);
}

class RolledBack extends Error {}

/** Writes and takes it back; whoever was met earlier in the file is known by now. */
async function rehearse(
  app: App,
  job: JobRun,
  args: ImportArgs,
  rows: readonly (PersonRow & { isSeen: boolean })[],
  readOn: () => void,
): Promise<Written> {
  const fresh = rows.filter(({ isSeen }) => !isSeen);
  let written: Written = { added: 0, known: 0, stopped: 0 };
  await app.database
    .transaction(async (tx) => {
      written = await write(app, tx, job, args, fresh, readOn);
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  return { ...written, known: written.known + rows.length - fresh.length };
}

function progressOf(args: ImportArgs, { counts }: State) {
  const { rows, ...rest } = counts;
  return { ...rest, done: rows, total: Math.max(args.rows, rows) };
}

async function forgetRefusals(app: App, job: JobRun): Promise<void> {
  await app.db.execute(sql`
    delete from import_refusals where workspace_id = ${job.workspaceId} and job_id = ${job.id}`);
}

async function finish(app: App, job: JobRun, args: ImportArgs, state: State): Promise<void> {
  const { workspaceId, actor } = job;
  await app.database.transaction(async (tx) => {
    const { counts } = state;
    const kept = { state: { ...state, isFinished: true }, progress: progressOf(args, state) };
    await job.save(tx, { ...kept, progress: { ...kept.progress, total: counts.rows } });
    if (args.isDry) return;
    const data = { job_id: job.id, source_id: args.sourceId, ...counts };
    await recordEvents(tx, [
      { workspaceId, type: 'contacts.imported', at: app.clock.now(), actor, data },
    ]);
  });
}
