import type { Socket } from 'node:net';
import { initBytes, makeInit, readInit } from './obfuscation.ts';
import type { Connect, OutgoingOptions, TestProxy, Tunnel } from './proxy-server.ts';
import { startProxyServer } from './proxy-server.ts';
import { readBytes } from './read-socket.ts';

export type MtprotoProxyOptions = OutgoingOptions & {
  /** 32 hexadecimal digits, or `dd` and 32 of them for one that demands random padding. */
  secret: string;
  /** The Telegram server that every data centre leads to. */
  target: { host: string; port: number };
};

export type MtprotoProxy = TestProxy & {
  /** The data centres that clients asked for, in the order of their connections. */
  dcIds: readonly number[];
};

const tags = { abridged: 'efefefef', intermediate: 'eeeeeeee', padded: 'dddddddd' };

/**
 * Starts an MTProto proxy, of the plain (16 bytes) or padded (dd) kind: it opens the client's
 * obfuscation, which is keyed with the secret, and wraps the same stream in one of its own towards
 * the server, so that the transport within stays as the client chose it.
 * Source: https://core.telegram.org/mtproto/mtproto-transports#mtproxy
 */
export async function startMtprotoProxy(options: MtprotoProxyOptions): Promise<MtprotoProxy> {
  const [, dd, hex = ''] = /^(dd)?([\da-f]{32})$/i.exec(options.secret) ?? [];
  if (hex === '') throw new Error('The secret must be 32 hexadecimal digits, or dd and 32.');
  const allowed = dd ? [tags.padded] : Object.values(tags);
  const secret = Buffer.from(hex, 'hex');
  const dcIds: number[] = [];

  const handshake = async (client: Socket, connect: Connect): Promise<Tunnel | undefined> => {
    const fromClient = readInit(await readBytes(client, initBytes), secret);
    if (!allowed.includes(fromClient.tag.toString('hex'))) {
      client.destroy();
      return undefined;
    }
    dcIds.push(fromClient.dcId);
    const upstream = await connect(options.target);
    const { init, incoming, outgoing } = makeInit(fromClient.tag, fromClient.dcId);
    upstream.write(init);
    return {
      upstream,
      toServer: [fromClient.incoming, outgoing],
      toClient: [incoming, fromClient.outgoing],
    };
  };
  const proxy = await startProxyServer(handshake, options);
  return { ...proxy, dcIds };
}
