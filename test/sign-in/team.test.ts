import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSignInLink } from '../../server/features/sign-in/sign-in-links.ts';
import { homeWorkspaceId } from '../../server/features/workspace/ensure-workspace.ts';
import { type Browser, join, OWNER, openBrowser, setUp } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let anna: Browser;
const HOUR_MS = 3_600_000;

beforeEach(async () => {
  server = await startTestServer({}, { now: new Date('2026-03-02T09:00:00Z') });
  anna = await setUp(server);
});
afterEach(() => server?.stop());

const invite = async (name: string, role = 'operator') => {
  const { body } = await anna.post('/operators', { name, role });
  return body as {
    operator: { id: number };
    invitation: { token: string; expires_at: string };
  };
};
const accept = (token: string, given: object = {}, browser = openBrowser(server)) =>
  browser.post('/session/invitation', {
    token,
    login: 'boris',
    password: 'a password of Boris',
    ...given,
  });
const told = ({ status, body }: { status: number; body: { error?: string } }) => [
  status,
  body.error,
];

describe('an invitation', () => {
  test('says whom it is for, and lets them set login and password', async () => {
    const { operator, invitation } = await invite('Boris');
    expect(invitation.expires_at).toBe('2026-03-05T09:00:00.000Z');
    const look = await openBrowser(server).post('/session/invitation/look', {
      token: invitation.token,
    });
    expect(look.body).toEqual({
      success: true,
      operator: { name: 'Boris', login: null },
      expires_at: invitation.expires_at,
    });
    const browser = openBrowser(server);
    const came = await accept(invitation.token, { login: 'Boris.K' }, browser);
    expect(came.status).toBe(201);
    expect(came.body.session.operator).toMatchObject({
      id: operator.id,
      login: 'boris.k',
      role: 'operator',
    });
    expect((await browser.get('/dialogs')).status).toBe(200);
    const { body } = await anna.get('/operators');
    expect(body.operators[1]).toMatchObject({
      login: 'boris.k',
      has_password: true,
      has_totp: false,
      last_seen_at: '2026-03-02T09:00:00.000Z',
    });
  });

  test('works once, also for two who come at the same moment', async () => {
    const { token } = (await invite('Boris')).invitation;
    const answers = await Promise.all([accept(token), accept(token, { login: 'mallory' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410]);
    expect(told(await accept(token))).toEqual([410, 'link_expired']);
  });

  test('works for 72 hours', async () => {
    const early = (await invite('Boris')).invitation.token;
    const late = (await invite('Clara')).invitation.token;
    server.clock.advance(72 * HOUR_MS - 1);
    expect((await accept(early)).status).toBe(201);
    server.clock.advance(1);
    const look = await openBrowser(server).post('/session/invitation/look', { token: late });
    expect(told(look)).toEqual([410, 'link_expired']);
    expect(told(await accept(late, { login: 'clara' }))).toEqual([410, 'link_expired']);
  });

  test('ends when a new one is made', async () => {
    const { operator, invitation } = await invite('Boris');
    const again = await anna.post(`/operators/${operator.id}/invitation`);
    expect(again.status).toBe(201);
    expect(told(await accept(invitation.token))).toEqual([410, 'link_expired']);
    expect((await accept(again.body.invitation.token)).status).toBe(201);
  });

  test('is a fresh start for who lost the password and the phone', async () => {
    const boris = await join(server, anna, { role: 'operator', login: 'boris' });
    const { body } = await anna.post(`/operators/${boris.id}/invitation`);
    const look = await openBrowser(server).post('/session/invitation/look', body.invitation);
    expect(told(look)).toEqual([400, 'invalid_request']);
    await accept(body.invitation.token, { password: 'another password' });
    expect((await boris.get('/dialogs')).status).toBe(401);
    const signIn = (password: string) =>
      openBrowser(server).post('/session', { login: 'boris', password });
    expect((await signIn(boris.password)).status).toBe(401);
    expect((await signIn('another password')).status).toBe(201);
  });

  test('is not used up by a weak password, or by a login that somebody has', async () => {
    const { token } = (await invite('Boris')).invitation;
    expect(told(await accept(token, { password: 'short' }))).toEqual([400, 'weak_password']);
    expect(told(await accept(token, { login: 'ANNA' }))).toEqual([409, 'already_exists']);
    expect((await accept(token)).status).toBe(201);
  });

  test('is none of a stranger’s making', async () => {
    expect(told(await accept('vsi_guessed'))).toEqual([410, 'link_expired']);
    expect(told(await accept(''))).toEqual([400, 'invalid_request']);
  });

  test('is not given to somebody who is disabled, and ends with them', async () => {
    const { operator, invitation } = await invite('Boris');
    await anna.patch(`/operators/${operator.id}`, { disabled: true });
    expect(told(await accept(invitation.token))).toEqual([410, 'link_expired']);
    expect(told(await anna.post(`/operators/${operator.id}/invitation`))).toEqual([
      409,
      'conflict',
    ]);
    expect(told(await anna.post('/operators/99/invitation'))).toEqual([404, 'not_found']);
  });
});

describe('a link', () => {
  const makeLink = async () =>
    createSignInLink(server.app, {
      workspaceId: await homeWorkspaceId(server.app),
      operatorId: 1,
    });
  const enter = (token: string) => openBrowser(server).post('/session/link', { token });

  test('signs in, once', async () => {
    const token = await makeLink();
    const came = await enter(token);
    expect(came.status).toBe(201);
    expect(came.body.session.operator.name).toBe('Anna');
    expect(told(await enter(token))).toEqual([410, 'link_expired']);
  });

  test('works for ten minutes', async () => {
    const token = await makeLink();
    server.clock.advance(600_000);
    expect(told(await enter(token))).toEqual([410, 'link_expired']);
  });

  test('is no invitation, and an invitation is no link', async () => {
    expect(told(await accept(await makeLink()))).toEqual([410, 'link_expired']);
    const { invitation } = await invite('Boris');
    expect(told(await enter(invitation.token))).toEqual([410, 'link_expired']);
  });

  test('ends when the password is changed', async () => {
    const token = await makeLink();
    await anna.post('/session/password', { current: OWNER.password, password: 'a new password' });
    expect(told(await enter(token))).toEqual([410, 'link_expired']);
  });
});

describe('what somebody may', () => {
  test('is what their role is now, in the session that they have', async () => {
    const boris = await join(server, anna, { role: 'admin', login: 'boris' });
    expect((await boris.get('/api-keys')).status).toBe(200);
    await anna.patch(`/operators/${boris.id}`, { role: 'specialist' });
    expect(told(await boris.get('/api-keys'))).toEqual([403, 'forbidden']);
    expect((await boris.get('/dialogs')).status).toBe(200);
    const { body } = await boris.get('/session');
    expect(body.session.permissions).not.toContain('keys.read');
  });

  test('is nothing from the moment they are disabled', async () => {
    const boris = await join(server, anna, { role: 'operator', login: 'boris' });
    await anna.patch(`/operators/${boris.id}`, { disabled: true });
    expect(told(await boris.get('/dialogs'))).toEqual([401, 'unauthorized']);
    const back = await openBrowser(server).post('/session', {
      login: 'boris',
      password: boris.password,
    });
    expect(told(back)).toEqual([401, 'wrong_sign_in']);
    await anna.patch(`/operators/${boris.id}`, { disabled: false });
    expect(told(await boris.get('/dialogs'))).toEqual([401, 'unauthorized']);
  });

  test('is told to nobody below: operators see the team and change nobody', async () => {
    const boris = await join(server, anna, { role: 'operator', login: 'boris' });
    expect((await boris.get('/operators')).status).toBe(200);
    expect(told(await boris.post('/operators', { name: 'Eve', role: 'specialist' }))).toEqual([
      403,
      'forbidden',
    ]);
    expect(told(await boris.post(`/operators/${boris.id}/invitation`))).toEqual([403, 'forbidden']);
  });
});

describe('owners', () => {
  test('are made, changed and invited by owners alone', async () => {
    const admin = await join(server, anna, { role: 'admin', login: 'adam' });
    const boris = await join(server, anna, { role: 'operator', login: 'boris' });
    const refused = [403, 'forbidden'];
    expect(told(await admin.post('/operators', { name: 'Eve', role: 'owner' }))).toEqual(refused);
    expect(told(await admin.patch('/operators/1', { name: 'Mallory' }))).toEqual(refused);
    expect(told(await admin.patch('/operators/1', { disabled: true }))).toEqual(refused);
    expect(told(await admin.post('/operators/1/invitation'))).toEqual(refused);
    expect(told(await admin.patch(`/operators/${admin.id}`, { role: 'owner' }))).toEqual(refused);
    expect(told(await admin.patch(`/operators/${boris.id}`, { role: 'owner' }))).toEqual(refused);
    expect((await admin.patch(`/operators/${boris.id}`, { role: 'admin' })).status).toBe(200);
    expect((await anna.patch(`/operators/${boris.id}`, { role: 'owner' })).status).toBe(200);
  });

  test('are not made by an invitation that an admin had kept', async () => {
    const admin = await join(server, anna, { role: 'admin', login: 'adam' });
    const { body } = await admin.post('/operators', { name: 'Boris', role: 'operator' });
    await anna.patch(`/operators/${body.operator.id}`, { role: 'owner' });
    expect(told(await accept(body.invitation.token))).toEqual([410, 'link_expired']);
  });

  test('are never without one who can sign in', async () => {
    await anna.post('/operators', { name: 'Olga, who never came', role: 'owner' });
    const refused = [409, 'conflict'];
    expect(told(await anna.patch('/operators/1', { disabled: true }))).toEqual(refused);
    expect(told(await anna.patch('/operators/1', { role: 'admin' }))).toEqual(refused);
    expect(told(await server.api.patch('/operators/1', { role: 'admin' }))).toEqual(refused);
    expect((await anna.patch('/operators/1', { name: 'Anna K.' })).status).toBe(200);
    const other = await join(server, anna, { role: 'owner', login: 'oleg' });
    expect((await anna.patch('/operators/1', { role: 'admin' })).status).toBe(200);
    expect(told(await other.patch(`/operators/${other.id}`, { disabled: true }))).toEqual(refused);
  });

  test('who demote each other at the same moment don’t both succeed', async () => {
    const other = await join(server, anna, { role: 'owner', login: 'oleg' });
    const answers = await Promise.all([
      anna.patch(`/operators/${other.id}`, { role: 'admin' }),
      other.patch('/operators/1', { role: 'admin' }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const { body } = await server.api.get('/operators');
    expect(body.operators.filter((o: { role: string }) => o.role === 'owner')).toHaveLength(1);
  });
});

test('what an operator does in a dialog bears their name in the audit log', async () => {
  const boris = await join(server, anna, { role: 'admin', login: 'boris' });
  await boris.patch('/settings', { cooldown_hours: 12 });
  await server.drain();
  const { body } = await anna.get('/audit');
  expect(body.entries[0]).toMatchObject({
    action: 'settings.changed',
    actor: `operator:${boris.id}`,
    address: '127.0.0.1',
  });
});
