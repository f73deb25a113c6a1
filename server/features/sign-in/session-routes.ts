import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { doneAnswer } from '../../../contract/common.ts';
import {
  invitationBody,
  invitationLookAnswer,
  invitationLookBody,
  linkBody,
  passwordBody,
  sessionAnswer,
  sessionsAnswer,
  setUpBody,
  signedInAnswer,
  signInBody,
  totpAnswer,
  totpConfirmBody,
  totpOffBody,
} from '../../../contract/session.ts';
import type { App } from '../../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { acceptInvitation, lookAtInvitation } from './accept-invitation.ts';
import { changePassword } from './change-password.ts';
import { beginTotp, confirmTotp, endTotp } from './change-totp.ts';
import { readSessionCookie, sessionCookieHeader } from './cookie.ts';
import { endOtherSessions, endSession, listSessions } from './end-sessions.ts';
import { findSession, type SignedIn } from './find-session.ts';
import type { Visitor } from './open-session.ts';
import { sessionEnd } from './session.ts';
import { isSetUpNeeded } from './set-up-code.ts';
import { setUpOwner } from './set-up-owner.ts';
import { signInByPassword } from './sign-in.ts';
import { signInByLink } from './sign-in-links.ts';
import { signedIn } from './signed-in-caller.ts';
import { texts } from './texts.ts';

const tag = 'Sign-in';
const open = { permission: undefined, tag } as const;
const own = { permission: 'signed_in', tag } as const;

