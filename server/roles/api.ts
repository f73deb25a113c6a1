import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, serializerCompiler } from 'fastify-type-provider-zod';
import { Gauge, Histogram } from 'prom-client';
import { errorAnswer } from '../../contract/common.ts';
import { sessionCookie } from '../../contract/session.ts';
import { answerBrokenRequest, answerError, answerUnknownRoute } from '../base/http/answer-error.ts';
import { compileValidator } from '../base/http/validate.ts';
import type { App } from '../context.ts';
import { type Caller, CustomAnswer, type Feature, type Figure, type Route } from '../feature.ts';
import { answerLastWhenClosing } from './close-api.ts';
import { CONSOLE_DIR, serveConsole } from './console.ts';
import { identify, languageOf } from './identify.ts';
import { opsRoutes } from './ops-routes.ts';
import { httpTexts } from './texts.ts';

/** Room for a 50 MB file in base64 and what surrounds it. */
const BODY_LIMIT_BYTES = 72 * 1024 * 1024;
const UPLOAD_LIMIT_BYTES = 2_000 * 1024 * 1024;
/** A form of a page holds lines that people type. */
const FORM_LIMIT_BYTES = 64 * 1024;
/** Nothing of it waits for others, but a busy machine may be slow. */
const BUILD_LIMIT_MS = 60_000;

/** Builds the HTTP server with every route of every feature; it doesn't listen yet. */
export async function createApi(app: App, features: readonly Feature[]): Promise<FastifyInstance> {
  const callers: Callers = new WeakMap();
  const onError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const language = callers.get(request)?.language ?? languageOf(request, app.config.language);
    answerError(app.log, language, error, request, reply);
  };
  const server = Fastify({
    frameworkErrors: onError,
    clientErrorHandler: (_, socket) => answerBrokenRequest(app.config.language, socket),
    bodyLimit: BODY_LIMIT_BYTES,
    pluginTimeout: BUILD_LIMIT_MS,
    trustProxy: ['loopback', ...app.config.trustedProxies],
    routerOptions: { ignoreTrailingSlash: true },
    logger: false,
  });
  server.setValidatorCompiler(compileValidator);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(onError);
  server.setNotFoundHandler((request, reply) =>
    answerUnknownRoute(languageOf(request, app.config.language), request, reply),
  );
  measureRequests(app, server);
  for (const feature of features)
    for (const figure of feature.figures ?? []) showFigure(app, figure);
  answerLastWhenClosing(server);
  server.addHook('preClose', async () => {
    for (const feature of features) await feature.apiClosing?.(app);
  });

  await server.register(multipart, { limits: { fileSize: UPLOAD_LIMIT_BYTES, files: 2_000 } });
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Vestnik', version: '1', description: httpTexts.apiDescription.en },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await server.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { deepLinking: true, docExpansion: 'list' },
    theme: {
      title: 'Vestnik API',
      css: [{ filename: 'vestnik.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  });
  await serveConsole(server, CONSOLE_DIR, app.config.language);
  server.get('/openapi.json', { schema: { hide: true } }, () => server.swagger());

  await server.register(async (scope) => {
    for (const route of opsRoutes(app)) addRoute(app, scope, callers, route);
    const routes = features.flatMap((feature) => feature.routes ?? []);
    for (const route of routes.filter((r) => !r.takesForm)) addRoute(app, scope, callers, route);
    await scope.register(async (forms) => {
      takeForms(forms);
      for (const route of routes.filter((r) => r.takesForm)) addRoute(app, forms, callers, route);
    });
  });
  return server;
}

/** Who made a request; known before anything else of the request is looked at. */
type Callers = WeakMap<FastifyRequest, Caller>;

function addRoute(app: App, server: FastifyInstance, callers: Callers, route: Route): void {
  server.route({
    method: route.method,
    url: route.path,
    ...(route.mostBytes !== undefined && { bodyLimit: route.mostBytes }),
    // Before the body is read: a stranger gets no megabyte taken and nothing checked.
    onRequest: async (request) => void callers.set(request, await identify(app, request, route)),
    schema: {
      summary: route.summary,
      ...(route.description && { description: route.description }),
      tags: [route.tag],
      ...securityOf(route),
      ...(route.multipart && { consumes: ['multipart/form-data'] }),
      ...(route.takesForm && { consumes: ['application/x-www-form-urlencoded'] }),
      ...(route.params && { params: route.params }),
      ...(route.query && { querystring: route.query }),
      ...(route.body && { body: route.body }),
      ...(route.headers && { headers: route.headers }),
      response: { ...route.answers, '4xx': errorAnswer, '5xx': errorAnswer },
    },
    handler: async (request, reply) => {
      const caller = callers.get(request);
      if (!caller) throw new Error('the request was not identified');
      const answer = await route.handle({
        app,
        caller,
        params: request.params as never,
        query: request.query as never,
        body: request.body as never,
        request,
        identifyAgain: () => identify(app, request, route),
      });
      if (answer instanceof CustomAnswer) {
        const { status = 200, headers = {}, body } = answer.answer;
        return reply.code(status).headers(headers).send(body);
      }
      return reply.send(answer);
    },
  });
}

/** Left out, the document's own holds: a key or a session. */
function securityOf({ permission }: Route): { security?: Record<string, string[]>[] } {
  if (!permission) return { security: [] };
  return permission === 'signed_in' ? { security: [{ session: [] }] } : {};
}

/** Reads what a browser posts from a page; of a name given twice the last one counts. */
function takeForms(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES },
    (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}

/** A figure is read from the database when Prometheus asks, so that every process tells the same. */
function showFigure(app: App, { name, help, labels: labelNames, read }: Figure): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [app.metrics],
    async collect() {
      this.reset();
      // Without a database the figures of the process itself are worth all the more.
      const rows = await read(app).catch((error) => {
        app.log.warn({ err: error, figure: name }, 'a figure could not be read');
        return [];
      });
      for (const { labels, value } of rows) this.set(labels, value);
    },
  });
}

function measureRequests(app: App, server: FastifyInstance): void {
  const seconds = new Histogram({
    name: 'vestnik_http_request_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2, 10, 30],
    registers: [app.metrics],
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    seconds.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1_000,
    );
  });
}
