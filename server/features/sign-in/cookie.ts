import type { FastifyRequest } from 'fastify';
import { sessionCookie } from '../../../contract/session.ts';
import { LIFE_MS } from './session.ts';

/** The session's token that a browser sent, if it sent one. */
export function readSessionCookie(request: FastifyRequest): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, ...value] = part.split('=');
    if (name?.trim() === sessionCookie) return value.join('=').trim() || undefined;
  }
  return undefined;
}

/** The header that gives a browser its session, or takes it away. */
export function sessionCookieHeader(
  request: Pick<FastifyRequest, 'protocol'>,
  token: string | undefined,
): { 'set-cookie': string; 'cache-control': string } {
  const parts = [
    `${sessionCookie}=${token ?? ''}`,
    'Path=/',
    `Max-Age=${token ? LIFE_MS / 1_000 : 0}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(request.protocol === 'https' ? ['Secure'] : []),
  ];
  return { 'set-cookie': parts.join('; '), 'cache-control': 'no-store' };
}
