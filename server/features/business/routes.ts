import { businessAnswer, businessListAnswer, businessParams } from '../../../contract/business.ts';
import { doneAnswer } from '../../../contract/common.ts';
import type { App } from '../../context.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { approveConnection, removeConnection } from './approve-connection.ts';
import { listConnections, viewConnections } from './find-connection.ts';
import type { BusinessConnection } from './tables.ts';
import { texts } from './texts.ts';

const tag = 'Bots';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/business',
    permission: 'accounts.read',
    summary: 'Business accounts that are connected to the workspace’s bots, or ask to be',
    tag,
    answers: { 200: businessListAnswer },
    handle: async ({ app, caller: { workspaceId } }) => {
      const found = await listConnections(app, workspaceId);
      return { success: true, connections: await viewConnections(app, found) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/business/:id/approve',
    permission: 'accounts.write',
    summary: 'Let a business account that asks be one of the team’s',
    description:
      'Anybody can connect a bot to their account: until somebody agrees, nothing of it is read or kept.',
    tag,
    params: businessParams,
    answers: { 200: businessAnswer },
    handle: async ({ app, caller, params }) =>
      one(app, await approveConnection(app, caller, params.id)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/business/:id',
    permission: 'accounts.write',
    summary: 'Let go of a business account, or refuse one that asks',
    tag,
    params: businessParams,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      await removeConnection(app, caller, params.id);
      return { success: true, message: texts.removed[caller.language] };
    },
  }),
];

async function one(app: App, connection: BusinessConnection) {
  const [view] = await viewConnections(app, [connection]);
  return { success: true, connection: view };
}
