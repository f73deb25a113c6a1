import type { PGlite } from '@electric-sql/pglite';
import type { Database } from '../../server/base/db/database.ts';
import { overEngine, startEngine } from '../../server/base/db/embedded.ts';
import { readTemplate } from './database-template.ts';

/** An engine grows with what was in it, and forgets nothing of its catalogue. */
const MOST_USES = 40;
/** Each takes some hundred megabytes. */
const MOST_FREE = 2;
/** Whoever holds a transaction open longer keeps the engine. */
const RELEASE_MS = 2_000;

type Engine = {
  pglite: PGlite;
  uses: number;
  /** Reads which tables have rows. */
  whichAreFull: string;
  /** What the tables, columns and rules of the schema were. */
  schema: string;
  /** The tables that had rows from the beginning; their copies stand in a schema of this name. */
  pristine: readonly string[];
};

const free: Engine[] = [];

/**
 * A migrated embedded database in memory, as good as new: one that another test has closed, swept,
 * or a new one. Starting one takes ten times as long as sweeping one.
 */
export async function openSwept(): Promise<Database> {
  const engine = free.pop() ?? (await newEngine());
  return overEngine(engine.pglite, async () => {
    engine.uses += 1;
    const isAsNew =
      engine.uses < MOST_USES && free.length < MOST_FREE && (await sweepInTime(engine));
    if (isAsNew) free.push(engine);
    else await engine.pglite.close();
  });
}

async function newEngine(): Promise<Engine> {
  const pglite = await startEngine(undefined, await readTemplate(undefined));
  const tables = await read(
    pglite,
    `select quote_ident(relname) from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const whichAreFull = tables
    .map((table) => `select '${table}' where exists (select from ${table})`)
    .join(' union all ');
  const schema = await readSchema(pglite);
  await pglite.exec('create schema pristine');
  const pristine = await read(pglite, whichAreFull);
  for (const table of pristine)
    await pglite.exec(`create table pristine.${table} as table ${table}`);
  return { pglite, uses: 0, whichAreFull, schema, pristine };
}

/** @returns whether the engine is as it was when it started; it may be used again then */
async function sweepInTime(engine: Engine): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), RELEASE_MS);
  });
  try {
    return await Promise.race([sweep(engine), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

async function sweep({ pglite, whichAreFull, schema, pristine }: Engine): Promise<boolean> {
  for (const channel of await read(pglite, 'select pg_listening_channels()'))
    await pglite.unlisten(channel);
  if ((await readSchema(pglite)) !== schema) return false;
  const full = await read(pglite, whichAreFull);
  await pglite.exec(`
    deallocate all;
    select pg_advisory_unlock_all();
    set session_replication_role = replica;
    ${full.map((table) => `delete from ${table};`).join('\n')}`);
  // The tables are as short again as they were: no test finds its rows in another order.
  await pglite.exec(`vacuum (index_cleanup on) ${full.join(', ')}`);
  await pglite.exec(`
    ${pristine.map((table) => `insert into ${table} select * from pristine.${table};`).join('\n')}
    select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where last_value is not null;
    reset all;`);
  return true;
}

/** Tests may make tables of their own, or take rules away. */
async function readSchema(pglite: PGlite): Promise<string> {
  const [schema = ''] = await read(
    pglite,
    `select md5(concat(
      (select string_agg(format('%s %s', oid, relname), ',' order by oid) from pg_class
        where relnamespace = 'public'::regnamespace),
      (select string_agg(format('%s %s %s %s %s', attrelid, attnum, attname, atttypid, attnotnull),
          ',' order by attrelid, attnum)
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'public'::regnamespace and attnum > 0),
      (select string_agg(oid::text, ',' order by oid) from pg_constraint),
      (select string_agg(format('%s %s', oid, tgenabled), ',' order by oid) from pg_trigger),
      (select string_agg(oid::text, ',' order by oid) from pg_proc
        where pronamespace = 'public'::regnamespace)))`,
  );
  return schema;
}

/** The first column. */
async function read(pglite: PGlite, query: string): Promise<string[]> {
  const { rows } = await pglite.query<[string]>(query, [], { rowMode: 'array' });
  return rows.map(([value]) => value);
}
