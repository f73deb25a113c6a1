import { Readable } from 'node:stream';
import { z } from 'zod';
import { evidenceAnswer, evidenceParams, evidenceQuery } from '../../../contract/evidence.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import type { Contact } from '../contacts/tables.ts';
import { readBasis } from './read-basis.ts';
import {
  readConsents,
  readContact,
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
import { writeFile } from './write-file.ts';

const tag = 'Evidence';

/** Of each list beside the messages the answer holds so many. */
const MOST_SHOWN = 200;

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/contacts/:id/evidence',
    permission: 'contacts.read',
    summary: 'One person’s file: consents, messages and decisions, stops',
    description:
      'Messages come in pages; the other lists stand on the first page, the newest 200 of each. The file has everything.',
    tag,
    params: evidenceParams,
    query: evidenceQuery,
    answers: { 200: evidenceAnswer },
    handle: async ({ app, caller, params, query }) => {
      const contact = await readContact(app, caller.workspaceId, params.id);
      const beforeId = readCursor(query.after);
      const messages = await readMessages(app, contact, { limit: query.limit, beforeId });
      const lists =
        beforeId === undefined ? await readLists(app, contact, caller.language) : noLists;
      return {
        success: true,
        contact: viewContact(contact, await readBasis(app, contact), caller.language),
        ...lists,
        messages: await viewEvidenced(app, caller.workspaceId, messages, caller.language),
        next: nextCursor(messages, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/contacts/:id/evidence/file',
    permission: 'contacts.read',
    summary: 'One person’s whole file, to keep or hand over',
    tag,
    params: evidenceParams,
    answers: { 200: z.any().describe('JSON, as an attachment') },
    handle: async ({ app, caller, params }) => {
      const contact = await readContact(app, caller.workspaceId, params.id);
      return new CustomAnswer({
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-disposition': `attachment; filename="evidence-${contact.id}.json"`,
          'cache-control': 'no-store',
        },
        body: Readable.from(writeFile(app, contact, caller.language)),
      });
    },
  }),
];

const noLists = {
  merged_contact_ids: [],
  consents: [],
  opt_ins: [],
  stops: [],
  history: [],
  shortened: [],
};

async function readLists(app: App, contact: Contact, language: Language) {
  // One more than is shown tells whether there are more.
  const page = { limit: MOST_SHOWN + 1, beforeId: undefined };
  const merged = await readMergedIds(app, contact);
  const lists = {
    consents: (await readConsents(app, contact, page)).map((c) =>
      viewConsent(c, contact, language),
    ),
    opt_ins: (await readOptIns(app, contact, page)).map(viewOptIn),
    stops: (await readStops(app, contact, page)).map(viewStop),
    history: (await readHistory(app, contact, [contact.id, ...merged], page)).map((happening) =>
      viewHappening(happening, language),
    ),
  };
  const shown = Object.entries(lists).map(([name, list]) => [name, list.slice(0, MOST_SHOWN)]);
  return {
    merged_contact_ids: merged,
    ...Object.fromEntries(shown),
    shortened: Object.entries(lists).flatMap(([name, list]) =>
      list.length > MOST_SHOWN ? [name] : [],
    ),
  };
}
