import { z } from 'zod';
import {
  operatorAnswer,
  operatorBody,
  operatorPatch,
  operatorsAnswer,
} from '../../../contract/workspace.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { addOperator, changeOperator, listOperators, type Operator } from './operators.ts';

const tag = 'Operators';

const view = ({ id, name, role, disabledAt, createdAt }: Operator) => ({
  id,
  name,
  role,
  disabled: disabledAt !== null,
  created_at: createdAt.toISOString(),
});

export const operatorRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/operators',
    permission: 'messages.read',
    summary: 'The people of the team',
    tag,
    answers: { 200: operatorsAnswer },
    handle: async ({ app, caller }) => ({
      success: true,
      operators: (await listOperators(app, caller.workspaceId)).map(view),
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/operators',
    permission: 'keys.write',
    summary: 'Add somebody to the team',
    tag,
    body: operatorBody,
    answers: { 200: operatorAnswer },
    handle: async ({ app, caller, body }) => ({
      success: true,
      operator: view(await addOperator(app, caller, body)),
    }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/operators/:id',
    permission: 'keys.write',
    summary: 'Change somebody of the team; a disabled one is assigned nothing new',
    tag,
    params: z.object({ id: z.coerce.number().int() }),
    body: operatorPatch,
    answers: { 200: operatorAnswer },
    handle: async ({ app, caller, params, body }) => ({
      success: true,
      operator: view(await changeOperator(app, caller, params.id, body)),
    }),
  }),
];
