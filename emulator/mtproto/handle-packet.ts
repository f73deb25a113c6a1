import { randomBytes } from 'node:crypto';
import type { AuthKey } from '../world/sessions/auth-key.ts';
import { authorizationOf, endKey } from '../world/sessions/sign-in.ts';
import type { KeyExchange } from './crypto/key-exchange.ts';
import { type Decrypted, decryptMessage } from './crypto/message-crypto.ts';
import { flushSoon } from './flush.ts';
import { handleMessages, type Incoming, splitContainers } from './handle-message.ts';
import type { MtprotoServer } from './mtproto-server.ts';
import { attach, findSession, openSession } from './registry.ts';
import { currentSalt, isValidSalt } from './salts.ts';
import {
  badMessage,
  badServerSalt,
  NOT_A_CLIENTS,
  newSessionCreated,
  TOO_HIGH,
  TOO_LOW,
  updatesTooLong,
} from './service-messages.ts';
import { enqueue, type Session, type Wire } from './session.ts';

const UNKNOWN_KEY = 404;
/** How far a message id's time may be from the server's, in seconds. */
const OLDEST = 300;
const NEWEST = 30;

/** Takes one packet: a step of a key exchange, or an encrypted message. */
export function handlePacket(
  server: MtprotoServer,
  wire: Wire,
  exchange: KeyExchange,
  packet: Buffer,
): void {
  if (packet.length < 20) {
    wire.close();
  } else if (packet.readBigUInt64LE(0) === 0n) {
    handlePlain(server, wire, exchange, packet);
  } else {
    handleEncrypted(server, wire, packet);
  }
}

/** Unencrypted: zero key id (8), message id (8), length (4), body. */
function handlePlain(
  server: MtprotoServer,
  wire: Wire,
  exchange: KeyExchange,
  packet: Buffer,
): void {
  const length = packet.readUInt32LE(16);
  const answer = exchange.step(server.codec.reader(packet.subarray(20, 20 + length)));
  if (!answer) {
    server.log(`A key exchange with ${wire.address} failed`);
    wire.fail(UNKNOWN_KEY);
    return;
  }
  const header = Buffer.alloc(20);
  header.writeBigInt64LE((BigInt(Math.floor(Date.now() / 1000)) << 32n) | 1n, 8);
  header.writeUInt32LE(answer.length, 16);
  wire.send(Buffer.concat([header, answer]));
}

function handleEncrypted(server: MtprotoServer, wire: Wire, packet: Buffer): void {
  const key = server.world.keys.get(packet.toString('hex', 0, 8));
  if (!key || isOver(key)) {
    wire.fail(UNKNOWN_KEY);
    return;
  }
  const message = decryptMessage(packet, key.key);
  if (!message) {
    server.log(`A message from ${wire.address} cannot be decrypted`);
    wire.fail(UNKNOWN_KEY);
    return;
  }
  const session =
    findSession(server, key, message.sessionId) ?? openSession(server, key, message.sessionId);
  attach(server, session, wire);
  const rejected = reject(key, message);
  if (rejected) enqueue(session, rejected, 'service');
  else {
    const messages = splitContainers(server, message);
    if (!session.welcomed) welcome(session, messages);
    tellLoss(session);
    noteAddress(server, key, wire);
    handleMessages(server, session, wire, messages);
  }
  flushSoon(server, session);
}

const isOver = (key: AuthKey) =>
  key.temporaryUntil !== undefined && key.temporaryUntil < Date.now() / 1000;

/** What is wrong with a message's envelope, as the notification that says so. */
function reject(key: AuthKey, message: Decrypted): Buffer | undefined {
  const { messageId, sequence } = message;
  const age = Date.now() / 1000 - Number(BigInt.asUintN(64, messageId) >> 32n);
  if (age > OLDEST) return badMessage(messageId, sequence, TOO_LOW);
  if (age < -NEWEST) return badMessage(messageId, sequence, TOO_HIGH);
  if ((messageId & 3n) !== 0n) return badMessage(messageId, sequence, NOT_A_CLIENTS);
  if (!isValidSalt(key, message.salt)) {
    return badServerSalt(messageId, sequence, currentSalt(key.key));
  }
  return undefined;
}

/** Says that a session is new, and from which message on it is known. */
function welcome(session: Session, messages: readonly Incoming[]): void {
  session.welcomed = true;
  let first = messages[0]?.messageId ?? 0n;
  for (const { messageId } of messages) if (messageId < first) first = messageId;
  const salt = currentSalt(session.key.key);
  enqueue(session, newSessionCreated(first, randomBytes(8).readBigInt64LE(0), salt), 'notice');
}

/** Tells a client that came back to ask for the difference, when updates for it were lost. */
function tellLoss(session: Session): void {
  if (!session.lostUpdates) return;
  session.lostUpdates = false;
  if (session.subscribed) enqueue(session, updatesTooLong(), 'notice');
}

/**
 * Ends a key that is in use from two addresses at once, as Telegram does
 * (AUTH_KEY_DUPLICATED, https://core.telegram.org/api/errors#406-not-acceptable).
 */
function noteAddress(server: MtprotoServer, key: AuthKey, wire: Wire): void {
  const owner = authorizationOf(server.world, key);
  if (!owner) return;
  owner.address = wire.address;
  if (owner.userId === undefined) return;
  for (const other of server.wiresByKey.get(key.id) ?? []) {
    if (other.address !== wire.address) {
      endKey(server.world, owner, 'duplicated');
      return;
    }
  }
}
