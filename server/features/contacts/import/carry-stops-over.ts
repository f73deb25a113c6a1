import { sql } from 'drizzle-orm';
import { jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { bool, int, selectRow, selectRows, time } from '../../../base/db/rows.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import { hashIdentifiers, type Identifiers } from '../identifiers.ts';

/** A keyed hash of an identifier; hexadecimal. */
export type NameHash = { kind: string; hash: string };

/** Somebody who has just become known under these names. */
export type MetPerson = Identifiers & {
  contactId: number;
  stoppedSince: Date | null;
  hashes?: NameHash[] | undefined;
};

/**
 * For many people what `identifyContact` does for one: who is stopped under one name is stopped
 * under all of them, since the same day. The whole list must be locked.
 * @returns how many of them are stopped
 */
export async function carryStopsOver(
  app: App,
  tx: Db,
  workspaceId: number,
  met: readonly MetPerson[],
): Promise<number> {
  if (met.length === 0) return 0;
  const nobodyIsListed = await isListEmpty(tx, workspaceId);
  if (nobodyIsListed && met.every((person) => person.stoppedSince === null)) return 0;
  const hashed = met.map((person) => ({
    person,
    hashes: person.hashes ?? hashNames(app, workspaceId, person),
  }));
  const listed = await findListed(tx, workspaceId, hashed);
  const stopped = hashed.flatMap(({ person, hashes }) => {
    const since = person.stoppedSince ?? listed.get(person.contactId);
    return since ? [{ contactId: person.contactId, since, hashes }] : [];
  });
  if (stopped.length > 0) await writeStops(app, tx, workspaceId, stopped);
  return stopped.length;
}

/** The hashes that `carryStopsOver` compares with the list. */
export function hashNames(app: App, workspaceId: number, person: Identifiers): NameHash[] {
  return hashIdentifiers(app.crypto, workspaceId, person).map(({ kind, hash }) => ({
    kind,
    hash: hash.toString('hex'),
  }));
}

/** Whether nobody of the workspace is on the do-not-contact list. */
export async function isListEmpty(db: Db, workspaceId: number): Promise<boolean> {
  const row = await selectRow(
    db,
    { isEmpty: bool },
    sql`select not exists (
      select from do_not_contact where workspace_id = ${workspaceId} and lifted_at is null
    ) as "isEmpty"`,
  );
  return row?.isEmpty ?? true;
}

async function findListed(
  tx: Db,
  workspaceId: number,
  hashed: readonly { person: MetPerson; hashes: NameHash[] }[],
): Promise<Map<number, Date>> {
  const rows = hashed.flatMap(({ person, hashes }) =>
    hashes.map(({ kind, hash }) => ({ c: person.contactId, k: kind, h: hash })),
  );
  const found = await selectRows(
    tx,
    { contactId: int, since: time },
    sql`
      select r.c as "contactId", min(d.created_at) as since
      from jsonb_to_recordset(${jsonRows(rows)}) as r(c bigint, k text, h text)
      join do_not_contact d on d.workspace_id = ${workspaceId} and d.kind = r.k
        and d.identifier_hash = decode(r.h, 'hex') and d.lifted_at is null
      group by r.c`,
  );
  return new Map(found.map(({ contactId, since }) => [contactId, since]));
}

async function writeStops(
  app: App,
  tx: Db,
  workspaceId: number,
  stopped: readonly { contactId: number; since: Date; hashes: NameHash[] }[],
): Promise<void> {
  const reason = 'known under another name';
  const names = stopped.flatMap(({ since, hashes }) =>
    hashes.map(({ kind, hash }) => ({ k: kind, h: hash, s: since.toISOString() })),
  );
  await tx.execute(sql`
    insert into do_not_contact (workspace_id, kind, identifier_hash, reason, evidence, created_at)
    select ${workspaceId}, k, decode(h, 'hex'), ${reason}, '{}', s
    from jsonb_to_recordset(${jsonRows(names)}) as r(k text, h text, s timestamptz)
    on conflict do nothing`);
  const people = stopped.map(({ contactId, since }) => ({ c: contactId, s: since.toISOString() }));
  const marked = await selectRows(
    tx,
    { id: int },
    sql`
      update contacts c set opted_out_at = r.s
      from jsonb_to_recordset(${jsonRows(people)}) as r(c bigint, s timestamptz)
      where c.workspace_id = ${workspaceId} and c.id = r.c and c.opted_out_at is null
      returning c.id`,
  );
  const now = app.clock.now();
  await recordEvents(
    tx,
    marked.map(({ id }) => ({
      workspaceId,
      type: 'contact.opted_out',
      at: now,
      contactId: id,
      data: { reason },
    })),
  );
}
