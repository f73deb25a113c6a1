import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Role, roles } from '../../contract/permissions.ts';
import { features } from '../../server/features.ts';
import { type Api, startTestServer, type TestServer } from '../support/server.ts';

/** Every route behind a key, with the roles that may use it. A new route belongs in here. */
const everybody = ['owner', 'admin', 'operator', 'specialist'];
const team = ['owner', 'admin', 'operator'];
const heads = ['owner', 'admin'];
const table: [string, string, string[]][] = [
  ['GET', '/settings', team],
  ['PATCH', '/settings', heads],
  ['POST', '/settings/proxy', heads],
  ['POST', '/settings/proxy/test', heads],
  ['GET', '/api-keys', heads],
  ['POST', '/api-keys', heads],
  ['DELETE', '/api-keys/:id', heads],
  ['GET', '/audit', heads],
  ['GET', '/audit.csv', heads],
  ['GET', '/audit/check', heads],
  ['GET', '/plan', team],
  ['GET', '/plans', team],
  ['PUT', '/plans/:code', heads],
  ['GET', '/customers', heads],
  ['POST', '/customers/:id/days', heads],
  ['GET', '/customers/questions', heads],
  ['POST', '/customers/questions/:id/answer', heads],
  ['GET', '/payments', heads],
  ['POST', '/payments/:id/refund', ['owner']],
  ['GET', '/bots', team],
  ['POST', '/bots', heads],
  ['PATCH', '/bots/:id', heads],
  ['DELETE', '/bots/:id', heads],
  ['GET', '/team-inbox', team],
  ['DELETE', '/team-inbox', heads],
  ['PUT', '/bots/:id/proxy', heads],
  ['DELETE', '/bots/:id/proxy', heads],
  ['POST', '/bots/:id/proxy/test', heads],
  ['GET', '/business', team],
  ['POST', '/business/:id/approve', heads],
  ['DELETE', '/business/:id', heads],
  ['PUT', '/business/:id/role', heads],
  ['GET', '/jobs', team],
  ['GET', '/jobs/:id', team],
  ['POST', '/jobs/:id/retry', team],
  ['POST', '/jobs/:id/cancel', team],
  ['GET', '/jobs/:id/file', team],
  ['GET', '/jobs/:id/refused', team],
  ['GET', '/contacts', everybody],
  ['POST', '/contacts', team],
  ['GET', '/contacts/count', everybody],
  ['POST', '/contacts/tags', team],
  ['POST', '/contacts/export', team],
  ['GET', '/contacts/:id', everybody],
  ['PATCH', '/contacts/:id', team],
  ['DELETE', '/contacts/:id', team],
  ['POST', '/contacts/import', team],
  ['POST', '/contacts/import/preview', team],
  ['GET', '/sources', everybody],
  ['POST', '/sources', team],
  ['PATCH', '/sources/:id', team],
  ['GET', '/audiences', everybody],
  ['POST', '/audiences', team],
  ['GET', '/audiences/:id', everybody],
  ['PATCH', '/audiences/:id', team],
  ['DELETE', '/audiences/:id', team],
  ['GET', '/audiences/:id/contacts', everybody],
  ['POST', '/audiences/:id/members', team],
  ['DELETE', '/audiences/:id/members', team],
  ['POST', '/audiences/:id/export', team],
  ['POST', '/audiences/collect', team],
  ['GET', '/accounts/:id/chats', team],
  ['GET', '/accounts/:id/warmup', team],
  ['GET', '/warmup/channels', team],
  ['POST', '/warmup/channels', heads],
  ['DELETE', '/warmup/channels/:id', heads],
  ['POST', '/accounts/login', heads],
  ['POST', '/accounts/login/code', heads],
  ['POST', '/accounts/login/password', heads],
  ['POST', '/accounts/upload', heads],
  ['POST', '/accounts/process', heads],
  ['GET', '/accounts', team],
  ['POST', '/accounts/tags', heads],
  ['GET', '/accounts/:id', team],
  ['PATCH', '/accounts/:id', heads],
  ['DELETE', '/accounts/:id', heads],
  ['POST', '/accounts/:id/check', heads],
  ['PUT', '/accounts/:id/proxy', heads],
  ['DELETE', '/accounts/:id/proxy', heads],
  ['POST', '/accounts/:id/proxy/test', heads],
  ['POST', '/send', everybody],
  ['GET', '/messages/:id', everybody],
  ['GET', '/media', everybody],
  ['POST', '/media', everybody],
  ['GET', '/media/:id', everybody],
  ['POST', '/do-not-contact', team],
  ['GET', '/do-not-contact', everybody],
  ['POST', '/do-not-contact/import', team],
  ['GET', '/do-not-contact/export', team],
  ['POST', '/do-not-contact/lift', team],
  ['GET', '/accounts/:id/why', team],
  ['GET', '/dialogs/:user_id', everybody],
  ['GET', '/files/:file_id', everybody],
  ['GET', '/assistant/settings', team],
  ['PUT', '/assistant/settings', heads],
  ['GET', '/assistant/roles', team],
  ['POST', '/assistant/roles', heads],
  ['GET', '/assistant/roles/:id', team],
  ['PATCH', '/assistant/roles/:id', heads],
  ['DELETE', '/assistant/roles/:id', heads],
  ['PUT', '/accounts/:id/role', heads],
  ['GET', '/assistant/knowledge', team],
  ['POST', '/assistant/knowledge', heads],
  ['POST', '/assistant/knowledge/upload', heads],
  ['GET', '/assistant/knowledge/search', team],
  ['DELETE', '/assistant/knowledge/:id', heads],
  ['GET', '/assistant/answers', team],
  ['GET', '/assistant/answers/:id', team],
  ['POST', '/assistant/answers/:id/discard', everybody],
  ['GET', '/overview', everybody],
  ['GET', '/analytics/funnel', team],
  ['GET', '/analytics/answers', team],
  ['GET', '/analytics/accounts', team],
  ['GET', '/analytics/sources', team],
  ['GET', '/analytics/refusals', team],
  ['POST', '/opt-in/points', team],
  ['GET', '/opt-in/points', everybody],
  ['GET', '/opt-in/points/:id', everybody],
  ['PATCH', '/opt-in/points/:id', team],
  ['GET', '/opt-in/points/:id/qr.svg', everybody],
  ['GET', '/opt-in/points/:id/qr.png', everybody],
  ['GET', '/contacts/:id/evidence', everybody],
  ['GET', '/contacts/:id/evidence/file', everybody],
  ['GET', '/events', heads],
  ['GET', '/live', everybody],
  ['GET', '/accounts/:id/history', team],
  ['GET', '/logs', team],
  ['GET', '/logs.csv', team],
  ['GET', '/webhooks/event-types', heads],
  ['GET', '/webhooks/endpoints', heads],
  ['POST', '/webhooks/endpoints', heads],
  ['GET', '/webhooks/endpoints/:id', heads],
  ['PATCH', '/webhooks/endpoints/:id', heads],
  ['DELETE', '/webhooks/endpoints/:id', heads],
  ['POST', '/webhooks/endpoints/:id/rotate-secret', heads],
  ['POST', '/webhooks/endpoints/:id/test', heads],
  ['POST', '/webhooks/endpoints/:id/replay', heads],
  ['GET', '/operators', everybody],
  ['POST', '/operators', heads],
  ['PATCH', '/operators/:id', heads],
  ['POST', '/operators/:id/invitation', heads],
  ['GET', '/dialogs', everybody],
  ['GET', '/dialogs/export', everybody],
  ['GET', '/dialogs/number/:number', everybody],
  ['PATCH', '/dialogs/number/:number', everybody],
  ['GET', '/dialogs/number/:number/export', everybody],
  ['GET', '/dialogs/number/:number/messages', everybody],
  ['POST', '/dialogs/number/:number/messages', everybody],
  ['POST', '/dialogs/number/:number/stop', everybody],
  ['POST', '/dialogs/number/:number/complete', everybody],
  ['POST', '/dialogs/number/:number/hand-over', everybody],
  ['POST', '/dialogs/number/:number/resume', everybody],
  ['POST', '/dialogs/number/:number/assign', everybody],
  ['POST', '/dialogs/number/:number/snooze', everybody],
  ['POST', '/judgements/:id/correct', everybody],
  ['POST', '/assistant/answers/:id/approve', everybody],
  ['GET', '/scripts', team],
  ['POST', '/scripts', team],
  ['POST', '/scripts/check', team],
  ['POST', '/scripts/preview', team],
  ['GET', '/scripts/:id', team],
  ['PATCH', '/scripts/:id', team],
  ['GET', '/scripts/:id/versions', team],
  ['POST', '/scripts/:id/preview', team],
  ['GET', '/scripts/:id/results', team],
  ['GET', '/campaigns', team],
  ['POST', '/campaigns', team],
  ['GET', '/campaigns/invite-chats', team],
  ['GET', '/campaigns/:id', team],
  ['PATCH', '/campaigns/:id', team],
  ['DELETE', '/campaigns/:id', team],
  ['POST', '/campaigns/:id/launch', team],
  ['POST', '/campaigns/:id/pause', team],
  ['POST', '/campaigns/:id/resume', team],
  ['POST', '/campaigns/:id/finish', team],
  ['GET', '/campaigns/:id/targets', team],
  ['GET', '/campaigns/:id/targets.csv', team],
  ['GET', '/campaigns/:id/results', team],
  ['GET', '/campaigns/:id/forecast', team],
  ['POST', '/campaigns/:id/rehearsals', team],
  ['GET', '/campaigns/:id/rehearsals', team],
  ['GET', '/rehearsals/:id', team],
  ['GET', '/webhooks/deliveries', heads],
  ['POST', '/webhooks/deliveries/:id/replay', heads],
  ['POST', '/webhooks/replay', heads],
];

