import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bench } from './bench.ts';

/** Hears what is posted, and when. */
export type Receiver = {
  url: string;
  /** When each text first arrived, on the monotonic clock. */
  arrivedAt: Map<string, number>;
  /** Texts that arrived more than once. */
  repeats(): number;
};

/** Receives the bodies of N8N_WEBHOOK_INCOMING, as n8n would. */
export async function startReceiver(bench: Bench): Promise<Receiver> {
  const arrivedAt = new Map<string, number>();
  let repeats = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const now = performance.now();
      response.end('ok');
      const { message } = JSON.parse(Buffer.concat(chunks).toString());
      if (arrivedAt.has(message.text)) repeats += 1;
      else arrivedAt.set(message.text, now);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  bench.atEnd(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${port}/incoming`, arrivedAt, repeats: () => repeats };
}
