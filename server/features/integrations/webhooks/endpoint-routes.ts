import { z } from 'zod';
import { doneAnswer, pageQuery } from '../../../../contract/common.ts';
import {
  endpointAnswer,
  endpointPatch,
  endpointsAnswer,
  eventTypesAnswer,
  newEndpointAnswer,
  newEndpointBody,
  rotateSecretBody,
  testAnswer,
} from '../../../../contract/webhooks.ts';
import { nextCursor, readCursor } from '../../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../../feature.ts';
import { eventTypes, exampleOf } from '../../events/event-types.ts';
import { findEndpoint, listEndpoints, viewEndpoint } from './find-endpoint.ts';
import { registerEndpoint } from './register-endpoint.ts';
import { testEndpoint } from './test-endpoint.ts';
import { texts } from './texts.ts';
import { removeEndpoint, rotateSecret, updateEndpoint } from './update-endpoint.ts';

const tag = 'Webhooks';
const params = z.object({ id: z.coerce.number().int().positive() });

export const endpointRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/webhooks/event-types',
    permission: 'webhooks.read',
    summary: 'Every type of event, with the body that is posted',
    tag,
    answers: { 200: eventTypesAnswer },
    handle: async ({ caller }) => ({
      success: true,
      event_types: eventTypes.map((eventType) => ({
        type: eventType.type,
        description: eventType.text[caller.language],
        example: exampleOf(eventType),
      })),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/webhooks/endpoints',
    permission: 'webhooks.read',
    summary: 'Webhook endpoints, newest first; those of the environment among them',
    tag,
    query: pageQuery,
    answers: { 200: endpointsAnswer },
    handle: async ({ app, caller, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const endpoints = await listEndpoints(app, caller.workspaceId, page);
      return {
        success: true,
        endpoints: endpoints.map((endpoint) => viewEndpoint(app, endpoint)),
        next: nextCursor(endpoints, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/webhooks/endpoints',
    permission: 'webhooks.write',
    summary: 'Add a webhook endpoint; its secret is shown this once',
    tag,
    body: newEndpointBody,
    answers: { 201: newEndpointAnswer },
    handle: async ({ app, caller, body }) => {
      const { endpoint, secret } = await registerEndpoint(app, caller, {
        url: body.url,
        eventTypes: body.event_types,
        description: body.description,
        isEnabled: body.enabled,
      });
      const answer = { success: true, endpoint: viewEndpoint(app, endpoint), secret };
      return new CustomAnswer({ status: 201, body: answer });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/webhooks/endpoints/:id',
    permission: 'webhooks.read',
    summary: 'One webhook endpoint',
    tag,
    params,
    answers: { 200: endpointAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      const endpoint = await findEndpoint(app.db, caller.workspaceId, id);
      return { success: true, endpoint: viewEndpoint(app, endpoint) };
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/webhooks/endpoints/:id',
    permission: 'webhooks.write',
    summary: 'Change, disable or enable a webhook endpoint',
    tag,
    params,
    body: endpointPatch,
    answers: { 200: endpointAnswer },
    handle: async ({ app, caller, params: { id }, body }) => {
      const endpoint = await updateEndpoint(app, caller, id, {
        url: body.url,
        eventTypes: body.event_types,
        description: body.description,
        isEnabled: body.enabled,
      });
      return { success: true, endpoint: viewEndpoint(app, endpoint) };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/webhooks/endpoints/:id',
    permission: 'webhooks.write',
    summary: 'Delete a webhook endpoint',
    tag,
    params,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      await removeEndpoint(app, caller, id);
      return { success: true, message: texts.deleted[caller.language] };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/webhooks/endpoints/:id/rotate-secret',
    permission: 'webhooks.write',
    summary: 'Give a webhook endpoint a new secret; the old one signs beside it for a while',
    tag,
    params,
    body: rotateSecretBody,
    answers: { 200: newEndpointAnswer },
    handle: async ({ app, caller, params: { id }, body }) => {
      const { endpoint, secret } = await rotateSecret(app, caller, id, body.overlap_hours);
      return { success: true, endpoint: viewEndpoint(app, endpoint), secret };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/webhooks/endpoints/:id/test',
    permission: 'webhooks.write',
    summary: 'Post a webhook.test and tell what was answered',
    tag,
    params,
    body: z.unknown(),
    answers: { 200: testAnswer },
    handle: async ({ app, caller, params: { id } }) => {
      const { arrived, status, latencyMs, error } = await testEndpoint(app, caller, id);
      return { success: true, arrived, status, latency_ms: latencyMs, error };
    },
  }),
];
