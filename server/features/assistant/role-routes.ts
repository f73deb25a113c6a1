import { z } from 'zod';
import {
  accountRoleBody,
  newRoleBody,
  roleAnswer,
  rolePatch,
  rolesAnswer,
} from '../../../contract/assistant.ts';
import { businessParams } from '../../../contract/business.ts';
import { doneAnswer, pageQuery } from '../../../contract/common.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { assignBusinessRole, assignRole } from './assign-role.ts';
import { createRole, findRole, listRoles, removeRole, updateRole } from './roles.ts';
import type { AiRole } from './tables.ts';
import { texts } from './texts.ts';

const tag = 'Assistant';
const params = z.object({ id: z.coerce.number().int().positive() });

export const roleRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/assistant/roles',
    permission: 'assistant.read',
    summary: 'Roles of the AI, newest first',
    tag,
    query: pageQuery,
    answers: { 200: rolesAnswer },
    handle: async ({ app, caller, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const roles = await listRoles(app, caller.workspaceId, page);
      return { success: true, roles: roles.map(view), next: nextCursor(roles, query.limit) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/assistant/roles',
    permission: 'assistant.write',
    summary: 'Make a role for the AI',
    tag,
    body: newRoleBody,
    answers: { 201: roleAnswer },
    handle: async ({ app, caller, body }) => {
      const role = await createRole(app, caller, body);
      return new CustomAnswer({ status: 201, body: { success: true, role: view(role) } });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/assistant/roles/:id',
    permission: 'assistant.read',
    summary: 'One role of the AI',
    tag,
    params,
    answers: { 200: roleAnswer },
    handle: async ({ app, caller, params: { id } }) => ({
      success: true,
      role: view(await findRole(app, caller.workspaceId, id)),
    }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/assistant/roles/:id',
    permission: 'assistant.write',
    summary: 'Change a role of the AI',
    tag,
    params,
    body: rolePatch,
    answers: { 200: roleAnswer },
    handle: async ({ app, caller, params: { id }, body }) => ({
      success: true,
      role: view(await updateRole(app, caller, id, body)),
    }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/assistant/roles/:id',
    permission: 'assistant.write',
    summary: 'Delete a role of the AI; where it was assigned, a person answers',
    tag,
    params,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      await removeRole(app, caller, id);
      return { success: true, message: texts.roleRemoved[caller.language] };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/accounts/:id/role',
    permission: 'assistant.write',
    summary: 'The AI role that answers who writes to an account; null: people answer',
    tag,
    params: z.object({ id: z.string().max(32) }),
    body: accountRoleBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params: { id }, body }) => {
      await assignRole(app, caller, id, body.role_id);
      const text = body.role_id === null ? texts.roleTaken : texts.roleAssigned;
      return { success: true, message: text[caller.language] };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/business/:id/role',
    permission: 'assistant.write',
    summary: 'The AI role that answers who writes to a business account; null: people answer',
    tag,
    params: businessParams,
    body: accountRoleBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params: { id }, body }) => {
      await assignBusinessRole(app, caller, id, body.role_id);
      const text = body.role_id === null ? texts.roleTaken : texts.roleAssigned;
      return { success: true, message: text[caller.language] };
    },
  }),
];

function view(role: AiRole) {
  return {
    id: role.id,
    name: role.name,
    prompt: role.prompt,
    tone: role.tone,
    facts: role.facts,
    never_say: role.neverSay,
    language: role.language,
    max_length: role.maxLength,
    max_answers: role.maxAnswers,
    mode: role.mode,
    created_at: role.createdAt.toISOString(),
    updated_at: role.updatedAt.toISOString(),
  };
}
