import { MemoryStorage, networkMiddlewares, TelegramClient } from '@mtcute/node';
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js';
import type { Answer, Order } from './support/start-peer.ts';

// What the product is measured against: mtcute with nothing around it. A process of its own that
// does what it is told over Node's channel between processes.

const clients: TelegramClient[] = [];
/** The people each client writes to, as it addresses them. */
const people: Awaited<ReturnType<TelegramClient['resolvePeer']>>[][] = [];

async function connect({ box, sessions, hears }: Extract<Order, { do: 'connect' }>) {
  const crypto = new NodeCryptoProvider();
  await crypto.initialize();
  addPublicKey(crypto, box.publicKeyPem);
  const dc = { id: box.dcId, ipAddress: box.host, port: box.port };
  for (const session of sessions) {
    const client = new TelegramClient({
      apiId: 1,
      apiHash: 'bench',
      storage: new MemoryStorage(),
      defaultDcs: { main: dc, media: dc },
      logLevel: 0,
      network: { middlewares: networkMiddlewares.basic() },
    });
    await client.importSession(session);
    await client.connect();
    if (hears) await client.startUpdatesLoop();
    else await client.getMe();
    clients.push(client);
  }
}

/** Finds the people, as ours had to before: that isn't part of the measured time. */
async function meet({ usernames }: Extract<Order, { do: 'meet' }>) {
  await Promise.all(
    clients.map(async (client, i) => {
      people[i] = [];
      for (const username of usernames[i] ?? []) {
        const peer = await client.resolvePeer(username);
        await client.sendText(peer, 'Good day');
        people[i].push(peer);
      }
    }),
  );
}

/** The bare loop: each client sends one text after another, to its people in turn. */
async function send({ texts }: Extract<Order, { do: 'send' }>) {
  await Promise.all(
    clients.map(async (client, i) => {
      const own = people[i] ?? [];
      for (const [n, text] of (texts[i] ?? []).entries()) {
        const peer = own[n % own.length];
        if (peer) await client.sendText(peer, text);
      }
    }),
  );
}

function post({ url }: Extract<Order, { do: 'post' }>) {
  for (const client of clients) {
    client.onNewMessage.add(async ({ text }) => {
      const body = JSON.stringify({ message: { text } });
      const answer = await fetch(url, { method: 'POST', body });
      await answer.arrayBuffer();
    });
  }
}

async function carryOut(order: Order): Promise<Answer> {
  const startedAt = performance.now();
  if (order.do === 'connect') await connect(order);
  if (order.do === 'meet') await meet(order);
  if (order.do === 'send') await send(order);
  if (order.do === 'post') post(order);
  const { user, system } = process.cpuUsage();
  return {
    ms: performance.now() - startedAt,
    rssMb: process.memoryUsage.rss() / 1024 / 1024,
    cpuSeconds: (user + system) / 1e6,
  };
}

process.on('message', (order: Order) => {
  carryOut(order).then(
    (answer) => process.send?.(answer),
    (error) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
