import { type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { membersBody } from '../../../../contract/contacts.ts';
import { safeCsvRow, UTF8_MARK } from '../../../base/csv/write-csv.ts';
import { jsonRows } from '../../../base/db/columns.ts';
import { selectRows, text } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import type { SealedWriter } from '../../../base/sealed-stream.ts';
import { MOST_XLSX_ROWS, writeXlsx } from '../../../base/xlsx/write-xlsx.ts';
import type { App } from '../../../context.ts';
import type { Caller, JobHandler, JobRun } from '../../../feature.ts';
import { enqueueJob } from '../../jobs/enqueue-job.ts';
import { keepJobFile } from '../../jobs/job-files.ts';
import type { Job } from '../../jobs/tables.ts';
import { type ContactFilter, contactsThatFit, pageOfContacts } from '../filter-contacts.ts';
import { type FoundContact, readContacts, viewContact } from '../find-contacts.ts';
import { type Audience, audienceMembersSql } from './audience-members.ts';
import { readAudience } from './audiences.ts';
import { texts } from './texts.ts';

export const EXPORT_JOB = 'audience.export';

type Format = { format: 'csv' | 'xlsx'; delimiter: ',' | ';' };
type Whom = { audienceId: number } | { filter: ContactFilter } | { contactIds: number[] };
type ExportArgs = Format & Whom;
/** A query of the next people's ids, as `audienceMembersSql` gives it. */
type PageSql = (page: { afterId: number; limit: number }) => SQL;
type Cell = string | number | null;

const CHUNK = 1_000;
const MOST_CUSTOM_COLUMNS = 200;

/** Queues the making of a file of all people of an audience. @throws AppError not_found */
export async function startExport(
  app: App,
  caller: Caller,
  id: number,
  { format, delimiter }: Format,
): Promise<Job> {
  const { workspaceId, actor } = caller;
  return app.database.transaction(async (tx) => {
    const { name } = await readAudience(tx, workspaceId, id);
    const args: ExportArgs = { audienceId: id, format, delimiter };
    const title = texts.exportTitle(name);
    return enqueueJob(app, tx, { workspaceId, kind: EXPORT_JOB, title, args, actor });
  });
}

/** Queues the making of a file of the people picked, or of all that fit a filter. */
export async function startExportOf(
  app: App,
  { workspaceId, actor }: Caller,
  whom: z.output<typeof membersBody>,
  { format, delimiter }: Format,
): Promise<Job> {
  const people = 'filter' in whom ? whom : { contactIds: whom.contact_ids };
  const args: ExportArgs = { ...people, format, delimiter };
  const title = texts.contactsExportTitle;
  return app.database.transaction((tx) =>
    enqueueJob(app, tx, { workspaceId, kind: EXPORT_JOB, title, args, actor }),
  );
}

/** Changes nothing but its own file, and so begins anew after a crash. */
export const exportAudienceJob: JobHandler = {
  async run(app, job) {
    const { format, delimiter, ...whom } = job.args as ExportArgs;
    const { name, pageSql } = await readWhom(app, job.workspaceId, whom);
    const pace = saving(app, job);
    const custom = await customNames(app, pageSql, pace);
    let people = 0;
    async function* rows(): AsyncGenerator<Cell[]> {
      yield [...columns, ...custom.map((name) => `custom.${name}`)];
      for await (const contact of peopleOf(app, pageSql, pace)) {
        people += 1;
        yield cellsOf(contact, custom);
      }
    }
    const file = await keepJobFile(
      app,
      job.workspaceId,
      { name: `${name}.${format}`, type: types[format] },
      (kept) => (format === 'csv' ? writeCsv(kept, rows(), delimiter) : writeSheet(kept, rows())),
    );
    return { file, people };
  },
};

/** The people of an audience as CSV for Excel, as they are read. */
export async function* audienceCsv(app: App, audience: Audience): AsyncGenerator<Buffer> {
  const pageSql: PageSql = (page) => audienceMembersSql(audience, page);
  const pace = async () => {};
  const custom = await customNames(app, pageSql, pace);
  yield Buffer.from(UTF8_MARK);
  yield Buffer.from(safeCsvRow([...columns, ...custom.map((name) => `custom.${name}`)], ';'));
  for await (const contact of peopleOf(app, pageSql, pace))
    yield Buffer.from(safeCsvRow(cellsOf(contact, custom), ';'));
}

/** Called between two chunks. */
type Pace = (done: number) => Promise<void>;

/** Between two chunks the job may be cancelled. */
function saving(app: App, job: JobRun): Pace {
  return (done) =>
    app.database.transaction((tx) => job.save(tx, { state: null, progress: { done } }));
}

async function readWhom(
  app: App,
  workspaceId: number,
  whom: Whom,
): Promise<{ name: string; pageSql: PageSql }> {
  if ('audienceId' in whom) {
    const audience = await readAudience(app.db, workspaceId, whom.audienceId);
    return { name: audience.name, pageSql: (page) => audienceMembersSql(audience, page) };
  }
  const name = 'contacts';
  if ('filter' in whom)
    return { name, pageSql: (page) => pageOfContacts(workspaceId, whom.filter, page) };
  const ids = jsonRows(whom.contactIds);
  const pageSql: PageSql = ({ afterId, limit }) => sql`
    select c.id from contacts c
    where ${contactsThatFit(workspaceId, {})} and c.id > ${afterId}
      and c.id in (select value::bigint from jsonb_array_elements_text(${ids}))
    order by c.id limit ${limit}`;
  return { name, pageSql };
}

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

async function writeCsv(
  file: SealedWriter,
  rows: AsyncIterable<Cell[]>,
  delimiter: ',' | ';',
): Promise<void> {
  await file.write(UTF8_MARK);
  for await (const cells of rows) await file.write(safeCsvRow(cells, delimiter));
}

/** @throws AppError invalid_request when Excel could not open so many rows */
function writeSheet(file: SealedWriter, rows: AsyncIterable<Cell[]>): Promise<void> {
  async function* bounded() {
    let count = 0;
    for await (const cells of rows) {
      count += 1;
      if (count > MOST_XLSX_ROWS) throw new AppError('invalid_request', texts.tooManyForXlsx);
      yield cells;
    }
  }
  return writeXlsx(bounded(), (bytes) => file.write(bytes));
}

async function* peopleOf(app: App, pageSql: PageSql, pace: Pace): AsyncGenerator<FoundContact> {
  let afterId = 0;
  for (let done = 0; ; ) {
    const page = pageSql({ afterId, limit: CHUNK });
    const people = (await readContacts(app.db, page)).reverse();
    yield* people;
    done += people.length;
    afterId = people.at(-1)?.id ?? afterId;
    await pace(done);
    if (people.length < CHUNK) return;
  }
}

/** The names of the team's own fields that somebody of them has. */
async function customNames(app: App, pageSql: PageSql, pace: Pace): Promise<string[]> {
  const names = new Set<string>();
  for (let afterId = 0; ; ) {
    const page = pageSql({ afterId, limit: CHUNK });
    const found = await selectRows(
      app.db,
      { name: text, last: text },
      sql`
        with page as materialized (${page})
        select distinct '' as name, (select coalesce(max(id), 0) from page)::text as last
        union
        select k.name, ''
        from page p join contacts c on c.id = p.id, jsonb_object_keys(c.custom) as k(name)`,
    );
    const last = Number(found.find((row) => row.last !== '')?.last ?? 0);
    for (const { name, last } of found) if (last === '') names.add(name);
    if (names.size > MOST_CUSTOM_COLUMNS)
      throw new AppError('invalid_request', texts.tooManyCustom(MOST_CUSTOM_COLUMNS));
    if (last === 0) return [...names].sort();
    await pace(0);
    afterId = last;
  }
}

const columns = [
  'id',
  'telegram_id',
  'username',
  'phone',
  'first_name',
  'last_name',
  'priority',
  'status',
  'account_id',
  'tags',
  'language',
  'time_zone',
  'notes',
  'source',
  'basis',
  'consent_at',
  'opted_out_at',
  'created_at',
] as const;

function cellsOf(contact: FoundContact, custom: readonly string[]): Cell[] {
  const view = viewContact(contact);
  return [
    ...columns.map((name) => {
      const value = view[name];
      // Long ids lose their last digits where a spreadsheet takes them for numbers.
      if (name === 'telegram_id') return value === null ? null : String(value);
      return Array.isArray(value) ? value.join(', ') : value;
    }),
    ...custom.map((name) => {
      const value = view.custom[name];
      return value === undefined || value === null ? null : String(value);
    }),
  ];
}
