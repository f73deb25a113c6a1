import { and, desc, eq, gt, gte, inArray, lt, or, sql } from 'drizzle-orm';
import type { Crypto } from '../../base/crypto.ts';
import type { Db } from '../../base/db/database.ts';
import { type ReadResult, readEvents, type StoredEvent } from '../../base/events/read-events.ts';
import type { App } from '../../context.ts';
import { auditHeads, auditLog } from './tables.ts';

export type AuditEntry = typeof auditLog.$inferSelect;

const CHECKED_AT_ONCE = 1_000;

/**
 * Copies what people and API keys did from the events into the audit log, each entry sealed with
 * the hash of the one before it in its workspace, and the end of the chain by itself. The hashes
 * are keyed: whoever can write to the database alone can't make them match again.
 */
export function readAudit(app: App): Promise<ReadResult> {
  return readEvents(app.database, 'audit', async (tx, events) => {
    const done = await withoutKnown(
      tx,
      events.filter((event) => event.actor.kind !== 'system'),
    );
    if (done.length === 0) return;
    const previous = await readHeads(tx, [...new Set(done.map((event) => event.workspaceId))]);
    const entries = done.map((event) => {
      const entry = entryOf(event);
      const hash = hashEntry(app.crypto, entry, previous.get(event.workspaceId));
      previous.set(event.workspaceId, hash);
      return { ...entry, hash };
    });
    const stored = await tx
      .insert(auditLog)
      .values(entries)
      .returning({ id: auditLog.id, workspaceId: auditLog.workspaceId, hash: auditLog.hash });
    await writeHeads(app.crypto, tx, stored);
  });
}

/** An actor as it is shown and asked for: operator:2; spelt as in its index. */
const actorKey = sql`((${auditLog.actor} ->> 'kind') || coalesce(':' || (${auditLog.actor} ->> 'id'), ''))`;

export type AuditFilter = {
  /** As it is shown: operator:2 */
  actor?: string | undefined;
  action?: string | undefined;
  /** A moment. */
  since?: string | undefined;
  /** What it was about: a word of the details and its value, like campaign_id:12 */
  about?: string | undefined;
};

/** One page of the log, newest first. */
export async function listAudit(
  app: App,
  workspaceId: number,
  filter: AuditFilter,
  page: { limit: number; beforeId: number | undefined },
): Promise<AuditEntry[]> {
  return app.db
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.workspaceId, workspaceId),
        filter.actor === undefined ? undefined : eq(actorKey, filter.actor),
        filter.action === undefined ? undefined : eq(auditLog.action, filter.action),
        filter.since === undefined ? undefined : gte(auditLog.at, new Date(filter.since)),
        filter.about === undefined ? undefined : isAbout(filter.about),
        page.beforeId === undefined ? undefined : lt(auditLog.id, page.beforeId),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(page.limit);
}

/** The value may be a number or a word: both are looked for. */
function isAbout(about: string) {
  const colon = about.indexOf(':');
  const [word, value] = [about.slice(0, colon), about.slice(colon + 1)];
  const either = [
    { [word]: value },
    ...(/^\d{1,15}$/.test(value) ? [{ [word]: Number(value) }] : []),
  ];
  return or(
    ...either.map((details) => sql`${auditLog.details} @> ${JSON.stringify(details)}::jsonb`),
  );
}

/**
 * Walks the chain of one workspace.
 * @returns the id of the first entry that was changed, is missing at the end, or before which one
 *   is missing
 */
