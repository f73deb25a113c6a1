import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { audiences } from '../tables.ts';
import type { Audience } from './audience-members.ts';

/** The audience of that name, whatever the case of its letters. */
export async function findByName(
  db: Db,
  workspaceId: number,
  name: string,
): Promise<Audience | undefined> {
  const [audience] = await db
    .select()
    .from(audiences)
    .where(
      and(
        eq(audiences.workspaceId, workspaceId),
        sql`fold_text(${audiences.name}) = fold_text(${name})`,
      ),
    );
  return audience;
}
