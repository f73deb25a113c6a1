import { and, desc, eq, lt, ne, or } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { messages } from '../messages/tables.ts';

export type Line = { from: 'us' | 'person'; text: string; at: Date };

const MOST_LINES = 30;

/** What was said in a dialog before a message, oldest first, as a model is given it. */
export async function readLines(
  db: Db,
  { workspaceId, id }: { workspaceId: number; id: number },
  beforeId: number,
): Promise<Line[]> {
  const rows = await db
    .select({
      direction: messages.direction,
      content: messages.content,
      type: messages.type,
      sentAt: messages.sentAt,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.dialogId, id),
        lt(messages.id, beforeId),
        or(eq(messages.status, 'sent'), eq(messages.status, 'received')),
        ne(messages.content, ''),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(MOST_LINES);
  return rows.reverse().map((row) => ({
    from: row.direction === 'in' ? 'person' : 'us',
    text: row.content,
    at: row.sentAt ?? row.createdAt,
  }));
}
