import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { type Delimiter, readCsv } from '../../base/csv/read-csv.ts';
import { at, jsonRows } from '../../base/db/columns.ts';
import { type Db, isPassing } from '../../base/db/database.ts';
import { int, nullable, selectRows, text } from '../../base/db/rows.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller, JobHandler, JobRun } from '../../feature.ts';
import { lockWholeList } from '../contacts/do-not-contact.ts';
import { hashIdentifiers } from '../contacts/identifiers.ts';
import type { ImportField } from '../contacts/import/column-names.ts';
import { keepRefusals } from '../contacts/import/keep-refusals.ts';
import { keepTable, keptText } from '../contacts/import/keep-table.ts';
import { planColumns } from '../contacts/import/plan-columns.ts';
import type { TableForm } from '../contacts/import/read-form.ts';
import { type ReadRow, type RowPerson, rowReader } from '../contacts/import/read-row.ts';
import type { FileOptions } from '../contacts/import/table-file.ts';
import { enqueueJob } from '../jobs/enqueue-job.ts';
import { type JobArgs, type JobFile, removeJobFile } from '../jobs/job-files.ts';
import type { Job } from '../jobs/tables.ts';
import { reasonTexts } from './gate-texts.ts';
import { texts } from './texts.ts';
import { writeFailures } from './write-outcomes.ts';

export const STOPS_JOB = 'do_not_contact.import';

type StopsArgs = JobArgs & {
  file: JobFile;
  delimiter: Delimiter;
  hasHeader: boolean;
  headers: (string | null)[];
  columns: (ImportField | null)[];
  rows: number;
  reason: string;
};

const CHUNK_ROWS = 1_000;
const MOST_TRIES = 5;
const LOCK_WAIT_MS = 500;
/** What a row of such a file may say: who, and why. */
const usedFields: readonly (ImportField | null)[] = ['telegram_id', 'username', 'phone', 'notes'];

/**
 * Takes in a file of people who are not to be written to, and queues the work on it.
 * @throws AppError invalid_request
 */
export async function startImportingStops(
  app: App,
  caller: Caller,
  form: TableForm<FileOptions & { reason: string }>,
): Promise<Job> {
  const { workspaceId, actor } = caller;
  const { reason, ...options } = form.options;
  const { file, delimiter, rows, head } = await keepTable(app, workspaceId, { ...form, options });
  try {
    const { hasHeader, columns } = planColumns(head, options.mapping, options.has_header);
    const args: StopsArgs = {
      file,
      delimiter,
      hasHeader,
      headers: columns.map((column) => column.header),
      columns: columns.map(({ field }) => (usedFields.includes(field) ? field : null)),
      rows: Math.max(1, rows - (hasHeader ? 1 : 0)),
      reason,
    };
    const title = texts.stopsTitle(form.name);
    return await app.database.transaction((tx) =>
      enqueueJob(app, tx, { workspaceId, kind: STOPS_JOB, title, args, actor }),
    );
  } catch (error) {
    await removeJobFile(app, workspaceId, file.key);
    throw error;
  }
}

type Row = { row: number; cells: string[]; read: ReadRow };
type Counts = {
  rows: number;
  listed: number;
  contacts: number;
  cancelled: number;
  refused: number;
};
type State = { row: number; counts: Counts };

/** Chunk by chunk: from the commit of each on, nothing leaves to its people any more. */
export const importStops: JobHandler = {
  async run(app, job) {
    const args = job.args as StopsArgs;
    const counts = { rows: 0, listed: 0, contacts: 0, cancelled: 0, refused: 0 };
    let state = (job.state as State | null) ?? { row: 0, counts };
    const read = rowReader(args.columns, { tags: [], accounts: new Map() });
    let rows: Row[] = [];
    let row = 0;
    const flush = async () => {
      if (rows.length > 0) state = await writeChunk(app, job, args, state, rows);
      rows = [];
    };
    const kept = keptText(app, job.workspaceId, args.file.key);
    for await (const cells of readCsv(kept, args.delimiter)) {
      row += 1;
      if (row <= state.row || (row === 1 && args.hasHeader)) continue;
      rows.push({ row, cells, read: read(cells) });
      if (rows.length === CHUNK_ROWS) await flush();
    }
    await flush();
    return state.counts;
  },
};

async function writeChunk(
  app: App,
  job: JobRun,
  args: StopsArgs,
  state: State,
  rows: readonly Row[],
): Promise<State> {
  for (let tries = 1; ; tries++) {
    try {
      return await app.database.transaction((tx) => writeRows(app, tx, job, args, state, rows));
    } catch (error) {
      if (!isPassing(error) || tries === MOST_TRIES) throw error;
      await pause(tries * 50 * (1 + app.random()));
    }
  }
}

