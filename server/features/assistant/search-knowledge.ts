import { sql } from 'drizzle-orm';
import { int, selectRows, text } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';

/** A piece of a document of the team's. */
export type Passage = {
  documentId: number;
  title: string;
  /** The title again, and the heading within the document. */
  heading: string;
  content: string;
  rank: number;
};

const QUESTION_CHARACTERS = 1_000;

/**
 * The passages that fit a question best, the best first: by any of its words in any of their forms,
 * Russian and English.
 */
export async function searchKnowledge(
  app: App,
  workspaceId: number,
  question: string,
  limit: number,
): Promise<Passage[]> {
  const asked = question.slice(-QUESTION_CHARACTERS).replaceAll('\0', ' ').toWellFormed();
  const rows = await selectRows(
    app.db,
    { documentId: int, title: text, heading: text, content: text, rank: Number },
    sql`
      with asked as (
        select replace(plainto_tsquery('russian', translate(${asked}, 'ёЁ', 'еЕ'))::text,
          ' & ', ' | ')::tsquery as words)
      select p.document_id as "documentId", d.title, p.heading, p.content,
        ts_rank(p.search, asked.words, 1) as rank
      from knowledge_passages p
      cross join asked
      join knowledge_documents d on d.workspace_id = p.workspace_id and d.id = p.document_id
      where p.workspace_id = ${workspaceId} and p.search @@ asked.words
      order by rank desc, p.id
      limit ${limit}`,
  );
  return rows;
}