/** Pages for people outside the team; what they show and take is tested where they stand. */
const publicPages = ['GET /f/:key', 'POST /f/:key', 'GET /f/:key/snippet.js'];

/** For operators who are signed in; who that is and isn't is tested in test/sign-in. */
const ofSession = [
  'DELETE /session',
  'POST /dialogs/number/:number/read',
  'GET /session/all',
  'DELETE /session/all',
  'DELETE /session/all/:id',
  'POST /session/password',
  'POST /session/totp',
  'POST /session/totp/confirm',
  'DELETE /session/totp',
  'GET /session/telegram',
  'POST /session/telegram',
  'DELETE /session/telegram',
  'GET /session/notifications',
  'PATCH /session/notifications',
];

/** Open to Telegram alone, which shows a secret. */
const ofTelegram = ['POST /bots/:id/updates'];

/** Open, since they are the way in. */
const waysIn = [
  'GET /session',
  'POST /session',
  'POST /session/set-up',
  'POST /session/link',
  'POST /session/invitation',
  'POST /session/invitation/look',
];

const open = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs', '/docs/json'];

let server: TestServer;
const keys = {} as Record<Role, Api>;

beforeAll(async () => {
  server = await startTestServer();
  for (const role of roles) {
    const { body } = await server.api.post('/api-keys', { name: role, role });
    keys[role] = server.api.as(body.token);
  }
});
afterAll(() => server?.stop());

