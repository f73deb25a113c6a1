import { botRoutes } from './bot-routes.ts';
import type { Box } from './box.ts';
import { buttonRoutes } from './button-routes.ts';
import { clockRoutes } from './clock-routes.ts';
import { createControlApp } from './control-app.ts';
import { faultRoutes } from './fault-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { trafficRoutes } from './traffic-routes.ts';
import { userRoutes } from './user-routes.ts';

/**
 * Serves the control API.
 *
 * @param options.port  0 takes a free one
 * @returns the address that all its paths begin with
 */
export async function startControl(
  box: Box,
  options: { host: string; port: number; log: (text: string) => void },
): Promise<{ address: string; stop(): Promise<void> }> {
  const app = await createControlApp(options.log);
  userRoutes(app, box);
  sessionRoutes(app, box);
  messageRoutes(app, box);
  botRoutes(app, box);
  buttonRoutes(app, box);
  faultRoutes(app, box);
  clockRoutes(app, box);
  trafficRoutes(app, box);
  app.get('/control/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  const origin = await app.listen({ host: options.host, port: options.port });
  return { address: `${origin}/control`, stop: async () => app.close() };
}
