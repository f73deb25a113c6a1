import { z } from 'zod';
import { accountParams, accountProxyBody, proxyTestAnswer } from '../../../contract/accounts.ts';
import { doneAnswer } from '../../../contract/common.ts';
import { AppError } from '../../base/errors.ts';
import type { ProxySettings } from '../../edges/telegram-account/port.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { setAccountProxy, testAccountProxy, testDefaultProxy } from './set-proxy.ts';
import { texts } from './texts.ts';

const tag = 'Proxies';

export const proxyRoutes: Route[] = [
  defineRoute({
    method: 'PUT',
    path: '/accounts/:id/proxy',
    permission: 'accounts.write',
    summary: 'Set the proxy of one account; it is stored, not tested',
    tag,
    params: accountParams,
    body: accountProxyBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params, body }) => {
      await setAccountProxy(app, caller, params.id, body.use_proxy, readProxy(body));
      return { success: true, message: texts.proxySet(params.id)[caller.language] };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/accounts/:id/proxy',
    permission: 'accounts.write',
    summary: 'Switch the proxy of one account off',
    tag,
    params: accountParams,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      await setAccountProxy(app, caller, params.id, false, null);
      return { success: true, message: texts.proxyRemoved(params.id)[caller.language] };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/accounts/:id/proxy/test',
    permission: 'accounts.write',
    summary: 'Try to reach Telegram through the proxy of one account',
    tag,
    params: accountParams,
    body: z.unknown(),
    answers: { 200: proxyTestAnswer },
    handle: async ({ app, caller, params }) =>
      testView(await testAccountProxy(app, caller.workspaceId, params.id), caller.language),
  }),
  defineRoute({
    method: 'POST',
    path: '/settings/proxy/test',
    permission: 'settings.write',
    summary: 'Try to reach Telegram through the default proxy',
    tag,
    body: z.unknown(),
    answers: { 200: proxyTestAnswer },
    handle: async ({ app, caller }) =>
      testView(await testDefaultProxy(app, caller.workspaceId), caller.language),
  }),
];

function testView(ms: number, language: 'ru' | 'en') {
  return { success: true, message: texts.proxyWorks(ms)[language], latency_ms: ms };
}

/** Without a host the account uses the default proxy. */
function readProxy(body: z.output<typeof accountProxyBody>): ProxySettings | null {
  const { type, host, port, username, password } = body;
  if (!host && !port) return null;
  if (!host || !port) throw new AppError('invalid_proxy', texts.proxyHostMissing);
  return { type, host, port, ...(username && { username }), ...(password && { password }) };
}