async function writeRows(
  app: App,
  tx: Db,
  job: JobRun,
  args: StopsArgs,
  { counts }: State,
  rows: readonly Row[],
): Promise<State> {
  await tx.execute(sql`select set_config('lock_timeout', ${`${LOCK_WAIT_MS}ms`}, true)`);
  await lockWholeList(tx, job.workspaceId);
  const people = rows.flatMap(({ row, read }) =>
    typeof read === 'object' && 'person' in read ? [{ row, person: read.person }] : [],
  );
  const refused = rows.flatMap(({ row, cells, read }) =>
    typeof read === 'object' && 'refused' in read ? [{ row, cells, refused: read.refused }] : [],
  );
  await keepRefusals(tx, job, refused);
  await listPeople(app, tx, job, args, people);
  const { contacts, cancelled } = await stopKnown(app, tx, job, args, people);
  const next: State = {
    row: rows.at(-1)?.row ?? 0,
    counts: {
      rows: counts.rows + rows.length,
      listed: counts.listed + people.length,
      contacts: counts.contacts + contacts,
      cancelled: counts.cancelled + cancelled,
      refused: counts.refused + refused.length,
    },
  };
  const { rows: done, ...rest } = next.counts;
  const progress = { ...rest, done, total: Math.max(args.rows, done) };
  await job.save(tx, { state: next, progress });
  return next;
}

type Person = { row: number; person: RowPerson };

async function listPeople(
  app: App,
  tx: Db,
  job: JobRun,
  args: StopsArgs,
  people: readonly Person[],
): Promise<void> {
  const hashes = people.flatMap(({ row, person }) =>
    hashIdentifiers(app.crypto, job.workspaceId, person).map(({ kind, hash }) => ({
      k: kind,
      h: hash.toString('hex'),
      why: person.notes ?? args.reason,
      row,
    })),
  );
  await tx.execute(sql`
    insert into do_not_contact (workspace_id, kind, identifier_hash, reason, evidence, created_at)
    select ${job.workspaceId}, k, decode(h, 'hex'), left(why, 500),
      jsonb_build_object('import_job', ${job.id}::bigint, 'file', ${args.file.name}::text, 'row', row),
      ${at(app.clock.now())}
    from jsonb_to_recordset(${jsonRows(hashes)}) as r(k text, h text, why text, row int)
    on conflict do nothing`);
}

/** Those of them who are contacts are stopped under all their names; what waits is cancelled. */
async function stopKnown(
  app: App,
  tx: Db,
  job: JobRun,
  args: StopsArgs,
  people: readonly Person[],
): Promise<{ contacts: number; cancelled: number }> {
  const { workspaceId } = job;
  const now = app.clock.now();
  const names = people.map(({ person: p }) => ({ t: p.telegramId, u: p.username, p: p.phone }));
  const known = await selectRows(
    tx,
    {
      id: int,
      telegramId: nullable(int),
      username: nullable(text),
      phone: nullable(text),
      wasStopped: nullable(text),
    },
    sql`
      with r as materialized (
        select * from jsonb_to_recordset(${jsonRows(names)}) as r(t bigint, u text, p text))
      select id, telegram_id as "telegramId", username, phone, opted_out_at::text as "wasStopped"
      from contacts where id in (
        select c.id from r join contacts c
          on c.workspace_id = ${workspaceId} and c.telegram_id = r.t
        union select c.id from r join contacts c
          on c.workspace_id = ${workspaceId} and c.username = r.u
        union select c.id from r join contacts c
          on c.workspace_id = ${workspaceId} and c.phone = r.p)
      order by id for update`,
  );
  if (known.length === 0) return { contacts: 0, cancelled: 0 };
  const asPeople = known.map(({ telegramId, username, phone }) => ({
    row: 0,
    person: {
      ...(telegramId !== null && { telegramId }),
      ...(username !== null && { username }),
      ...(phone !== null && { phone }),
    },
  }));
  await listPeople(app, tx, job, args, asPeople);
  const ids = jsonRows(known.map(({ id }) => id));
  const these = sql`(select value::bigint from jsonb_array_elements_text(${ids}))`;
  // A stop said again also covers what the person wrote in between.
  await tx.execute(sql`
    update contacts set opted_out_at = ${at(now)}
    where workspace_id = ${workspaceId} and id in ${these}`);
  await tx.execute(sql`
    update dialogs set status = 'stopped'
    where workspace_id = ${workspaceId} and status = 'active' and contact_id in ${these}`);
  const queued = await selectRows(
    tx,
    { id: int },
    sql`select id from messages
        where workspace_id = ${workspaceId} and status = 'queued' and contact_id in ${these}
        for update skip locked`,
  );
  const error = {
    code: 'do_not_contact' as const,
    reason: 'do_not_contact',
    text: reasonTexts.do_not_contact,
  };
  await writeFailures(
    app,
    tx,
    queued.map(({ id }) => ({ messageId: id, from: 'queued', to: 'cancelled', error })),
  );
  await recordEvents(
    tx,
    known
      .filter(({ wasStopped }) => wasStopped === null)
      .map(({ id }) => ({
        workspaceId,
        type: 'contact.opted_out',
        at: now,
        actor: job.actor,
        contactId: id,
        data: { reason: 'import', job_id: job.id },
      })),
  );
  return { contacts: known.length, cancelled: queued.length };
}
