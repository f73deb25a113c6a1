import type { FastifyRequest } from 'fastify';
import { consoleHeader } from '../../contract/session.ts';
import { AppError } from '../base/errors.ts';
import type { Language } from '../base/text.ts';
import type { App } from '../context.ts';
import type { Caller, Rights, Route } from '../feature.ts';
import { readSessionCookie } from '../features/sign-in/cookie.ts';
import { findSession } from '../features/sign-in/find-session.ts';
import { isSameOrigin } from '../features/sign-in/same-origin.ts';
import { authenticate } from '../features/workspace/authenticate.ts';
import { httpTexts } from './texts.ts';

/**
 * Who calls: by the API key of the request, else by the session of its cookie.
 * @throws AppError unauthorized, forbidden
 */
export async function identify(
  app: App,
  request: FastifyRequest,
  { permission, tag }: Pick<Route, 'permission' | 'tag'>,
): Promise<Caller> {
  if (!permission) {
    // Nobody is made to sign in as somebody else by a page of a third.
    if (tag === 'Sign-in') refuseOtherSites(app, request);
    const actor = { kind: 'system' as const };
    return { workspaceId: 0, actor, language: languageOf(request, app.config.language) };
  }
  const { authorization } = request.headers;
  const caller =
    authorization === undefined
      ? await bySession(app, request)
      : await byKey(app, request, authorization);
  if (!caller) throw new AppError('unauthorized', httpTexts.unauthorized);
  if (permission === 'signed_in') {
    if (caller.sessionId === undefined) throw new AppError('forbidden', httpTexts.forOperators);
    return caller;
  }
  const { role, permissions } = caller.rights;
  if (!permissions.includes(permission))
    throw new AppError('forbidden', httpTexts.forbidden(role, permission));
  return caller;
}

/** The first of our languages that the client asks for; the region (de-RU) is none. */
export function languageOf(request: FastifyRequest, fallback: Language): Language {
  const wanted = request.headers['accept-language'] ?? '';
  const found = /(?:^|,)\s*(ru|en)\b/i.exec(wanted)?.[1]?.toLowerCase();
  return found === 'ru' || found === 'en' ? found : fallback;
}

type Known = Caller & { rights: Rights };

async function byKey(
  app: App,
  request: FastifyRequest,
  authorization: string,
): Promise<Known | undefined> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  const key = token ? await authenticate(app, token) : undefined;
  if (!key) return undefined;
  return {
    workspaceId: key.workspaceId,
    actor: { kind: 'api_key', id: key.keyId, address: request.ip },
    language: languageOf(request, key.language),
    rights: { role: key.role, permissions: key.permissions },
  };
}

async function bySession(app: App, request: FastifyRequest): Promise<Known | undefined> {
  const token = readSessionCookie(request);
  const session = token ? await findSession(app, token) : undefined;
  if (!session) return undefined;
  // A browser adds the cookie by itself, whoever made it send the request.
  refuseOtherSites(app, request);
  const isMarked = request.headers[consoleHeader.name] === consoleHeader.value;
  if (changes(request) && !isMarked) throw new AppError('forbidden', httpTexts.notFromConsole);
  return {
    workspaceId: session.workspaceId,
    actor: { kind: 'operator', id: session.operatorId, address: request.ip },
    language: languageOf(request, session.language),
    rights: { role: session.role, permissions: session.permissions },
    sessionId: session.sessionId,
  };
}

const changes = ({ method }: FastifyRequest) => method !== 'GET' && method !== 'HEAD';

function refuseOtherSites(app: App, request: FastifyRequest): void {
  if (changes(request) && !isSameOrigin(request, app.config.publicUrl))
    throw new AppError('forbidden', httpTexts.otherSite);
}