/** A call that carries nothing a route could want: only who may call shows. */
async function call(api: Api, method: string, path: string): Promise<[number, string]> {
  const place = path === '/live' ? '?after=nothing-of-ours' : '';
  const url = path.replace(/:\w+/g, 'nothing-of-ours') + place;
  const answer = await api.raw(url, {
    method,
    ...(method !== 'GET' && {
      body: JSON.stringify({ wrong: true }),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const text = await answer.text();
  return [answer.status, text.startsWith('{') ? JSON.parse(text).error : ''];
}

test('every route of every feature stands in the table, and nothing else does', () => {
  const routes = features.flatMap((f) => f.routes ?? []).map((r) => `${r.method} ${r.path}`);
  const behindKeys = table.map(([method, path]) => `${method} ${path}`);
  const known = [...behindKeys, ...publicPages, ...ofSession, ...waysIn, ...ofTelegram];
  expect(routes.sort()).toEqual(known.sort());
});

test.each(publicPages)('%s asks for no key', async (route) => {
  const [method = '', path = ''] = route.split(' ');
  const answer = await server.api.as(undefined).raw(path.replace(':key', 'nobodys'), {
    method,
    ...(method === 'POST' && { body: new URLSearchParams({ name: 'Anna' }) }),
  });
  expect(answer.status).toBe(404);
});

test.each(ofSession)('%s is for nobody without a session, whatever their key', async (route) => {
  const [method = '', path = ''] = route.split(' ');
  expect(await call(server.api.as(undefined), method, path)).toEqual([401, 'unauthorized']);
  expect(await call(server.api.as('not-a-key'), method, path)).toEqual([401, 'unauthorized']);
  expect(await call(server.api, method, path)).toEqual([403, 'forbidden']);
});

test.each(ofTelegram)('%s lets in nobody with a key, nor without', async (route) => {
  const [method = '', path = ''] = route.split(' ');
  expect(await call(server.api, method, path)).toEqual([401, 'unauthorized']);
  expect(await call(server.api.as(undefined), method, path)).toEqual([401, 'unauthorized']);
});

test.each(waysIn)('%s asks for no key', async (route) => {
  const [method = '', path = ''] = route.split(' ');
  const [status] = await call(server.api.as(undefined), method, path);
  expect(status).toBe(method === 'GET' ? 200 : 400);
});

describe.each(table)('%s %s', (method, path, allowed) => {
  test('asks for a key before it looks at anything else', async () => {
    expect(await call(server.api.as(undefined), method, path)).toEqual([401, 'unauthorized']);
    expect(await call(server.api.as('not-a-key'), method, path)).toEqual([401, 'unauthorized']);
  });

  test(`is for ${allowed.join(', ')}`, async () => {
    const letIn = [];
    for (const role of roles) {
      // Never the call itself: a wrong body or an unknown id stops it behind the door.
      const [status, error] = await call(keys[role], method, path);
      if (status !== 403) letIn.push(role);
      else expect(error).toBe('forbidden');
    }
    expect(letIn).toEqual(allowed);
  });
});

test.each(open)('%s is open to everybody', async (path) => {
  const answer = await server.api.as(undefined).raw(path);
  expect(answer.status).toBe(200);
});

test('a key works in any letter case of its scheme, and nowhere but in the header', async () => {
  const bare = server.api.as(undefined);
  const ask = (authorization: string) => bare.raw('/accounts', { headers: { authorization } });
  const key = 'owner-key-of-the-tests';
  expect((await ask(`Bearer ${key}`)).status).toBe(200);
  expect((await ask(`bearer  ${key}`)).status).toBe(200);
  expect((await ask(key)).status).toBe(401);
  expect((await ask(`Basic ${key}`)).status).toBe(401);
  expect((await ask(`Bearer ${key.toUpperCase()}`)).status).toBe(401);
  expect((await bare.raw(`/accounts?key=${key}`)).status).toBe(401);
});

test('a key that nobody has is not told apart from one that was revoked', async () => {
  const { body } = await server.api.post('/api-keys', { name: 'short-lived', role: 'admin' });
  const gone = server.api.as(body.token);
  expect((await gone.get('/accounts')).status).toBe(200);
  await server.api.delete(`/api-keys/${body.key.id}`);
  const revoked = await gone.get('/accounts');
  const unknown = await server.api.as('vst_unknown').get('/accounts');
  expect(revoked.status).toBe(401);
  expect(revoked.body).toEqual(unknown.body);
});
