import { sql } from 'drizzle-orm';
import { Zip, ZipDeflate } from 'fflate';
import { int, selectRow, selectRows } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { exportDialogs } from './export-dialogs.ts';

/** So many dialogs stand in one archive: a bot may send files up to 50 MB. */
export const DIALOGS_PER_ZIP = 2_000;

export async function countDialogs(app: App, workspaceId: number): Promise<number> {
  const row = await selectRow(
    app.db,
    { count: int },
    sql`select count(*) from dialogs where workspace_id = ${workspaceId}`,
  );
  return row?.count ?? 0;
}

/**
 * Dialogs as text files in one archive, made while it is read: memory holds one file's piece.
 * @param skipped how many dialogs stand in the archives before
 */
export async function* zipDialogs(
  app: App,
  workspaceId: number,
  skipped: number,
  language: Language,
): AsyncGenerator<Uint8Array> {
  const numbers = await selectRows(
    app.db,
    { number: int },
    sql`
      select number from dialogs where workspace_id = ${workspaceId}
      order by id limit ${DIALOGS_PER_ZIP} offset ${skipped}`,
  );
  let made: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    made.push(piece);
  });
  const encoder = new TextEncoder();
  for (const { number } of numbers) {
    const file = new ZipDeflate(`dialog-${number}.txt`, { level: 6 });
    zip.add(file);
    for await (const text of exportDialogs(app, workspaceId, number, language)) {
      file.push(encoder.encode(text));
      yield* made;
      made = [];
    }
    file.push(new Uint8Array(0), true);
  }
  zip.end();
  yield* made;
}
