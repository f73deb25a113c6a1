import { sql } from 'drizzle-orm';
import { Zip, ZipDeflate } from 'fflate';
import { int, selectRow } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { eachDialog, type NumberRange } from './export-dialogs.ts';

/** How many dialogs there are, and the number of the latest. */
export async function countDialogs(
  app: App,
  workspaceId: number,
): Promise<{ count: number; latest: number }> {
  const row = await selectRow(
    app.db,
    { count: int, latest: int },
    sql`select count(*) as count, coalesce(max(number), 0) as latest
        from dialogs where workspace_id = ${workspaceId}`,
  );
  return row ?? { count: 0, latest: 0 };
}

/**
 * Dialogs as text files in one archive, made while it is read: memory holds one file's piece.
 * @param range of their numbers
 */
export async function* zipDialogs(
  app: App,
  workspaceId: number,
  range: NumberRange,
  language: Language,
): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    made.push(piece);
  });
  const encoder = new TextEncoder();
  for await (const { number, text } of eachDialog(app, workspaceId, range, language)) {
    const file = new ZipDeflate(`dialog-${number}.txt`, { level: 6 });
    zip.add(file);
    file.push(encoder.encode('\uFEFF'));
    for await (const piece of text) {
      file.push(encoder.encode(piece));
      yield* made;
      made = [];
    }
    file.push(new Uint8Array(0), true);
  }
  zip.end();
  yield* made;
}
