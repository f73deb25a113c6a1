import type { Api } from './server.ts';

/** A message of the live stream. */
export type Told = {
  id: string | undefined;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of it
  data: any;
};

/** A connection that reads the stream until it is closed. */
export type LiveClient = {
  /** What was told so far, `hello` left out. */
  told: Told[];
  hello: Told | undefined;
  /** What an EventSource would resume with. */
  lastId: string | undefined;
  /** Resolves when the server has ended the stream or the connection is gone. */
  ended: Promise<void>;
  /** Waits until `enough` holds. */
  until(enough: (told: Told[]) => boolean): Promise<void>;
  close(): Promise<void>;
};

/** On a shared PostgreSQL other tests' long transactions hide new events while they last. */
const LIMIT_MS = 90_000;
const SHOWN = 5;

/** Looks on as an EventSource does; resolves when the stream has said hello. */
export async function lookOn(api: Api, after?: string): Promise<LiveClient> {
  const abort = new AbortController();
  const answer = await api.raw('/live', {
    signal: abort.signal,
    headers: { ...(after && { 'last-event-id': after }) },
  });
  if (answer.status !== 200 || !answer.body) throw new Error(`no stream: ${await answer.text()}`);
  const stream = answer.body;
  const waiting = new Set<() => void>();
  let isOver = false;
  const client: LiveClient = {
    told: [],
    hello: undefined,
    lastId: undefined,
    ended: Promise.resolve(),
    async until(enough) {
      const deadline = Date.now() + LIMIT_MS;
      while (!enough(client.told)) {
        const left = deadline - Date.now();
        if (isOver || left <= 0)
          throw new Error(
            `not told; ${client.told.length} were, the last: ${client.told.slice(-SHOWN).map((t) => t.event)}`,
          );
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          waiting.add(() => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
    },
    async close() {
      abort.abort();
      await client.ended;
    },
  };
  const wake = () => {
    for (const go of waiting) go();
    waiting.clear();
  };
  client.ended = (async () => {
    let text = '';
    try {
      for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) take(client, block);
        wake();
      }
    } catch {
      // Cut off, by either side.
    }
    isOver = true;
    wake();
  })();
  const deadline = Date.now() + LIMIT_MS;
  while (!client.hello && !isOver && Date.now() < deadline)
    await new Promise<void>((resolve) => waiting.add(resolve));
  return client;
}

function take(client: LiveClient, block: string): void {
  const fields = new Map(
    block
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  client.lastId = fields.get('id') ?? client.lastId;
  const data = JSON.parse(fields.get('data') ?? 'null');
  if (!data) return;
  const event: string = data.type;
  const told = { id: fields.get('id'), event, data };
  if (event === 'hello') client.hello = told;
  else client.told.push(told);
}
