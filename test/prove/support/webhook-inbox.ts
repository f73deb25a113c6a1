import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Random } from './random.ts';

/** A receiver of webhooks that keeps, for each text, the webhook ids it came under. */
export type WebhookInbox = {
  url: string;
  /** By the message's text: the webhook ids, and how often it was posted in all. */
  posts: ReadonlyMap<string, { ids: ReadonlySet<string>; count: number }>;
  stop(): Promise<void>;
};

/** @param refusedShare which part of the posts is answered with 503 and must come again */
export async function startWebhookInbox(
  random: Random,
  refusedShare: number,
): Promise<WebhookInbox> {
  const posts = new Map<string, { ids: Set<string>; count: number }>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return; // broken off in the middle by a kill
    }
    if (random.next() < refusedShare) return void response.writeHead(503).end();
    const body: { message?: { text?: string } } = JSON.parse(Buffer.concat(chunks).toString());
    const text = body.message?.text ?? '';
    const post = posts.get(text) ?? { ids: new Set(), count: 0 };
    post.ids.add(String(request.headers['webhook-id']));
    post.count += 1;
    posts.set(text, post);
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/incoming`,
    posts,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
