import type { FastifyRequest } from 'fastify';
import type { App } from '../../context.ts';

/** Under which address people reach the server: PUBLIC_URL, or else the one this request came to. */
export function publicBase(app: App, request: FastifyRequest): string {
  const base = app.config.publicUrl ?? `${request.protocol}://${request.host}`;
  return base.replace(/\/+$/, '');
}
