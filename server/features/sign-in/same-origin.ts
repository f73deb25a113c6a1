import type { FastifyRequest } from 'fastify';

/**
 * Whether a browser that sent this did so from a page of ours. Sec-Fetch-Site is the browser's own
 * word and no proxy changes it; where it is missing (plain http), Origin must name the address the
 * request came to, or PUBLIC_URL. Programs send neither.
 */
export function isSameOrigin(
  request: Pick<FastifyRequest, 'headers' | 'host'>,
  publicUrl: string | undefined,
): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === request.host || (publicUrl !== undefined && host === new URL(publicUrl).host);
}
