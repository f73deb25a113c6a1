import { doneAnswer, pageQuery } from '../../../contract/common.ts';
import {
  contactAnswer,
  contactFilter,
  contactParams,
  contactPatch,
  contactsAnswer,
  contactsQuery,
  countAnswer,
  newContactBody,
  newSourceBody,
  savedContactAnswer,
  sourceAnswer,
  sourcePatch,
  sourcesAnswer,
  taggedAnswer,
  tagsBody,
} from '../../../contract/contacts.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { countContacts, MOST_COUNTED } from './count-contacts.ts';
import { eraseContact } from './erase-contact.ts';
import { findContact, listContacts, viewContact } from './find-contacts.ts';
import { saveContact, updateContact } from './save-contact.ts';
import { createSource, listSources, type Source, updateSource } from './sources.ts';
import { tagContacts } from './tag-contacts.ts';
import { texts } from './texts.ts';

const tag = 'Contacts';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/contacts',
    permission: 'contacts.read',
    summary: 'People, newest first',
    tag,
    query: contactsQuery,
    answers: { 200: contactsAnswer },
    handle: async ({ app, caller, query }) => {
      const { limit, after, ...filter } = query;
      const page = { limit, beforeId: readCursor(after) };
      const found = await listContacts(app, caller.workspaceId, filter, page);
      return { success: true, contacts: found.map(viewContact), next: nextCursor(found, limit) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/contacts',
    permission: 'contacts.write',
    summary: 'Keep a person: new, or known by one of the identifiers and updated',
    tag,
    body: newContactBody,
    answers: { 200: savedContactAnswer, 201: savedContactAnswer },
    handle: async ({ app, caller, body }) => {
      const { id, isNew } = await saveContact(app, caller, body);
      const contact = viewContact(await findContact(app.db, caller.workspaceId, id));
      return new CustomAnswer({
        status: isNew ? 201 : 200,
        body: { success: true, contact, created: isNew },
      });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/contacts/count',
    permission: 'contacts.read',
    summary: 'How many people fit a filter',
    tag,
    query: contactFilter,
    answers: { 200: countAnswer },
    handle: async ({ app, caller, query }) => {
      const count = await countContacts(app.db, caller.workspaceId, query);
      return { success: true, count: count ?? null, counted_up_to: MOST_COUNTED };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/contacts/tags',
    permission: 'contacts.write',
    summary: 'Give tags to people, or take them off',
    tag,
    body: tagsBody,
    answers: { 200: taggedAnswer },
    handle: async ({ app, caller, body }) => {
      const changed = await tagContacts(app, caller, body);
      const message = texts.tagged(changed.length)[caller.language];
      return { success: true, message, contact_ids: changed };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/contacts/:id',
    permission: 'contacts.read',
    summary: 'One person',
    tag,
    params: contactParams,
    answers: { 200: contactAnswer },
    handle: async ({ app, caller, params }) => ({
      success: true,
      contact: viewContact(await findContact(app.db, caller.workspaceId, params.id)),
    }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/contacts/:id',
    permission: 'contacts.write',
    summary: 'Change what is kept of a person',
    tag,
    params: contactParams,
    body: contactPatch,
    answers: { 200: contactAnswer },
    handle: async ({ app, caller, params, body }) => {
      await updateContact(app, caller, params.id, body);
      const contact = await findContact(app.db, caller.workspaceId, params.id);
      return { success: true, contact: viewContact(contact) };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/contacts/:id',
    permission: 'contacts.write',
    summary: 'Erase a person on request, with all that was said',
    tag,
    params: contactParams,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      await eraseContact(app, caller, params.id);
      return { success: true, message: texts.erased[caller.language] };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/sources',
    permission: 'contacts.read',
    summary: 'Where people come from, with the basis on which they may be written to',
    tag,
    query: pageQuery,
    answers: { 200: sourcesAnswer },
    handle: async ({ app, caller, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const found = await listSources(app, caller.workspaceId, page);
      return {
        success: true,
        sources: found.map(viewSource),
        next: nextCursor(found, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/sources',
    permission: 'contacts.write',
    summary: 'Declare a source with its basis',
    tag,
    body: newSourceBody,
    answers: { 201: sourceAnswer },
    handle: async ({ app, caller, body }) => {
      const source = await createSource(app, caller, body);
      return new CustomAnswer({
        status: 201,
        body: { success: true, source: viewSource(source) },
      });
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/sources/:id',
    permission: 'contacts.write',
    summary: 'Change the note of a source',
    tag,
    params: contactParams,
    body: sourcePatch,
    answers: { 200: sourceAnswer },
    handle: async ({ app, caller, params, body }) => ({
      success: true,
      source: viewSource(await updateSource(app, caller, params.id, body)),
    }),
  }),
];

function viewSource({ id, name, basis, note, createdAt }: Source) {
  return { id, name, basis, note, created_at: createdAt.toISOString() };
}
