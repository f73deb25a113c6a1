import { safeCsvRow, UTF8_MARK } from '../../base/csv/write-csv.ts';
import type { App } from '../../context.ts';
import { listDoNotContact } from '../contacts/do-not-contact.ts';

const PAGE = 1_000;

/**
 * The do-not-contact list as a CSV, newest first. It can't tell the identifiers: only their keyed
 * hashes are kept, so that they can be recognised and not read.
 */
export async function* exportStops(app: App, workspaceId: number): AsyncGenerator<string> {
  yield UTF8_MARK + safeCsvRow(['kind', 'hash', 'reason', 'since'], ';');
  let beforeId: number | undefined;
  for (;;) {
    const page = await listDoNotContact(app, workspaceId, { limit: PAGE, beforeId });
    yield page
      .map(({ kind, identifierHash, reason, createdAt }) =>
        safeCsvRow(
          [kind, Buffer.from(identifierHash).toString('hex'), reason, createdAt.toISOString()],
          ';',
        ),
      )
      .join('');
    beforeId = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}
