import { createHash, createPublicKey } from 'node:crypto';
import { Logger, TelegramClient } from 'telegram';
import { _serverKeys } from 'telegram/crypto/RSA.js';
import { LogLevel } from 'telegram/extensions/Logger.js';
import { returnBigInt } from 'telegram/Helpers.js';
import { ConnectionTCPObfuscated } from 'telegram/network/index.js';
import { StringSession } from 'telegram/sessions/index.js';
import type { Emulator } from '../start-emulator.ts';

/** Makes GramJS trust the box. Its list of keys is shared by the process. */
export function trustBoxInGramjs(box: Emulator): void {
  const { n = '', e = '' } = createPublicKey(box.mtproto.publicKeyPem).export({ format: 'jwk' });
  const modulus = Buffer.from(n, 'base64url');
  const exponent = Buffer.from(e, 'base64url');
  const bare = Buffer.concat([Buffer.from([254, 0, 1, 0]), modulus, Buffer.from([3]), exponent]);
  const fingerprint = createHash('sha1').update(bare).digest().readBigInt64LE(12);
  _serverKeys.set(String(fingerprint), {
    n: returnBigInt(BigInt(`0x${modulus.toString('hex')}`).toString()),
    e: exponent.readUIntBE(0, 3),
  });
}

/** An unmodified GramJS client of the box; `session` is a GramJS string, empty for a new one. */
export function gramjsClient(box: Emulator, session = ''): TelegramClient {
  const { host, port, dcId } = box.mtproto;
  const stored = new StringSession(session);
  stored.setDC(dcId, host, 80); // its string form has no room for ports above 32767
  // GramJS looks for the files of a data centre at port 80 whatever help.getConfig says.
  class ConnectionToBox extends ConnectionTCPObfuscated {
    constructor(parameters: ConstructorParameters<typeof ConnectionTCPObfuscated>[0]) {
      super({ ...parameters, ip: host, port });
    }
  }
  return new TelegramClient(stored, 1, 'hash', {
    connection: ConnectionToBox,
    connectionRetries: 3,
    retryDelay: 50,
    floodSleepThreshold: 0,
    baseLogger: new Logger(LogLevel.NONE),
  });
}
