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

export type WebhookReceiver = {
  url: string;
  posts: ReceivedPost[];
  /** What the next posts are answered; 200 when nothing is left. `undefined`: no answer at all. */
  answers: ({ status: number; location?: string } | undefined)[];
  close(): Promise<void>;
};

/** Somebody's server, as n8n would be, that keeps what is posted to it. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const posts: ReceivedPost[] = [];
  const answers: WebhookReceiver['answers'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const headers = request.headers as Record<string, string>;
      posts.push({ path: request.url ?? '', headers, text, body: text ? JSON.parse(text) : null });
      const answer = answers.length > 0 ? answers.shift() : { status: 200 };
      if (!answer) return void request.socket.destroy();
      const location = answer.location ? { location: answer.location } : {};
      response.writeHead(answer.status, location).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    answers,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
