import { z } from 'zod';
import { doneAnswer, pageQuery } from '../../../../contract/common.ts';
import {
  audienceAnswer,
  audiencePatch,
  audiencesAnswer,
  contactParams,
  contactsAnswer,
  exportQuery,
  jobStartedAnswer,
  membersAnswer,
  membersBody,
  newAudienceBody,
  removeMembersBody,
} from '../../../../contract/contacts.ts';
import { nextCursor, readCursor } from '../../../base/pages.ts';
import type { Language, Text } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../../../feature.ts';
import { viewJob } from '../../jobs/view-job.ts';
import { readPlan } from '../../workspace/plan.ts';
import { readContacts, viewContact } from '../find-contacts.ts';
import { type Audience, audienceMembersSql, countMembers } from './audience-members.ts';
import {
  createAudience,
  deleteAudience,
  listAudiences,
  readAudience,
  updateAudience,
} from './audiences.ts';
import { addMembers, fillList, removeMembers } from './change-members.ts';
import { startExport, startExportOf } from './export-audience.ts';
import { texts } from './texts.ts';

const tag = 'Audiences';

export const audienceRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/audiences',
    permission: 'contacts.read',
    summary: 'Audiences, newest first',
    tag,
    query: pageQuery,
    answers: { 200: audiencesAnswer },
    handle: async ({ app, caller, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const found = await listAudiences(app, caller.workspaceId, page);
      return {
        success: true,
        audiences: found.map(viewAudience),
        next: nextCursor(found, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/audiences',
    permission: 'contacts.write',
    summary: 'Make an audience: a list, or a filter that finds people by itself',
    tag,
    body: newAudienceBody,
    answers: { 201: audienceAnswer },
    handle: async ({ app, caller, body }) => {
      const audience = await createAudience(app, caller, body);
      return new CustomAnswer({ status: 201, body: await answer(app, audience, caller.language) });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/audiences/:id',
    permission: 'contacts.read',
    summary: 'One audience with its size',
    tag,
    params: contactParams,
    answers: { 200: audienceAnswer },
    handle: async ({ app, caller, params }) =>
      answer(app, await readAudience(app.db, caller.workspaceId, params.id), caller.language),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/audiences/:id',
    permission: 'contacts.write',
    summary: 'Rename an audience, note something, change its filter',
    tag,
    params: contactParams,
    body: audiencePatch,
    answers: { 200: audienceAnswer },
    handle: async ({ app, caller, params, body }) =>
      answer(app, await updateAudience(app, caller, params.id, body), caller.language),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/audiences/:id',
    permission: 'contacts.write',
    summary: 'Delete an audience; its people stay',
    tag,
    params: contactParams,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      await deleteAudience(app, caller, params.id);
      return { success: true, message: texts.deleted[caller.language] };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/audiences/:id/contacts',
    permission: 'contacts.read',
    summary: 'The people of an audience, in the order in which they came',
    tag,
    params: contactParams,
    query: pageQuery,
    answers: { 200: contactsAnswer },
    handle: async ({ app, caller, params, query }) => {
      const audience = await readAudience(app.db, caller.workspaceId, params.id);
      const page = { afterId: readCursor(query.after) ?? 0, limit: query.limit };
      const people = (await readContacts(app.db, audienceMembersSql(audience, page))).reverse();
      return {
        success: true,
        contacts: people.map(viewContact),
        next: nextCursor(people, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/audiences/:id/members',
    permission: 'contacts.write',
    summary: 'Put people on a list: by their ids at once, by a filter as a job',
    tag,
    params: contactParams,
    body: membersBody,
    answers: { 200: membersAnswer, 202: membersAnswer },
    handle: async ({ app, caller, params, body }) => {
      const { language } = caller;
      if ('contact_ids' in body) {
        const added = await addMembers(app, caller, params.id, body.contact_ids);
        return { success: true, message: texts.added(added)[language], added };
      }
      const job = viewJob(await fillList(app, caller, params.id, body.filter), language);
      const message = texts.filling[language];
      return new CustomAnswer({ status: 202, body: { success: true, message, job } });
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/audiences/:id/members',
    permission: 'contacts.write',
    summary: 'Take people off a list',
    tag,
    params: contactParams,
    body: removeMembersBody,
    answers: { 200: membersAnswer },
    handle: async ({ app, caller, params, body }) => {
      const removed = await removeMembers(app, caller, params.id, body.contact_ids);
      return { success: true, message: texts.removed(removed)[caller.language], removed };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/audiences/:id/export',
    permission: 'contacts.write',
    summary: 'Make a file of the people of an audience: a job, then GET /jobs/:id/file',
    tag,
    params: contactParams,
    query: exportQuery,
    body: z.unknown(),
    answers: { 202: jobStartedAnswer },
    handle: async ({ app, caller, params, query }) => {
      const job = viewJob(await startExport(app, caller, params.id, query), caller.language);
      return new CustomAnswer({ status: 202, body: { success: true, job } });
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/contacts/export',
    permission: 'contacts.write',
    summary: 'Make a file of people, picked or found by a filter: a job, then GET /jobs/:id/file',
    tag: 'Contacts',
    query: exportQuery,
    body: membersBody,
    answers: { 202: jobStartedAnswer },
    handle: async ({ app, caller, query, body }) => {
      const job = viewJob(await startExportOf(app, caller, body, query), caller.language);
      return new CustomAnswer({ status: 202, body: { success: true, job } });
    },
  }),
];

/** From this share of the plan's limit on there is a warning. */
const NEAR = 0.9;

async function answer(app: App, audience: Audience, language: Language) {
  const { maxAudience } = await readPlan(app.db, audience.workspaceId, app.clock.now());
  const size = await countMembers(app.db, audience, maxAudience);
  const warning = warn(size, maxAudience);
  return {
    success: true,
    audience: {
      ...viewAudience(audience),
      size: size > maxAudience ? null : size,
      counted_up_to: maxAudience,
      warning: warning?.[language] ?? null,
    },
  };
}

function warn(size: number, most: number): Text | undefined {
  if (size > most) return texts.overLimit(most);
  return size >= most * NEAR ? texts.nearLimit(size, most) : undefined;
}

function viewAudience({ id, name, kind, filter, note, createdAt }: Audience) {
  return { id, name, kind, filter, note, created_at: createdAt.toISOString() };
}
