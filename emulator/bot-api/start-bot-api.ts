import fastifyMultipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { CallCounts } from '../calls/call-counts.ts';
import type { FaultStore } from '../calls/faults.ts';
import type { Bot } from '../world/bots/bot.ts';
import type { World } from '../world/world.ts';
import type { WorldEvent } from '../world/world-event.ts';
import type { BotApi } from './bot-api.ts';
import { BotApiError } from './bot-api-error.ts';
import { carryOut, type Outcome } from './carry-out.ts';
import { contentOf } from './files/file-id.ts';
import { fileByPath } from './files/get-file.ts';
import { createRateLimits } from './limits/rate-limits.ts';
import { readRequest } from './read-request.ts';
import { deliverWebhook } from './updates/deliver-webhooks.ts';
import { hearWorld } from './updates/hear-world.ts';
import { createQueues } from './updates/update-queue.ts';

/** What a bot may upload in one file, in bytes (https://core.telegram.org/bots/api#sending-files). */
const LARGEST_UPLOAD = 50 * 1024 * 1024;

/**
 * Serves the Bot API.
 *
 * @param options.port  0 takes a free one
 * @returns what a bot library calls the API's root: the address without `/bot<token>`
 */
export async function startBotApi(
  world: World,
  options: {
    host: string;
    port: number;
    faults: FaultStore;
    calls: CallCounts;
    log: (text: string) => void;
  },
): Promise<{ api: BotApi; address: string; stop(): Promise<void> }> {
  const { faults, calls, log } = options;
  const limits = createRateLimits(world);
  const deliveries: (() => void)[] = [];
  const queues = createQueues(world, (queue) => deliveries.push(deliverWebhook(api, queue)));
  const api: BotApi = { world, faults, calls, queues, limits, log };
  const app = await createApp(api);
  const listener = (event: WorldEvent) => {
    try {
      hearWorld(api, event);
    } catch (error) {
      log(`A bot's update failed inside the box: ${error instanceof Error ? error.stack : error}`);
    }
  };
  world.listeners.add(listener);
  const address = await app.listen({ host: options.host, port: options.port });
  return {
    api,
    address,
    async stop() {
      world.listeners.delete(listener);
      for (const stopDelivery of deliveries) stopDelivery();
      await app.close();
    },
  };
}

async function createApp(api: BotApi): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: LARGEST_UPLOAD, forceCloseConnections: true });
  await app.register(fastifyMultipart, {
    limits: { fileSize: LARGEST_UPLOAD, fieldSize: 1024 * 1024, files: 20, parts: 200 },
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)));
    } catch {
      done(new BotApiError(400, "Bad Request: can't parse JSON-encoded request body"));
    }
  });
  // What Telegram cannot read it passes over, and then misses the parameters.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, {}));
  app.setNotFoundHandler((_request, reply) => refuse(reply, new BotApiError(404, 'Not Found')));
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof BotApiError) return refuse(reply, error);
    const code = error.statusCode ?? 500;
    if (code === 413) return refuse(reply, new BotApiError(413, 'Request Entity Too Large'));
    if (code < 500) {
      return refuse(reply, new BotApiError(400, "Bad Request: can't parse request body"));
    }
    api.log(`The Bot API failed: ${error.stack}`);
    return refuse(reply, new BotApiError(500, 'Internal Server Error'));
  });
  app.get('/file/*', (request, reply) => serveFile(api, request, reply));
  app.route({
    method: ['GET', 'POST'],
    url: '/*',
    handler: (request, reply) => answerCall(api, request, reply),
  });
  return app;
}

/** The bot whose token a path begins with, and the rest of the path. */
function readPath(api: BotApi, path: string): { bot: Bot; rest: string } {
  const [, id = '', secret = '', rest = ''] = /^\/bot(\d{1,15}):([\w-]+)\/(.*)$/.exec(path) ?? [];
  if (id === '') throw new BotApiError(404, 'Not Found');
  const bot = api.world.bots.get(Number(id));
  if (bot?.token !== `${id}:${secret}`) throw new BotApiError(401, 'Unauthorized');
  return { bot, rest };
}

const pathOf = (request: FastifyRequest) =>
  decodeURIComponent(request.url.split('?')[0] ?? '').replace(/^\/file(?=\/bot)/, '');

async function answerCall(
  api: BotApi,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { bot, rest } = readPath(api, pathOf(request));
  const args = await readRequest(request);
  const hangUp = new AbortController();
  reply.raw.once('close', () => hangUp.abort());
  const outcome = await carryOut(api, bot, rest, args, hangUp.signal);
  return answer(request, reply, outcome);
}

function answer(request: FastifyRequest, reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome === 'cut') {
    request.raw.socket.destroy();
    return reply.hijack();
  }
  if ('refusal' in outcome) return refuse(reply, outcome.refusal);
  return reply.send({ ok: true, result: outcome.result });
}

function refuse(reply: FastifyReply, { code, description, parameters }: BotApiError): FastifyReply {
  if (parameters?.retry_after) reply.header('retry-after', parameters.retry_after);
  return reply.code(code).send({ ok: false, error_code: code, description, parameters });
}

function serveFile(api: BotApi, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { rest } = readPath(api, pathOf(request));
  const file = fileByPath(api.world, rest);
  if (!file) throw new BotApiError(404, 'Not Found');
  return reply.type('application/octet-stream').send(contentOf(file).bytes);
}
