import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { formParams, formQuery } from '../../../contract/opt-in.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { fillForm } from './fill-form.ts';
import { findForm } from './find-point.ts';
import { formPage, noticePage, pageHeaders, type Surroundings, thanksPage } from './form-page.ts';
import { formTexts } from './form-texts.ts';
import { publicBase } from './public-base.ts';
import { readForm } from './read-form.ts';
import { snippetScript } from './snippet.ts';
import type { Point } from './tables.ts';
import { chatLinks, formUrl } from './view-point.ts';

const tag = 'Opt-in form';
const CAME_FROM_LENGTH = 500;
const HOUR_S = 3_600;

type FormQuery = z.output<typeof formQuery>;

/** What visitors see: open to everybody, since it shows nothing of anybody. */
export const formRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/f/:key',
    permission: undefined,
    summary: 'The hosted opt-in form, a page',
    tag,
    params: formParams,
    query: formQuery,
    answers: { 200: z.string().describe('HTML') },
    handle: async ({ app, caller, params, query, request }) => {
      const point = await findForm(app, params.key);
      const around = surroundings(point, query, addressOf(request.headers.referer ?? ''));
      if (point?.status !== 'active') return absent(point, caller.language, around);
      return answer(200, point, around, formPage(point, { given: {}, faults: {} }, around));
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/f/:key',
    permission: undefined,
    takesForm: true,
    summary: 'The opt-in form, filled in by a person',
    tag,
    params: formParams,
    query: formQuery,
    body: z.record(z.string(), z.string()),
    answers: { 200: z.string().describe('HTML: thanks') },
    handle: async ({ app, caller, params, query, body, request }) => {
      const point = await findForm(app, params.key);
      const around = surroundings(point, query, addressOf(body['from'] ?? ''));
      if (point?.status !== 'active') return absent(point, caller.language, around);
      const filled = readForm(point, body);
      if (filled.faults) return answer(400, point, around, formPage(point, filled, around));
      const isKept = await fillForm(app, point, filled, {
        address: request.ip,
        userAgent: request.headers['user-agent'] ?? '',
        page: pageOf(app, point, query, request),
        cameFrom: around.cameFrom,
      });
      if (!isKept) {
        const faults = { form: formTexts.tooOften };
        const again = formPage(point, { given: filled.given, faults }, around);
        return answer(429, point, around, again, { 'retry-after': String(HOUR_S) });
      }
      const chat = (await chatLinks(app, [point])).get(point.id);
      return answer(200, point, around, thanksPage(point, chat?.link ?? null, around));
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/f/:key/snippet.js',
    permission: undefined,
    summary: 'The script that shows the opt-in form on a site',
    tag,
    params: formParams,
    answers: { 200: z.string().describe('JavaScript') },
    handle: async ({ app, params }) => {
      const point = await findForm(app, params.key);
      return new CustomAnswer({
        status: point ? 200 : 404,
        headers: {
          'content-type': 'text/javascript; charset=utf-8',
          'cache-control': 'public, max-age=300',
          'cross-origin-resource-policy': 'cross-origin',
          'x-content-type-options': 'nosniff',
        },
        body: point ? snippetScript(point) : '',
      });
    },
  }),
];

function answer(
  status: number,
  point: Point | undefined,
  { isEmbedded }: Surroundings,
  body: string,
  headers: Record<string, string> = {},
): CustomAnswer {
  return new CustomAnswer({
    status,
    headers: { ...pageHeaders(point, isEmbedded), ...headers },
    body,
  });
}

function absent(point: Point | undefined, language: Language, around: Surroundings): CustomAnswer {
  const page = point
    ? noticePage(point.language, formTexts.closed, formTexts.closedHint, around)
    : noticePage(language, formTexts.unknown, formTexts.unknownHint, around);
  return answer(point ? 410 : 404, point, around, page);
}

function surroundings(point: Point | undefined, query: FormQuery, cameFrom: string): Surroundings {
  return {
    isEmbedded: query.embed === '1' && point !== undefined,
    isLight: query.theme === 'light',
    cameFrom,
  };
}

/** The page on which the form was shown: an allowed site's, or our own. */
function pageOf(app: App, point: Point, { page = '' }: FormQuery, request: FastifyRequest): string {
  const shown = addressOf(page);
  if (shown !== '' && point.allowedOrigins.includes(new URL(shown).origin)) return shown;
  return formUrl(publicBase(app, request), point);
}

/** A web address without its query and fragment, which may hold secrets; '' for anything else. */
function addressOf(given: string): string {
  if (!URL.canParse(given)) return '';
  const { protocol, origin, pathname } = new URL(given);
  if (protocol !== 'https:' && protocol !== 'http:') return '';
  return `${origin}${pathname}`.slice(0, CAME_FROM_LENGTH);
}
