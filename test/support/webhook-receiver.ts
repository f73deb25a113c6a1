import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A post as it came in. */
export type ReceivedPost = {
  path: string;
  headers: Record<string, string>;
  /** The bytes that are signed. */
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a body
  body: any;
};

type Reply = { status: number; location?: string } | undefined;

export type WebhookReceiver = {
  url: string;
  posts: ReceivedPost[];
  /** What the next posts are answered; 200 when nothing is left. `undefined`: no answer at all. */
  answers: Reply[];
  /** Decides by the post instead, perhaps later. */
  decide: ((post: ReceivedPost) => Reply | Promise<Reply>) | undefined;
  close(): Promise<void>;
};

/** Somebody's server, as n8n would be, that keeps what is posted to it. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const posts: ReceivedPost[] = [];
  const answers: WebhookReceiver['answers'] = [];
  const receiver = { posts, answers, decide: undefined as WebhookReceiver['decide'] };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const text = Buffer.concat(chunks).toString();
      const headers = request.headers as Record<string, string>;
      const body = text ? JSON.parse(text) : null;
      const post = { path: request.url ?? '', headers, text, body };
      posts.push(post);
      const answer = receiver.decide
        ? await receiver.decide(post)
        : answers.length > 0
          ? answers.shift()
          : { status: 200 };
      if (!answer) return void request.socket.destroy();
      const location = answer.location ? { location: answer.location } : {};
      response.writeHead(answer.status, location).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}
