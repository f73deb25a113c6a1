import { z } from 'zod';
import {
  rehearsalAnswer,
  rehearsalBody,
  rehearsalStartedAnswer,
  rehearsalsAnswer,
  rehearsalsQuery,
} from '../../../../contract/rehearsals.ts';
import { nextCursor, readCursor } from '../../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../../feature.ts';
import { findRehearsal, listRehearsals, startRehearsal } from './rehearsals.ts';
import { readReport, viewRehearsal } from './view-rehearsal.ts';

const tag = 'Campaigns';
const ofCampaign = z.object({ id: z.coerce.number().int().describe('The number of the campaign') });
const params = z.object({ id: z.coerce.number().int().positive() });

export const rehearsalRoutes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/campaigns/:id/rehearsals',
    permission: 'outreach.write',
    summary: 'Play the campaign through with simulated people; nothing leaves the server',
    description:
      'A job does it, in a process of its own: with a copy of the script, the limits and up to 200 people under other names. Cancel it as any job: POST /jobs/:id/cancel.',
    tag,
    params: ofCampaign,
    body: rehearsalBody.prefault({}),
    answers: { 202: rehearsalStartedAnswer },
    handle: async ({ app, caller, params: { id }, body }) => {
      const job = await startRehearsal(app, caller, id, body);
      const rehearsal = viewRehearsal(job, caller.language);
      return new CustomAnswer({ status: 202, body: { success: true, rehearsal } });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/:id/rehearsals',
    permission: 'outreach.read',
    summary: 'The rehearsals of a campaign, newest first',
    tag,
    params: ofCampaign,
    query: rehearsalsQuery,
    answers: { 200: rehearsalsAnswer },
    handle: async ({ app, caller, params: { id }, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const list = await listRehearsals(app, caller.workspaceId, id, page);
      return {
        success: true,
        rehearsals: list.map((job) => viewRehearsal(job, caller.language)),
        next: nextCursor(list, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/rehearsals/:id',
    permission: 'outreach.read',
    summary: 'One rehearsal, with its report when it is done',
    tag,
    params,
    answers: { 200: rehearsalAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      const job = await findRehearsal(app, caller.workspaceId, id);
      const report = await readReport(app, job, caller.language);
      return {
        success: true,
        rehearsal: { ...viewRehearsal(job, caller.language), report },
      };
    },
  }),
];
