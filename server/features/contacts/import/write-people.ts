import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, nullable, type Row, selectRows, text, time } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { lockWholeList } from '../do-not-contact.ts';
import { identifyContact, recogniseContact } from '../identify-contact.ts';
import { carryStopsOver, type MetPerson } from './carry-stops-over.ts';
import { combine, type Gathered, type PersonRow } from './gather-people.ts';
import type { RowPerson } from './read-row.ts';

/** What an import gives everybody in it. */
export type ImportTerms = {
  workspaceId: number;
  /** What shows where everybody's consent comes from. */
  evidence: Record<string, unknown>;
  /** null in a dry run: nobody's consent is kept. */
  sourceId: number | null;
  /** The list that everybody is put on. */
  audienceId: number | null;
  /**
   * What becomes of the fields of people known already. `learn`: names they are known by in Telegram
   * are added, everything else that the team has noted stays.
   */
  existing: 'update' | 'keep' | 'learn';
};

export type Written = { added: number; known: number; stopped: number };

/** More of these one by one would take longer than a transaction may: take a smaller chunk. */
const MOST_ONE_BY_ONE = 40;
/** Thrown before anything lasting was done. */
export class TooManyOneByOne extends Error {}

/** Who waits longer gives way: nobody else's work must fail because of an import. Milliseconds. */
const LOCK_WAIT_MS = 500;

/**
 * Writes a chunk of a file, all in sets but for those who turn out to be several contacts: these
 * are identified, and merged, one by one. Whoever is on the do-not-contact list stays stopped.
 * @param meanwhile called when the database has begun with the longest part
 */
export async function writePeople(
  app: App,
  tx: Db,
  terms: ImportTerms,
  people: readonly Gathered[],
  doubtful: readonly PersonRow[],
  meanwhile: () => void = () => {},
): Promise<Written> {
  // A foreign key's check is planned once for a whole session: planned while a table is nearly
  // empty, it would read the table from end to end for each of a million people. And a chunk that
  // a power cut swallows is written again: its place in the file goes with it.
  await tx.execute(sql`
    select set_config('lock_timeout', ${`${LOCK_WAIT_MS}ms`}, true),
      set_config('enable_seqscan', 'off', true), set_config('synchronous_commit', 'off', true)`);
  const inserting = insertPeople(app, tx, terms, people);
  setImmediate(meanwhile);
  const added = await inserting;
  const others = people.filter((_, n) => !added.has(n));
  const { single, several } = await matchKnown(tx, terms.workspaceId, others);
  const oneByOne: PersonRow[] = [...several, ...doubtful];
  if (oneByOne.length > MOST_ONE_BY_ONE) throw new TooManyOneByOne();

  // From here on nobody can be put on the list unseen; nobody new is met elsewhere either.
  await lockWholeList(tx, terms.workspaceId);
  const known: Known[] = [...single];
  let addedOneByOne = 0;
  for (const { row, person } of oneByOne.sort((a, b) => a.row - b.row)) {
    const names = identifiersOf(person);
    const met = await recogniseContact(app, tx, terms.workspaceId, names);
    if (!met) addedOneByOne += 1;
    const { id } = met ?? (await identifyContact(app, tx, terms.workspaceId, names));
    // Their names are settled; what was this row's may be a later row's by now.
    const { telegramId: _, username: __, phone: ___, ...rest } = person;
    known.push({ row, person: rest, contactId: id, met: undefined });
  }
  await updateKnown(tx, terms, known);
  const met: MetPerson[] = [
    ...[...added].map(([n, contactId]) => ({
      ...identifiersOf(people[n]?.person ?? {}),
      contactId,
      stoppedSince: null,
      hashes: people[n]?.hashes,
    })),
    ...known.flatMap(({ met }) => (met ? [met] : [])),
  ];
  const stopped = await carryStopsOver(app, tx, terms.workspaceId, met);
  await keepConsents(app, tx, terms, known);
  await joinAudience(app, tx, terms, [...added.values(), ...known.map((k) => k.contactId)]);
  const rows = people.reduce((sum, p) => sum + p.rows, doubtful.length);
  const isNew = added.size + addedOneByOne;
  return { added: isNew, known: rows - isNew, stopped };
}

