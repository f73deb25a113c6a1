import { z } from 'zod';
import { invitationAnswer } from '../../../contract/session.ts';
import {
  newOperatorAnswer,
  operatorAnswer,
  operatorBody,
  operatorPatch,
  operatorsAnswer,
} from '../../../contract/workspace.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { type Invitation, inviteOperator } from './invite-operator.ts';
import { addOperator, changeOperator, listOperators, type Operator } from './operators.ts';

const tag = 'Operators';
const byId = z.object({ id: z.coerce.number().int() });

export const operatorRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/operators',
    permission: 'operators.read',
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
    permission: 'operators.write',
    summary: 'Add somebody to the team',
    description:
      'The answer holds a link by which they set a login and a password: `/app/invite#<token>`, good for 72 hours and once. Only an owner makes owners.',
    tag,
    body: operatorBody,
    answers: { 200: newOperatorAnswer },
    handle: async ({ app, caller, body }) => {
      const { operator, invitation } = await addOperator(app, caller, body);
      return noStore({
        success: true,
        operator: view(operator),
        invitation: invitationView(invitation),
      });
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/operators/:id',
    permission: 'operators.write',
    summary: 'Change somebody of the team; a disabled one is signed out and assigned nothing new',
    tag,
    params: byId,
    body: operatorPatch,
    answers: { 200: operatorAnswer },
    handle: async ({ app, caller, params, body }) => ({
      success: true,
      operator: view(await changeOperator(app, caller, params.id, body)),
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/operators/:id/invitation',
    permission: 'operators.write',
    summary: 'Make a new link by which somebody of the team sets login and password',
    description: 'Also for a forgotten password or a lost phone. Links made earlier work no more.',
    tag,
    params: byId,
    answers: { 201: invitationAnswer },
    handle: async ({ app, caller, params }) => {
      const invitation = await inviteOperator(app, caller, params.id);
      return noStore({ success: true, invitation: invitationView(invitation) }, 201);
    },
  }),
];

const noStore = (body: unknown, status = 200) =>
  new CustomAnswer({ status, headers: { 'cache-control': 'no-store' }, body });

function view(operator: Operator) {
  return {
    id: operator.id,
    name: operator.name,
    role: operator.role,
    disabled: operator.disabledAt !== null,
    login: operator.login,
    has_password: operator.passwordHash !== null,
    has_totp: operator.totpSecret !== null,
    last_seen_at: operator.lastSeenAt?.toISOString() ?? null,
    created_at: operator.createdAt.toISOString(),
  };
}

function invitationView({ token, expiresAt }: Invitation) {
  return { token, expires_at: expiresAt.toISOString() };
}
