import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { Contact } from '../contacts/tables.ts';
import { readBasis } from './read-basis.ts';
import {
  type Page,
  readConsents,
  readHistory,
  readMergedIds,
  readMessages,
  readOptIns,
  readStops,
} from './read-evidence.ts';
import {
  viewConsent,
  viewContact,
  viewEvidenced,
  viewHappening,
  viewOptIn,
  viewStop,
} from './view-evidence.ts';

const PAGE = 200;

/**
 * The whole file of one person as JSON text, piece by piece: however long it is, no more than a
 * page of it is in memory.
 */
export async function* writeFile(
  app: App,
  contact: Contact,
  language: Language,
): AsyncGenerator<string> {
  const { workspaceId } = contact;
  const merged = await readMergedIds(app, contact);
  const head = {
    made_at: app.clock.now().toISOString(),
    contact: viewContact(contact, await readBasis(app, contact), language),
    merged_contact_ids: merged,
  };
  // Opened here, closed after the last list.
  yield JSON.stringify(head, null, 2).slice(0, -2);
  const ids = [contact.id, ...merged];
  const lists: [string, (page: Page) => Promise<{ rows: { id: number }[]; views: unknown[] }>][] = [
    [
      'consents',
      async (page) =>
        both(await readConsents(app, contact, page), (c) => viewConsent(c, contact, language)),
    ],
    ['opt_ins', async (page) => both(await readOptIns(app, contact, page), viewOptIn)],
    ['stops', async (page) => both(await readStops(app, contact, page), viewStop)],
    [
      'history',
      async (page) =>
        both(await readHistory(app, contact, ids, page), (e) => viewHappening(e, language)),
    ],
    [
      'messages',
      async (page) => {
        const rows = await readMessages(app, contact, page);
        return { rows, views: await viewEvidenced(app, workspaceId, rows, language) };
      },
    ],
  ];
  for (const [name, read] of lists) {
    yield `,\n  ${JSON.stringify(name)}: [`;
    yield* writeList(read);
    yield ']';
  }
  yield '\n}\n';
}

async function* writeList(
  read: (page: Page) => Promise<{ rows: { id: number }[]; views: unknown[] }>,
): AsyncGenerator<string> {
  let beforeId: number | undefined;
  for (;;) {
    const { rows, views } = await read({ limit: PAGE, beforeId });
    const lines = views.map((view) => `\n    ${JSON.stringify(view)}`).join(',');
    if (lines !== '') yield beforeId === undefined ? lines : `,${lines}`;
    if (rows.length < PAGE) return;
    beforeId = rows.at(-1)?.id;
  }
}

function both<Row extends { id: number }>(rows: Row[], view: (row: Row) => unknown) {
  return { rows, views: rows.map(view) };
}
