import type { FastifyInstance } from 'fastify';

/** A caller who waits longer than this is cut off; under the same key the call can be repeated. */
const ANSWER_LIMIT_MS = 10_000;

/**
 * From the stop on, each answer is the last one on its connection: one that stayed open for the
 * caller's next request would hold up the end for more than a minute.
 */
export function answerLastWhenClosing(server: FastifyInstance): void {
  let isClosing = false;
  server.addHook('preClose', async () => {
    isClosing = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
}

/** Takes no further requests, and answers those that came before, as far as that goes in time. */
export async function closeApi(server: FastifyInstance, limitMs = ANSWER_LIMIT_MS): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), limitMs);
  try {
    await server.close();
  } finally {
    clearTimeout(cut);
  }
}