export async function findBrokenAuditEntry(
  app: App,
  workspaceId: number,
): Promise<number | undefined> {
  // Read before the entries: what is added meanwhile stands after it.
  const [head] = await app.db
    .select()
    .from(auditHeads)
    .where(eq(auditHeads.workspaceId, workspaceId));
  let previousHash: Buffer | undefined;
  let afterId = 0;
  let isHeadSeen = head === undefined;
  for (;;) {
    const page: AuditEntry[] = await app.db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.workspaceId, workspaceId), gt(auditLog.id, afterId)))
      .orderBy(auditLog.id)
      .limit(CHECKED_AT_ONCE);
    for (const entry of page) {
      const expected = hashEntry(app.crypto, entry, previousHash);
      if (!head || !expected.equals(entry.hash)) return entry.id;
      if (entry.id === head.entryId)
        isHeadSeen = sealHead(app.crypto, head.entryId, workspaceId, expected).equals(head.seal);
      previousHash = expected;
      afterId = entry.id;
    }
    if (page.length < CHECKED_AT_ONCE) return isHeadSeen ? undefined : head?.entryId;
  }
}

type EntryContent = Pick<
  AuditEntry,
  'workspaceId' | 'eventId' | 'at' | 'actor' | 'action' | 'details'
>;

function entryOf(event: StoredEvent): EntryContent {
  const { senderId, contactId, messageId } = event;
  return {
    workspaceId: event.workspaceId,
    eventId: event.id,
    at: event.at,
    actor: event.actor,
    action: event.type,
    details: {
      ...event.data,
      ...(senderId !== null && { sender_id: senderId }),
      ...(contactId !== null && { contact_id: contactId }),
      ...(messageId !== null && { message_id: messageId }),
    },
  };
}

function hashEntry(
  crypto: Crypto,
  entry: EntryContent,
  previousHash: Uint8Array | undefined,
): Buffer {
  const content = JSON.stringify(
    sortKeys([
      entry.workspaceId,
      entry.eventId,
      entry.at.toISOString(),
      entry.actor,
      entry.action,
      entry.details,
    ]),
  );
  const before = Buffer.from(previousHash ?? []).toString('hex');
  return crypto.hash(`${before}:${content}`, 'audit entry');
}

function sealHead(crypto: Crypto, entryId: number, workspaceId: number, hash: Uint8Array): Buffer {
  return crypto.hash(
    `${workspaceId}:${entryId}:${Buffer.from(hash).toString('hex')}`,
    'audit head',
  );
}

/** jsonb keeps no order of keys; the hash must not depend on one. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, v]) => [key, sortKeys(v)]));
}

/** After a restored backup some events are read again. */
async function withoutKnown(tx: Db, events: StoredEvent[]): Promise<StoredEvent[]> {
  if (events.length === 0) return [];
  const rows = await tx
    .select({ eventId: auditLog.eventId })
    .from(auditLog)
    .where(
      and(
        inArray(auditLog.workspaceId, [...new Set(events.map((event) => event.workspaceId))]),
        inArray(
          auditLog.eventId,
          events.map((event) => event.id),
        ),
      ),
    );
  const known = new Set(rows.map((row) => row.eventId));
  return events.filter((event) => !known.has(event.id));
}

/** The hash at the end of each chain; from there it goes on, whatever became of the entries. */
async function readHeads(tx: Db, workspaceIds: number[]): Promise<Map<number, Uint8Array>> {
  const rows = await tx
    .select({ workspaceId: auditHeads.workspaceId, hash: auditHeads.hash })
    .from(auditHeads)
    .where(inArray(auditHeads.workspaceId, workspaceIds));
  return new Map(rows.map((row) => [row.workspaceId, row.hash]));
}

async function writeHeads(
  crypto: Crypto,
  tx: Db,
  stored: { id: number; workspaceId: number; hash: Uint8Array }[],
): Promise<void> {
  const last = new Map<number, (typeof stored)[number]>();
  for (const entry of stored)
    if (entry.id > (last.get(entry.workspaceId)?.id ?? 0)) last.set(entry.workspaceId, entry);
  await tx
    .insert(auditHeads)
    .values(
      [...last.values()].map(({ id, workspaceId, hash }) => ({
        workspaceId,
        entryId: id,
        hash,
        seal: sealHead(crypto, id, workspaceId, hash),
      })),
    )
    .onConflictDoUpdate({
      target: auditHeads.workspaceId,
      set: {
        entryId: sql`excluded.entry_id`,
        hash: sql`excluded.hash`,
        seal: sql`excluded.seal`,
      },
    });
}