export const sessionRoutes: Route[] = [
  defineRoute({
    ...open,
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in here, and what they may do',
    answers: { 200: sessionAnswer },
    handle: async ({ app, request }) => {
      const token = readSessionCookie(request);
      const found = token ? await findSession(app, token) : undefined;
      return new CustomAnswer({
        headers: { 'cache-control': 'no-store' },
        body: {
          success: true,
          set_up_needed: !found && (await isSetUpNeeded(app.db)),
          session: found ? sessionView(found) : null,
          now: app.clock.now().toISOString(),
        },
      });
    },
  }),
  defineRoute({
    ...open,
    method: 'POST',
    path: '/session/set-up',
    summary: 'Make the first owner, with the code that the server printed, and sign in',
    body: setUpBody,
    answers: { 201: signedInAnswer },
    handle: async ({ app, body, request }) => {
      const { code, ...owner } = body;
      return letIn(app, request, await setUpOwner(app, owner, code, visitorOf(request)));
    },
  }),
  defineRoute({
    ...open,
    method: 'POST',
    path: '/session',
    summary: 'Sign in with login and password',
    description:
      'The error `totp_required` asks for the same again with `totp`. `wrong_sign_in` tells nothing more; with `retry_after` sign-in is shut for so many seconds.',
    body: signInBody,
    answers: { 201: signedInAnswer },
    handle: async ({ app, body, request }) =>
      letIn(app, request, await signInByPassword(app, body, visitorOf(request))),
  }),
  defineRoute({
    ...open,
    method: 'POST',
    path: '/session/link',
    summary: 'Sign in with a link that works once',
    body: linkBody,
    answers: { 201: signedInAnswer },
    handle: async ({ app, body, request }) =>
      letIn(app, request, await signInByLink(app, body.token, visitorOf(request))),
  }),
  defineRoute({
    ...open,
    method: 'POST',
    path: '/session/invitation/look',
    summary: 'Whom an invitation is for',
    body: invitationLookBody,
    answers: { 200: invitationLookAnswer },
    handle: async ({ app, body, request }) => {
      const { operator, expiresAt } = await lookAtInvitation(app, body.token, request.ip);
      return {
        success: true,
        operator: { name: operator.name, login: operator.login },
        expires_at: expiresAt.toISOString(),
      };
    },
  }),
  defineRoute({
    ...open,
    method: 'POST',
    path: '/session/invitation',
    summary: 'Set login and password by an invitation, and sign in',
    body: invitationBody,
    answers: { 201: signedInAnswer },
    handle: async ({ app, body, request }) =>
      letIn(app, request, await acceptInvitation(app, body, visitorOf(request))),
  }),
  defineRoute({
    ...own,
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out',
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, request }) => {
      const { sessionId, ...me } = signedIn(caller);
      await endSession(app, { ...me, sessionId }, sessionId);
      return new CustomAnswer({
        headers: sessionCookieHeader(request, undefined),
        body: { success: true, message: texts.signedOut[caller.language] },
      });
    },
  }),
  defineRoute({
    ...own,
    method: 'GET',
    path: '/session/all',
    summary: 'Where I am signed in',
    answers: { 200: sessionsAnswer },
    handle: async ({ app, caller }) => {
      const me = signedIn(caller);
      const sessions = (await listSessions(app, me)).map((session) => ({
        id: session.id,
        created_at: session.createdAt.toISOString(),
        last_seen_at: session.lastSeenAt.toISOString(),
        address: session.address,
        user_agent: session.userAgent,
        is_this: session.id === me.sessionId,
      }));
      return { success: true, sessions };
    },
  }),
  defineRoute({
    ...own,
    method: 'DELETE',
    path: '/session/all/:id',
    summary: 'End one of my sessions',
    params: z.object({ id: z.coerce.number().int() }),
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      await endSession(app, signedIn(caller), params.id);
      return { success: true, message: texts.sessionEnded[caller.language] };
    },
  }),
  defineRoute({
    ...own,
    method: 'DELETE',
    path: '/session/all',
    summary: 'End all my sessions but this one',
    answers: { 200: doneAnswer },
    handle: async ({ app, caller }) => {
      await endOtherSessions(app, signedIn(caller));
      return { success: true, message: texts.othersEnded[caller.language] };
    },
  }),
  defineRoute({
    ...own,
    method: 'POST',
    path: '/session/password',
    summary: 'Change my password; my other sessions end',
    body: passwordBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, body }) => {
      await changePassword(app, signedIn(caller), body.current, body.password);
      return { success: true, message: texts.passwordChanged[caller.language] };
    },
  }),
  defineRoute({
    ...own,
    method: 'POST',
    path: '/session/totp',
    summary: 'Get a secret for an authenticator app; it counts once it is confirmed',
    answers: { 200: totpAnswer },
    handle: async ({ app, caller }) =>
      new CustomAnswer({
        headers: { 'cache-control': 'no-store' },
        body: { success: true, ...(await beginTotp(app, signedIn(caller))) },
      }),
  }),
  defineRoute({
    ...own,
    method: 'POST',
    path: '/session/totp/confirm',
    summary: 'Turn the second step of my sign-in on, with a code that the app shows',
    body: totpConfirmBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, body }) => {
      await confirmTotp(app, signedIn(caller), body.code);
      return { success: true, message: texts.totpTurnedOn[caller.language] };
    },
  }),
  defineRoute({
    ...own,
    method: 'DELETE',
    path: '/session/totp',
    summary: 'Turn the second step of my sign-in off',
    body: totpOffBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, body }) => {
      await endTotp(app, signedIn(caller), body.password);
      return { success: true, message: texts.totpTurnedOff[caller.language] };
    },
  }),
];

function visitorOf(request: FastifyRequest): Visitor {
  return {
    address: request.ip,
    userAgent: request.headers['user-agent'],
    formerToken: readSessionCookie(request),
  };
}

async function letIn(app: App, request: FastifyRequest, token: string): Promise<CustomAnswer> {
  const found = await findSession(app, token);
  if (!found) throw new Error('a session ended as it began');
  return new CustomAnswer({
    status: 201,
    headers: sessionCookieHeader(request, token),
    body: {
      success: true,
      set_up_needed: false,
      session: sessionView(found),
      now: app.clock.now().toISOString(),
    },
  });
}

function sessionView(found: SignedIn) {
  return {
    operator: {
      id: found.operatorId,
      name: found.name,
      login: found.login,
      role: found.role,
      has_totp: found.hasTotp,
    },
    workspace: {
      id: found.workspaceId,
      name: found.workspaceName,
      language: found.language,
      time_zone: found.timeZone,
    },
    permissions: found.permissions,
    expires_at: sessionEnd(found).toISOString(),
  };
}
