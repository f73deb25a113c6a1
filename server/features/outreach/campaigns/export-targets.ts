import { sql } from 'drizzle-orm';
import { safeCsvRow, UTF8_MARK } from '../../../base/csv/write-csv.ts';
import { jsonRows } from '../../../base/db/columns.ts';
import { int, selectRows, time } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { readSettings } from '../../workspace/settings.ts';
import { listTargets } from './list-targets.ts';
import type { Campaign } from './tables.ts';
import { exportTexts, targetWords } from './texts.ts';

const PAGE = 1_000;

/**
 * Everybody of a campaign as a CSV file, the newest first: where they are, why, and since when.
 * Read page by page, so that memory doesn't grow with the campaign; moments are of the workspace's
 * time zone.
 */
export async function* exportTargets(
  app: App,
  { workspaceId, language }: Caller,
  campaign: Campaign,
): AsyncGenerator<string> {
  const { timeZone } = await readSettings(app, workspaceId);
  // 2026-03-02 11:00:00: what spreadsheets of every language take for a moment.
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const row = (cells: (string | number | null)[]) => safeCsvRow(cells, ';');
  const { headings, yes, no } = exportTexts;
  yield UTF8_MARK + row(headings.map((heading) => heading[language]));
  let beforeId: number | undefined;
  for (;;) {
    const page = { status: undefined, limit: PAGE, beforeId };
    const targets = await listTargets(app, campaign, page, language);
    const writtenAt = await readFirstSent(
      app,
      targets.map(({ id }) => id),
    );
    yield targets
      .map((target) => {
        const written = writtenAt.get(target.id);
        return row([
          target.contact_id,
          target.name,
          target.username,
          // Long ids lose their last digits where a spreadsheet takes them for numbers.
          target.user_id === null ? null : String(target.user_id),
          target.account_id,
          targetWords[target.status][language],
          target.why,
          target.stage,
          (target.has_replied ? yes : no)[language],
          written ? clock.format(written) : null,
          clock.format(new Date(target.changed_at)),
        ]);
      })
      .join('');
    beforeId = targets.at(-1)?.id;
    if (targets.length < PAGE) return;
  }
}

/** When the first message of the campaign went to each of these, as far as one did. */
async function readFirstSent(app: App, targetIds: readonly number[]): Promise<Map<number, Date>> {
  const rows = await selectRows(
    app.db,
    { targetId: int, at: time },
    sql`
      select s.target_id as "targetId", min(s.at) as at
      from jsonb_array_elements_text(${jsonRows(targetIds)}) asked
      join campaign_steps s on s.target_id = asked.value::bigint and s.outcome = 'sent'
      group by s.target_id`,
  );
  return new Map(rows.map((row) => [row.targetId, row.at]));
}