/** @returns the new contacts by their place in `people`; whoever shares a name with one is left out */
async function insertPeople(
  app: App,
  tx: Db,
  { workspaceId, evidence: given, sourceId }: ImportTerms,
  people: readonly Gathered[],
): Promise<Map<number, number>> {
  const now = at(app.clock.now());
  const rows = people.map(({ row, person: p }, n) => ({
    n,
    r: row,
    t: p.telegramId,
    u: p.username,
    p: p.phone,
    f: p.firstName,
    l: p.lastName,
    pr: p.priority,
    s: p.status,
    a: p.assignedSenderId,
    c: p.custom,
    g: p.tags,
    la: p.language,
    z: p.timeZone,
    no: p.notes,
  }));
  const evidence = sql`${JSON.stringify(given)}::jsonb || jsonb_build_object('row', g.r)`;
  const made = await selectRows(
    tx,
    { n: int, id: int },
    sql`
      with g as materialized (
        select r.*, nextval('contacts_id_seq') as id,
          nextval('consents_id_seq') as consent_id
        from json_to_recordset(${JSON.stringify(rows)}::json) as r(n int, r int, t bigint, u text, p text,
          f text, l text, pr int, s text, a bigint, c jsonb, g text[], la text, z text, no text)
        order by n),
      made as (
        insert into contacts (id, workspace_id, telegram_id, username, phone, first_name, last_name,
          consent_id, created_at, priority, status, assigned_sender_id, custom, tags, language,
          time_zone, notes)
        overriding system value
        select id, ${workspaceId}, t, u, p, coalesce(f, ''), coalesce(l, ''),
          case when ${sourceId}::bigint is not null then consent_id end, ${now}, coalesce(pr, 5),
          coalesce(s, 'pending'), a, coalesce(c, '{}'), coalesce(g, '{}'), la, z, coalesce(no, '')
        from g order by n
        on conflict do nothing
        returning id),
      agreed as (
        insert into consents (id, workspace_id, contact_id, source_id, given_at, evidence)
        overriding system value
        select g.consent_id, ${workspaceId}, g.id, ${sourceId}::bigint, ${now}, ${evidence}
        from g join made using (id)
        where ${sourceId}::bigint is not null)
      select g.n, g.id from g join made using (id)`,
  );
  return new Map(made.map(({ n, id }) => [n, id]));
}

type Known = PersonRow & {
  contactId: number;
  /** Set when they are known by something new: then their stops must be looked at. */
  met: MetPerson | undefined;
};

const matchColumns = {
  id: int,
  telegramId: nullable(int),
  username: nullable(text),
  phone: nullable(text),
  stoppedSince: nullable(time),
};
type Match = Row<typeof matchColumns>;

/** Finds and locks the contacts that share a name with these people. */
async function matchKnown(tx: Db, workspaceId: number, people: readonly Gathered[]) {
  const single: Known[] = [];
  const several: PersonRow[] = [];
  if (people.length === 0) return { single, several };
  const matches = await lockMatches(tx, workspaceId, people);
  const by = {
    telegramId: new Map(matches.map((m) => [m.telegramId, m])),
    username: new Map(matches.map((m) => [m.username, m])),
    phone: new Map(matches.map((m) => [m.phone, m])),
  };
  for (const { row, person } of people) {
    const found = new Set<Match>();
    for (const kind of ['telegramId', 'username', 'phone'] as const) {
      const match = (by[kind] as Map<unknown, Match>).get(person[kind] ?? Symbol.for('none'));
      if (match) found.add(match);
    }
    const [match] = found;
    const isSomebodyElse =
      match?.telegramId != null &&
      person.telegramId !== undefined &&
      match.telegramId !== person.telegramId;
    if (!match || found.size > 1 || isSomebodyElse) several.push({ row, person });
    else single.push({ row, person, contactId: match.id, met: metBySomethingNew(match, person) });
  }
  return { single, several };
}

function lockMatches(tx: Db, workspaceId: number, people: readonly Gathered[]): Promise<Match[]> {
  const values = (kind: 'telegramId' | 'username' | 'phone') =>
    jsonRows(people.flatMap(({ person }) => person[kind] ?? []));
  return selectRows(
    tx,
    matchColumns,
    sql`
      select id, telegram_id as "telegramId", username, phone, opted_out_at as "stoppedSince"
      from contacts
      where id in (
        select c.id from jsonb_array_elements_text(${values('telegramId')}) v
          join contacts c on c.workspace_id = ${workspaceId} and c.telegram_id = v.value::bigint
        union
        select c.id from jsonb_array_elements_text(${values('username')}) v
          join contacts c on c.workspace_id = ${workspaceId} and c.username = v.value
        union
        select c.id from jsonb_array_elements_text(${values('phone')}) v
          join contacts c on c.workspace_id = ${workspaceId} and c.phone = v.value)
      order by id for update`,
  );
}

function metBySomethingNew(match: Match, person: RowPerson): MetPerson | undefined {
  const isNew = (['telegramId', 'username', 'phone'] as const).some(
    (kind) => person[kind] !== undefined && person[kind] !== match[kind],
  );
  if (!isNew) return undefined;
  return {
    contactId: match.id,
    telegramId: match.telegramId ?? person.telegramId,
    username: person.username ?? match.username,
    phone: person.phone ?? match.phone,
    stoppedSince: match.stoppedSince,
  };
}

