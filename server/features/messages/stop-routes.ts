import { Readable } from 'node:stream';
import { z } from 'zod';
import { doneAnswer } from '../../../contract/common.ts';
import { jobStartedAnswer, stopsImportOptions } from '../../../contract/contacts.ts';
import {
  doNotContactAnswer,
  doNotContactQuery,
  liftStopBody,
  stopAnswer,
  stopBody,
} from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { liftDoNotContact, listDoNotContact } from '../contacts/do-not-contact.ts';
import { type Identifiers, readPhone, readUsername } from '../contacts/identifiers.ts';
import { recogniseContact } from '../contacts/identify-contact.ts';
import { withTableForm } from '../contacts/import/read-form.ts';
import { viewJob } from '../jobs/view-job.ts';
import { exportStops } from './export-stops.ts';
import { startImportingStops } from './import-stops.ts';
import { readRecipient } from './post-message.ts';
import { reopenDialogs } from './reopen-dialogs.ts';
import { stopWriting } from './stop-writing.ts';
import { texts } from './texts.ts';

const tag = 'Do not contact';

export const stopRoutes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/do-not-contact',
    permission: 'contacts.write',
    summary: 'Nobody writes to this person any more; what waits is cancelled',
    tag,
    body: stopBody,
    answers: { 200: stopAnswer },
    handle: async ({ app, caller, body }) => {
      const { reason, evidence } = body;
      const optOut = { reason, evidence, actor: caller.actor };
      const person = readRecipient(body);
      const { cancelled, undecided } = await stopWriting(app, caller.workspaceId, person, optOut);
      const text = undecided > 0 ? texts.stoppedLate(undecided) : texts.stopped;
      return { success: true, message: text[caller.language], cancelled, undecided };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/do-not-contact',
    permission: 'contacts.read',
    summary: 'The do-not-contact list, newest first; identifiers are kept as hashes only',
    tag,
    query: doNotContactQuery,
    answers: { 200: doNotContactAnswer },
    handle: async ({ app, caller, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const person = query.person === undefined ? undefined : readPerson(query.person);
      const entries = await listDoNotContact(app, caller.workspaceId, page, person);
      return {
        success: true,
        entries: entries.map(({ id, kind, reason, createdAt }) => ({
          id,
          kind,
          reason,
          since: createdAt.toISOString(),
        })),
        next: nextCursor(entries, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/do-not-contact/import',
    permission: 'contacts.write',
    summary: 'Put the people of a CSV or XLSX file on the list; a job does it',
    description:
      'Columns telegram_id, username, phone (at least one) and reason. Refused rows: GET /jobs/:id/refused.',
    tag,
    multipart: {
      type: 'object',
      required: ['file'],
      properties: {
        file: { type: 'string', format: 'binary', description: 'CSV or XLSX' },
        options: {
          type: 'string',
          description:
            'JSON: reason (where a row has none), mapping, has_header, delimiter, encoding',
        },
      },
    },
    answers: { 202: jobStartedAnswer },
    handle: async ({ app, caller, request }) => {
      const job = await withTableForm(app, request, stopsImportOptions, (form) =>
        startImportingStops(app, caller, form),
      );
      return new CustomAnswer({
        status: 202,
        body: { success: true, job: viewJob(job, caller.language) },
      });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/do-not-contact/export',
    permission: 'contacts.write',
    summary: 'The do-not-contact list as CSV: kind, hash, reason, since',
    description: 'The identifiers themselves are not kept and cannot be given back.',
    tag,
    answers: { 200: z.any().describe('CSV in UTF-8') },
    handle: async ({ app, caller }) =>
      new CustomAnswer({
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="do-not-contact.csv"',
        },
        body: Readable.from(exportStops(app, caller.workspaceId), { objectMode: false }),
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/do-not-contact/lift',
    permission: 'contacts.write',
    summary: 'Take back a wrong stop; who did it and why is kept',
    tag,
    body: liftStopBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, body }) => {
      const { workspaceId, actor, language } = caller;
      const person = readRecipient(body);
      const correction = { because: body.because, actor };
      const lifted = await app.database.transaction(async (tx) => {
        const contact = await recogniseContact(app, tx, workspaceId, person);
        if (!contact) return liftDoNotContact(app, tx, workspaceId, person, correction);
        const { id: contactId, telegramId, username, phone } = contact;
        const known = { contactId, telegramId, username, phone };
        const isLifted = await liftDoNotContact(app, tx, workspaceId, known, correction);
        if (isLifted) await reopenDialogs(tx, workspaceId, contactId);
        return isLifted;
      });
      if (!lifted) throw new AppError('not_found', texts.notOnList);
      return { success: true, message: texts.stopLifted[language] };
    },
  }),
];

/**
 * Reads what somebody typed to find a person by: letters make a username; digits are taken for a
 * Telegram id as well as for a phone, if they may be one.
 * @throws AppError invalid_request
 */
function readPerson(given: string): Identifiers {
  if (/[a-z]/i.test(given)) return { username: readUsername(given) };
  if (!/^\d{5,15}$/.test(given)) return { phone: readPhone(given) };
  const telegramId = Number(given);
  try {
    return { telegramId, phone: readPhone(given) };
  } catch (error) {
    if (error instanceof AppError) return { telegramId };
    throw error;
  }
}
