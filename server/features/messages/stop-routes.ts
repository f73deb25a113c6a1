import { doneAnswer, pageQuery } from '../../../contract/common.ts';
import {
  doNotContactAnswer,
  liftStopBody,
  stopAnswer,
  stopBody,
} from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { liftDoNotContact, listDoNotContact } from '../contacts/do-not-contact.ts';
import { recogniseContact } from '../contacts/identify-contact.ts';
import { readRecipient } from './post-message.ts';
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
    query: pageQuery,
    answers: { 200: doNotContactAnswer },
    handle: async ({ app, caller, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const entries = await listDoNotContact(app, caller.workspaceId, page);
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
        return liftDoNotContact(app, tx, workspaceId, known, correction);
      });
      if (!lifted) throw new AppError('not_found', texts.notOnList);
      return { success: true, message: texts.stopLifted[language] };
    },
  }),
];