/** What the file says is added to what is known; rows that say nothing new write nothing. */
async function updateKnown(tx: Db, terms: ImportTerms, known: readonly Known[]): Promise<void> {
  if (known.length === 0) return;
  const { existing } = terms;
  const rows = [...sayingsOf(known)].map(([id, p]) => {
    if (existing === 'keep') return { id, tags: p.tags };
    const own = { id, telegram_id: p.telegramId, username: p.username, phone: p.phone };
    if (existing === 'learn') return { ...own, own_first: p.firstName, own_last: p.lastName };
    return {
      ...own,
      first_name: p.firstName,
      last_name: p.lastName,
      priority: p.priority,
      status: p.status,
      assigned: p.assignedSenderId,
      custom: p.custom,
      tags: p.tags,
      language: p.language,
      time_zone: p.timeZone,
      notes: p.notes,
    };
  });
  await tx.execute(sql`
    with r as (
      select * from jsonb_to_recordset(${jsonRows(rows)}) as r(id bigint, telegram_id bigint,
        username text, phone text, first_name text, last_name text, priority int, status text,
        assigned bigint, custom jsonb, tags text[], language text, time_zone text, notes text,
        own_first text, own_last text)),
    n as (
      select c.id, coalesce(c.telegram_id, r.telegram_id) as telegram_id,
        coalesce(r.username, c.username) as username, coalesce(r.phone, c.phone) as phone,
        coalesce(r.first_name, case when c.first_name = '' and c.last_name = '' then r.own_first end,
          c.first_name) as first_name,
        coalesce(r.last_name, case when c.first_name = '' and c.last_name = '' then r.own_last end,
          c.last_name) as last_name,
        coalesce(r.priority, c.priority) as priority, coalesce(r.status, c.status) as status,
        coalesce(r.assigned, c.assigned_sender_id) as assigned_sender_id,
        c.custom || coalesce(r.custom, '{}') as custom,
        c.tags || array(select t from unnest(r.tags) t where t <> all(c.tags)) as tags,
        coalesce(r.language, c.language) as language,
        coalesce(r.time_zone, c.time_zone) as time_zone, coalesce(r.notes, c.notes) as notes
      from r join contacts c on c.workspace_id = ${terms.workspaceId} and c.id = r.id)
    update contacts c set telegram_id = n.telegram_id, username = n.username, phone = n.phone,
      first_name = n.first_name, last_name = n.last_name, priority = n.priority,
      status = n.status, assigned_sender_id = n.assigned_sender_id, custom = n.custom,
      tags = n.tags, language = n.language, time_zone = n.time_zone, notes = n.notes
    from n
    where c.id = n.id and (c.telegram_id, c.username, c.phone, c.first_name, c.last_name,
        c.priority, c.status, c.assigned_sender_id, c.custom, c.tags, c.language, c.time_zone,
        c.notes)
      is distinct from (n.telegram_id, n.username, n.phone, n.first_name, n.last_name, n.priority,
        n.status, n.assigned_sender_id, n.custom, n.tags, n.language, n.time_zone, n.notes)`);
}

/** All that the rows say of each contact; several of them may have turned out to be one. */
function sayingsOf(known: readonly Known[]): Map<number, RowPerson> {
  const rows = new Map<number, PersonRow[]>();
  for (const one of known) rows.set(one.contactId, [...(rows.get(one.contactId) ?? []), one]);
  return new Map([...rows].map(([id, own]) => [id, combine(own)]));
}

/** One consent for each person and source, as with `recordConsent`. */
async function keepConsents(
  app: App,
  tx: Db,
  { workspaceId, evidence, sourceId }: ImportTerms,
  known: readonly Known[],
): Promise<void> {
  if (sourceId === null || known.length === 0) return;
  const rows = known.map(({ contactId, row }) => ({ id: contactId, row }));
  await tx.execute(sql`
    with r as (
      select id, min(row) as row from jsonb_to_recordset(${jsonRows(rows)}) as r(id bigint, row int)
      group by id),
    agreed as (
      insert into consents (workspace_id, contact_id, source_id, given_at, evidence)
      select ${workspaceId}, r.id, ${sourceId}, ${at(app.clock.now())},
        ${JSON.stringify(evidence)}::jsonb || jsonb_build_object('row', r.row)
      from r
      where not exists (
        select from consents k where k.workspace_id = ${workspaceId} and k.contact_id = r.id
          and k.source_id = ${sourceId})
      returning id, contact_id)
    update contacts c set consent_id = agreed.id from agreed
    where c.workspace_id = ${workspaceId} and c.id = agreed.contact_id`);
}

async function joinAudience(
  app: App,
  tx: Db,
  { workspaceId, audienceId }: ImportTerms,
  contactIds: readonly number[],
): Promise<void> {
  if (audienceId === null || contactIds.length === 0) return;
  await tx.execute(sql`
    insert into audience_members (workspace_id, audience_id, contact_id, added_at)
    select ${workspaceId}, ${audienceId}, value::bigint, ${at(app.clock.now())}
    from jsonb_array_elements_text(${jsonRows(contactIds)})
    on conflict do nothing`);
}

function identifiersOf({ telegramId, username, phone }: RowPerson) {
  return { telegramId, username, phone };
}
