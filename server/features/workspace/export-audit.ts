import { safeCsvRow, UTF8_MARK } from '../../base/csv/write-csv.ts';
import { spellActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { type AuditFilter, listAudit } from './audit.ts';
import { auditHeadings } from './texts.ts';

const PAGE = 1_000;

/**
 * The audit log as a CSV file, newest first, with the hash of each entry: a copy kept elsewhere
 * proves what stood in the log. Read page by page, so that memory doesn't grow with it.
 */
export async function* exportAudit(
  app: App,
  { workspaceId, language }: Caller,
  filter: AuditFilter,
): AsyncGenerator<string> {
  const row = (cells: (string | number | null)[]) => safeCsvRow(cells, ';');
  yield UTF8_MARK + row(auditHeadings.map((heading) => heading[language]));
  let beforeId: number | undefined;
  for (;;) {
    const entries = await listAudit(app, workspaceId, filter, { limit: PAGE, beforeId });
    yield entries
      .map(({ id, at, actor, action, details, hash }) =>
        row([
          id,
          at.toISOString(),
          spellActor(actor),
          actor.address ?? null,
          action,
          JSON.stringify(details),
          Buffer.from(hash).toString('hex'),
        ]),
      )
      .join('');
    beforeId = entries.at(-1)?.id;
    if (entries.length < PAGE) return;
  }
}
