import { createHash } from 'node:crypto';
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { bytes, int, nullable, selectRows } from '../../base/db/rows.ts';
import { type ReadResult, readEvents, type StoredEvent } from '../../base/events/read-events.ts';
import type { App } from '../../context.ts';
import { auditLog } from './tables.ts';

export type AuditEntry = typeof auditLog.$inferSelect;

/**
 * Copies what people and API keys did from the events into the audit log, each entry sealed with
 * the hash of the one before it in its workspace.
 */
export function readAudit(app: App): Promise<ReadResult> {
  return readEvents(app.database, 'audit', async (tx, events) => {
    const done = events.filter((e) => e.actor.kind !== 'system');
    if (done.length === 0) return;
    const previous = await lastHashes(tx, [...new Set(done.map((e) => e.workspaceId))]);
    const entries = done.map((event) => {
      const previousHash = previous.get(event.workspaceId) ?? null;
      const entry = entryOf(event);
      const hash = hashEntry(entry, previousHash);
      previous.set(event.workspaceId, hash);
      return { ...entry, previousHash, hash };
    });
    await tx.insert(auditLog).values(entries);
  });
}

/** One page of the log, newest first. */
export async function listAudit(
  app: App,
  workspaceId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<AuditEntry[]> {
  return app.db
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.workspaceId, workspaceId),
        page.beforeId === undefined ? undefined : lt(auditLog.id, page.beforeId),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(page.limit);
}

/**
 * Walks the chain of one workspace.
 * @returns the id of the first entry that was changed or before which one is missing
 */
export async function findBrokenAuditEntry(
  app: App,
  workspaceId: number,
): Promise<number | undefined> {
  let previousHash: Buffer | null = null;
  let afterId = 0;
  for (;;) {
    const page: AuditEntry[] = await app.db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.workspaceId, workspaceId), sql`${auditLog.id} > ${afterId}`))
      .orderBy(auditLog.id)
      .limit(1_000);
    for (const entry of page) {
      const expected: Buffer = hashEntry(entry, previousHash);
      if (!expected.equals(entry.hash)) return entry.id;
      previousHash = expected;
      afterId = entry.id;
    }
    if (page.length < 1_000) return undefined;
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

function hashEntry(entry: EntryContent, previousHash: Uint8Array | null): Buffer {
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
  return createHash('sha256')
    .update(previousHash ?? '')
    .update(content)
    .digest();
}

/** jsonb keeps no order of keys; the hash must not depend on one. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, v]) => [key, sortKeys(v)]));
}

async function lastHashes(tx: Db, workspaceIds: number[]): Promise<Map<number, Buffer>> {
  const lastIds = tx
    .select({ id: sql`max(${auditLog.id})` })
    .from(auditLog)
    .where(inArray(auditLog.workspaceId, workspaceIds))
    .groupBy(auditLog.workspaceId);
  const rows = await selectRows(
    tx,
    { workspaceId: int, hash: nullable(bytes) },
    sql`select workspace_id as "workspaceId", hash from audit_log where id in ${lastIds}`,
  );
  return new Map(rows.flatMap((r) => (r.hash ? [[r.workspaceId, r.hash] as const] : [])));
}
