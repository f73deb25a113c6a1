import { stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { html } from '../base/http/html.ts';
import type { Language } from '../base/text.ts';
import { httpTexts } from './texts.ts';

const PAGE = 'index.html';

/** Where `npm run build` puts the console. */
export const CONSOLE_DIR = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** The components of the console set style attributes; scripts come from here alone. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "object-src 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-write=(self)',
  'cross-origin-opener-policy': 'same-origin',
};

/** Files whose names change with their content; a browser never asks for them again. */
const ASSETS = 'assets/';
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * Serves the built console under /app/; / leads there. Any path that is no file answers the page
 * itself, which knows its own addresses. Files beside with .br or .gz are sent to those who take
 * them. It may be built anew, or for the first time, while the server runs.
 */
export async function serveConsole(
  server: FastifyInstance,
  folder: string,
  language: Language,
): Promise<void> {
  const root = resolve(folder);
  server.get('/', hidden, (_, reply) => reply.redirect('/app/', 302));
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (_, reply) => void reply.headers(HEADERS));
    await scope.register(fastifyStatic, { serve: false, preCompressed: true, cacheControl: false });
    const answerPage = async (reply: FastifyReply) => {
      reply.headers({ 'cache-control': 'no-cache', vary: 'accept-encoding' });
      if (await isFile(root, PAGE)) return reply.sendFile(PAGE, root);
      return reply.code(503).type('text/html; charset=utf-8').send(notBuiltPage(language));
    };
    // With the slash too: the server takes both for one address.
    scope.get('/app', hidden, (_, reply) => answerPage(reply));
    scope.get<{ Params: { '*': string } }>('/app/*', hidden, async (request, reply) => {
      const path = request.params['*'];
      const isAsset = path.startsWith(ASSETS);
      if (path !== PAGE && (await isFile(root, path)))
        return reply
          .headers({ 'cache-control': isAsset ? FOREVER : 'no-cache', vary: 'accept-encoding' })
          .sendFile(path, root);
      // A page in the place of a script that is gone would only be a riddle to the browser.
      return isAsset ? reply.callNotFound() : answerPage(reply);
    });
  });
}

const hidden = { schema: { hide: true } };

async function isFile(root: string, path: string): Promise<boolean> {
  const full = resolve(root, path);
  if (!full.startsWith(root + sep) || path.includes('\0')) return false;
  return stat(full).then(
    (found) => found.isFile(),
    () => false,
  );
}

function notBuiltPage(language: Language): string {
  const { title, text } = httpTexts.notBuilt[language];
  return html`<!doctype html><html lang="${language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1em}</style>
<h1>${title}</h1><p>${text}</p><pre>npm run build</pre></html>`.text;
}
