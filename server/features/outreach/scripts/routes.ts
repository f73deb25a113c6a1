import { z } from 'zod';
import {
  checkScriptAnswer,
  checkScriptBody,
  newScriptBody,
  previewAnswer,
  previewBody,
  previewStagesAnswer,
  previewStagesBody,
  scriptAnswer,
  scriptPatch,
  scriptsAnswer,
  scriptsQuery,
  scriptVersionsAnswer,
} from '../../../../contract/scripts.ts';
import { nextCursor, readCursor } from '../../../base/pages.ts';
import type { Language } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { defineRoute, type Route } from '../../../feature.ts';
import { checkScript } from './check-script.ts';
import { previewScript, previewStages } from './preview-script.ts';
import { findScript, listVersions, readVersion } from './read-script.ts';
import { readStages } from './read-stages.ts';
import { changeScript, createScript, listScripts, viewProblems } from './save-script.ts';
import type { Script } from './tables.ts';
import { viewScript, viewStages } from './view-script.ts';

const tag = 'Scripts';
const params = z.object({ id: z.coerce.number().int() });
const versionQuery = z.object({ version: z.coerce.number().int().positive().optional() });

async function answer(app: App, script: Script, language: Language, version = script.version) {
  const stages = await readVersion(app.db, script.workspaceId, script.id, version);
  return {
    success: true,
    script: { ...viewScript(script), version, stages: await viewStages(app, stages) },
    problems: viewProblems(checkScript(stages), language),
  };
}

export const scriptRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/scripts',
    permission: 'outreach.read',
    summary: 'Scripts, newest first',
    tag,
    query: scriptsQuery,
    answers: { 200: scriptsAnswer },
    handle: async ({ app, caller, query }) => {
      const page = {
        isArchived: query.archived,
        limit: query.limit,
        beforeId: readCursor(query.after),
      };
      const list = await listScripts(app, caller.workspaceId, page);
      return { success: true, scripts: list.map(viewScript), next: nextCursor(list, query.limit) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/scripts',
    permission: 'outreach.write',
    summary: 'Make a script; its files are fetched and made ready at once',
    tag,
    body: newScriptBody,
    answers: { 200: scriptAnswer },
    handle: async ({ app, caller, body }) =>
      answer(app, await createScript(app, caller, body), caller.language),
  }),
  defineRoute({
    method: 'POST',
    path: '/scripts/check',
    permission: 'outreach.read',
    summary: 'What is wrong with stages, without keeping them',
    tag,
    body: checkScriptBody,
    answers: { 200: checkScriptAnswer },
    handle: async ({ app, caller, body }) => {
      const stages = await readStages(app, caller.workspaceId, body.stages);
      return { success: true, problems: viewProblems(checkScript(stages), caller.language) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/scripts/preview',
    permission: 'outreach.read',
    summary: 'Stages as somebody would read them, without keeping them',
    tag,
    body: previewStagesBody,
    answers: { 200: previewStagesAnswer },
    handle: async ({ app, caller, body }) => ({
      success: true,
      ...(await previewStages(app, caller, body)),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/scripts/:id',
    permission: 'outreach.read',
    summary: 'One script with its stages; an earlier version by its number',
    tag,
    params,
    query: versionQuery,
    answers: { 200: scriptAnswer },
    handle: async ({ app, caller, params: { id }, query }) => {
      const script = await findScript(app.db, caller.workspaceId, id);
      return answer(app, script, caller.language, query.version);
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/scripts/:id',
    permission: 'outreach.write',
    summary: 'Change a script; new stages are a new version, what has begun keeps its own',
    tag,
    params,
    body: scriptPatch,
    answers: { 200: scriptAnswer },
    handle: async ({ app, caller, params: { id }, body }) =>
      answer(app, await changeScript(app, caller, id, body), caller.language),
  }),
  defineRoute({
    method: 'GET',
    path: '/scripts/:id/versions',
    permission: 'outreach.read',
    summary: 'The versions of a script, newest first',
    tag,
    params,
    answers: { 200: scriptVersionsAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      await findScript(app.db, caller.workspaceId, id);
      return { success: true, versions: await listVersions(app.db, caller.workspaceId, id) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/scripts/:id/preview',
    permission: 'outreach.read',
    summary: 'The script as one contact would read it',
    tag,
    params,
    body: previewBody,
    answers: { 200: previewAnswer },
    handle: async ({ app, caller, params: { id }, body }) => ({
      success: true,
      stages: await previewScript(app, caller.workspaceId, {
        scriptId: id,
        version: body.version ?? undefined,
        contactId: body.contact_id,
        ...(body.account_id && { account: body.account_id }),
      }),
    }),
  }),
];
