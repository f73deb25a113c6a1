import { z } from 'zod';
import { type Box, connectionsOf, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { success } from './schemas.ts';

/** Routes about calls and connections. */
export function trafficRoutes(app: ControlApp, box: Box): void {
  app.get(
    '/control',
    {
      schema: {
        summary: 'What a client must know to connect',
        response: {
          200: z.object({
            mtproto: z.object({
              host: z.string(),
              port: z.number(),
              dcId: z.number(),
              publicKeyPem: z.string(),
            }),
            botApi: z.string(),
          }),
        },
      },
    },
    async () => {
      const { dc, serverKey } = box.server;
      return {
        mtproto: {
          host: dc.host,
          port: dc.port,
          dcId: dc.id,
          publicKeyPem: serverKey.publicKeyPem,
        },
        botApi: box.botApiRoot,
      };
    },
  );

  app.get(
    '/control/calls',
    {
      schema: {
        summary: 'How often each method was called, by account (0 before sign-in)',
        response: {
          200: z.object({
            calls: z.array(z.object({ method: z.string(), userId: z.number(), count: z.number() })),
          }),
        },
      },
    },
    async () => ({ calls: box.server.calls.list() }),
  );

  app.delete(
    '/control/calls',
    { schema: { summary: 'Count from zero', response: { 200: success } } },
    async () => {
      box.server.calls.reset();
      return { success: true as const };
    },
  );

  app.post(
    '/control/connections/drop',
    {
      schema: {
        summary: 'Break connections; the clients may come back at once',
        body: z.strictObject({ userId: z.number().int().optional() }).nullable(),
        response: { 200: z.object({ dropped: z.number() }) },
      },
    },
    async ({ body }) => ({ dropped: dropConnections(box, body?.userId) }),
  );
}

/** Breaks the connections of one account, or all. */
function dropConnections(box: Box, userId: number | undefined): number {
  const wires =
    userId === undefined
      ? [...box.server.wires]
      : [...connectionsOf(box, userById(box, userId).id)];
  for (const wire of wires) wire.close();
  return wires.length;
}
