import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { MtProxyTcpTransport } from '@mtcute/node';
import { NodeCryptoProvider } from '@mtcute/node/utils.js';
import { describe, expect } from 'vitest';
import type { MtprotoProxy } from './mtproto.ts';
import { startMtprotoProxy } from './mtproto.ts';
import { closed, itWithProxy as it, open, refused } from './proxy-test.ts';
import { readBytes } from './read-socket.ts';

const plainSecret = '0123456789abcdef0123456789abcdef';
const paddedSecret = `dd${plainSecret}`;
const dc = { id: 2, ipAddress: '127.0.0.1', port: 443 };
const intermediate = 0xee;
const padded = 0xdd;

/** Both ways' ciphers of an obfuscated connection, as the description of the transport has them. */
function ciphersOf(init: Buffer, secret: string) {
  const there = Buffer.from(init.subarray(8, 56));
  const back = Buffer.from(there).reverse();
  const key = (part: Buffer) => {
    const plain = part.subarray(0, 32);
    if (secret === '') return plain;
    return createHash('sha256').update(plain).update(secret.slice(-32), 'hex').digest();
  };
  return {
    there: () => createCipheriv('aes-256-ctr', key(there), there.subarray(32)),
    back: () => createDecipheriv('aes-256-ctr', key(back), back.subarray(32)),
  };
}

/** Opens a proxied connection for a transport and a data centre, and talks to its far end. */
async function connectThrough(proxy: MtprotoProxy, secret: string, tag: number, dcId: number) {
  const init = randomBytes(64).fill('init', 0, 4).fill(tag, 56, 60);
  init.writeInt16LE(dcId, 60);
  const { there, back } = ciphersOf(init, secret);
  const encrypt = there();
  const decrypt = back();
  encrypt.update(init).copy(init, 56, 56);
  const socket = await open(proxy);
  socket.write(init);
  return {
    socket,
    async ask(text: string): Promise<string> {
      socket.write(encrypt.update(text));
      return decrypt.update(await readBytes(socket, text.length)).toString();
    },
  };
}

/** A server that speaks the obfuscated transport without a secret and sends back what it gets. */
async function startObfuscatedEcho() {
  const inits: Buffer[] = [];
  const sources: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(async (socket) => {
    sockets.add(socket);
    sources.push(socket.remoteAddress);
    socket.on('error', () => {});
    const init = await readBytes(socket, 64);
    const { there, back } = ciphersOf(init, '');
    const incoming = there();
    inits.push(incoming.update(init));
    socket.pipe(incoming).pipe(back()).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    host: '127.0.0.1',
    port,
    /** The first 64 bytes of each connection, decrypted. */
    inits,
    sources,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('an MTProto proxy', () => {
  it.for([
    ['plain', plainSecret, intermediate],
    ['plain', plainSecret, 0xef],
    ['padded', paddedSecret, padded],
  ] as const)('of the %s kind relays both ways', async ([, secret, tag], { started }) => {
    const target = await started(startObfuscatedEcho());
    const proxy = await started(startMtprotoProxy({ secret, target }));
    const client = await connectThrough(proxy, secret, tag, 2);
    expect(await client.ask('hello')).toBe('hello');
    expect(await client.ask('again')).toBe('again');
    expect(proxy.counters).toEqual({ connections: 1, tunnels: 1, bytes: 20 });
  });

  it('keeps the transport within and tells the data centre', async ({ started }) => {
    const target = await started(startObfuscatedEcho());
    const proxy = await started(startMtprotoProxy({ secret: plainSecret, target }));
    await (await connectThrough(proxy, plainSecret, padded, -4)).ask('hello');
    expect(target.inits[0]?.subarray(56, 60)).toEqual(Buffer.alloc(4, padded));
    expect(target.inits[0]?.readInt16LE(60)).toBe(-4);
    expect(proxy.dcIds).toEqual([-4]);
  });

  it('goes out from the address it was given', async ({ started }) => {
    const target = await started(startObfuscatedEcho());
    const options = { secret: plainSecret, target, localAddress: '127.0.0.2' };
    const proxy = await started(startMtprotoProxy(options));
    await (await connectThrough(proxy, plainSecret, intermediate, 2)).ask('hello');
    expect(target.sources).toEqual(['127.0.0.2']);
  });

  it('lets nobody through with another secret', async ({ started }) => {
    const target = await started(startObfuscatedEcho());
    const proxy = await started(startMtprotoProxy({ secret: plainSecret, target }));
    const other = 'f'.repeat(32);
    await closed((await connectThrough(proxy, other, intermediate, 2)).socket);
    expect(proxy.counters.tunnels).toBe(0);
    expect(target.inits).toEqual([]);
  });

  it('of the padded kind demands padding', async ({ started }) => {
    const target = await started(startObfuscatedEcho());
    const proxy = await started(startMtprotoProxy({ secret: paddedSecret, target }));
    await closed((await connectThrough(proxy, paddedSecret, intermediate, 2)).socket);
    expect(target.inits).toEqual([]);
  });

  it('closes when its target refuses', async ({ started }) => {
    const target = await startObfuscatedEcho();
    await target.stop();
    const proxy = await started(startMtprotoProxy({ secret: plainSecret, target }));
    await closed((await connectThrough(proxy, plainSecret, intermediate, 2)).socket);
    expect(proxy.counters.tunnels).toBe(0);
  });

  it('resets connections while it refuses', async ({ echo, started }) => {
    const proxy = await started(startMtprotoProxy({ secret: plainSecret, target: echo }));
    proxy.setBroken('refuse');
    await refused(proxy);
    expect(proxy.dcIds).toEqual([]);
  });

  it.for(['', 'short', `ee${plainSecret}00`])(
    'takes no secret like %j',
    async (secret, { echo }) => {
      await expect(startMtprotoProxy({ secret, target: echo })).rejects.toThrow(/secret/);
    },
  );
});

describe("mtcute's MTProto proxy transport", () => {
  it.for([
    [plainSecret, intermediate],
    [paddedSecret, padded],
  ] as const)('with the secret %s is let through', async ([secret, tag], { started }) => {
    const target = await started(startObfuscatedEcho());
    const proxy = await started(startMtprotoProxy({ secret, target }));
    const transport = new MtProxyTcpTransport({ host: proxy.host, port: proxy.port, secret });
    const codec = transport.packetCodec(dc);
    const crypto = new NodeCryptoProvider();
    await crypto.initialize();
    codec.setup?.(crypto, {} as never);
    const socket = await open(proxy);
    socket.write(await codec.tag());
    await expect.poll(() => target.inits[0]?.[56]).toBe(tag);
    expect(proxy.dcIds).toEqual([2]);
  });
});
