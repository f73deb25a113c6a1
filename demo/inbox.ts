import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The body of N8N_WEBHOOK_INCOMING. */
export type IncomingMessage = {
  user_id: number;
  first_name: string;
  account_id: string;
  message: { type: string; text: string };
};

/** A receiver of webhooks, as n8n would be one. */
export async function startInbox(onMessage: (message: IncomingMessage) => void) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.end('ok');
      onMessage(JSON.parse(Buffer.concat(chunks).toString()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/incoming`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
