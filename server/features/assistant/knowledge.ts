import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { KnowledgeKind } from '../../../contract/assistant.ts';
import { jsonRows } from '../../base/db/columns.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { cutPassages } from './cut-passages.ts';
import { type KnowledgeDocument, knowledgeDocuments } from './tables.ts';
import { texts } from './texts.ts';

/** Stored in one transaction of less than a second. */
const DOCUMENT_CHARACTERS = 300_000;
/** Of one workspace: a search ranks all that fit, in some tens of milliseconds. */
const WORKSPACE_CHARACTERS = 10_000_000;

/**
 * Cuts a text into passages and keeps them for answers.
 * @throws AppError invalid_request for a text without words, one that is too long, or when the
 *   workspace has enough
 */
export async function addDocument(
  app: App,
  caller: Caller,
  document: { title: string; kind: KnowledgeKind; text: string },
): Promise<KnowledgeDocument> {
  const { workspaceId, actor } = caller;
  const text = document.text.replaceAll('\0', '').toWellFormed();
  if (text.length > DOCUMENT_CHARACTERS)
    throw new AppError('invalid_request', texts.documentTooLong(DOCUMENT_CHARACTERS));
  const cuts = cutPassages(text);
  if (cuts.length === 0) throw new AppError('invalid_request', texts.emptyDocument);
  if ((await countCharacters(app, workspaceId)) + text.length > WORKSPACE_CHARACTERS)
    throw new AppError('invalid_request', texts.knowledgeFull);

  const title = document.title.trim().slice(0, 200).toWellFormed();
  const rows = cuts.map(({ heading, content }, position) => ({
    position,
    heading: heading ? `${title}: ${heading}` : title,
    content,
  }));
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const [stored] = await tx
      .insert(knowledgeDocuments)
      .values({
        workspaceId,
        title,
        kind: document.kind,
        characters: text.length,
        passages: rows.length,
        createdAt: now,
      })
      .returning();
    if (!stored) throw new Error('the document was not stored');
    await tx.execute(sql`
      insert into knowledge_passages (workspace_id, document_id, position, heading, content)
      select ${workspaceId}::bigint, ${stored.id}::bigint, position, heading, content
      from jsonb_to_recordset(${jsonRows(rows)}) as p(position int, heading text, content text)`);
    const data = { document_id: stored.id };
    await recordEvents(tx, [
      { workspaceId, type: 'assistant.knowledge_added', at: now, actor, data },
    ]);
    return stored;
  });
}

/** One page of documents, newest first. */
export function listDocuments(
  app: App,
  workspaceId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<KnowledgeDocument[]> {
  return app.db
    .select()
    .from(knowledgeDocuments)
    .where(
      and(
        eq(knowledgeDocuments.workspaceId, workspaceId),
        page.beforeId === undefined ? undefined : lt(knowledgeDocuments.id, page.beforeId),
      ),
    )
    .orderBy(desc(knowledgeDocuments.id))
    .limit(page.limit);
}

/** @throws AppError not_found */
export async function removeDocument(app: App, caller: Caller, documentId: number): Promise<void> {
  const { workspaceId, actor } = caller;
  await app.database.transaction(async (tx) => {
    const removed = await tx
      .delete(knowledgeDocuments)
      .where(
        and(eq(knowledgeDocuments.workspaceId, workspaceId), eq(knowledgeDocuments.id, documentId)),
      )
      .returning({ id: knowledgeDocuments.id });
    if (removed.length === 0) throw new AppError('not_found', texts.documentNotFound);
    await recordEvents(tx, [
      {
        workspaceId,
        type: 'assistant.knowledge_deleted',
        at: app.clock.now(),
        actor,
        data: { document_id: documentId },
      },
    ]);
  });
}

async function countCharacters(app: App, workspaceId: number): Promise<number> {
  const row = await selectRow(
    app.db,
    { characters: int },
    sql`select coalesce(sum(characters), 0) as characters from knowledge_documents
        where workspace_id = ${workspaceId}`,
  );
  return row?.characters ?? 0;
}
