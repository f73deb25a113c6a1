import type { Decrypted } from './crypto/message-crypto.ts';
import { handleRpc } from './handle-rpc.ts';
import type { MtprotoServer } from './mtproto-server.ts';
import { closeSession } from './registry.ts';
import { futureSalts } from './salts.ts';
import {
  acknowledgement,
  destroyedAuthKey,
  destroyedSession,
  futureSaltsAnswer,
  pong,
  statesInfo,
  unknownAnswerDropped,
} from './service-messages.ts';
import { enqueue, noteReceived, type Session, type Wire } from './session.ts';
import { GZIP_PACKED, TlError, type TlReader } from './tl/tl-reader.ts';

const MSG_CONTAINER = 0x73f1f8dc;
const MSGS_ACK = 0x62d6b459;
const PING = 0x7abe77ec;
const PING_DELAY_DISCONNECT = 0xf3427b8c;
const GET_FUTURE_SALTS = 0xb921bd04;
const MSGS_STATE_REQ = 0xda69fb52;
const MSG_RESEND_REQ = 0x7d861a08;
const RPC_DROP_ANSWER = 0x58e4a740;
const DESTROY_SESSION = 0xe7512126;
const DESTROY_AUTH_KEY = 0xd1435160;
const HTTP_WAIT = 0x9299359f;
const MSGS_STATE_INFO = 0x04deb57d;
const MSGS_ALL_INFO = 0x8cc0d131;

/** States of messages (`msgs_state_info`): not received; received; received and answered. */
const NOT_RECEIVED = 2;
const RECEIVED = 4;
const ANSWERED = 4 | 64;

const MOST_IN_CONTAINER = 1024;

/** A client's message, alone or out of a container. */
export type Incoming = { messageId: bigint; sequence: number; body: Buffer };

/** The messages in a packet. @throws TlError on a container that lies about its contents */
export function splitContainers(server: MtprotoServer, message: Decrypted): Incoming[] {
  const reader = server.codec.reader(message.body);
  if (message.body.length < 4 || reader.uint() !== MSG_CONTAINER) return [message];
  const count = reader.uint();
  if (count > MOST_IN_CONTAINER) throw new TlError(`A container claims ${count} messages`);
  const messages: Incoming[] = [];
  for (let i = 0; i < count; i++) {
    const messageId = reader.raw(8).readBigInt64LE(0);
    const sequence = reader.uint();
    messages.push({ messageId, sequence, body: reader.raw(reader.uint()) });
  }
  return messages;
}

/** Handles a packet's messages in their order. */
export function handleMessages(
  server: MtprotoServer,
  session: Session,
  wire: Wire,
  messages: readonly Incoming[],
): void {
  for (const message of messages) {
    let reader = server.codec.reader(message.body);
    if (message.body.length >= 4 && message.body.readUInt32LE(0) === GZIP_PACKED) {
      reader.uint();
      reader = reader.unpacked();
    }
    handleMessage(server, session, wire, message, reader);
  }
}

function handleMessage(
  server: MtprotoServer,
  session: Session,
  wire: Wire,
  message: Incoming,
  reader: TlReader,
): void {
  const { messageId } = message;
  const answer = (body: Buffer) => enqueue(session, body, 'service');
  switch (reader.uint()) {
    case MSGS_ACK:
      for (const id of reader.vector(readId)) session.unacknowledged.delete(id);
      return;
    case PING:
      answer(pong(messageId, reader.raw(8)));
      return;
    case PING_DELAY_DISCONNECT:
      answer(pong(messageId, reader.raw(8)));
      wire.closeAfter = Date.now() + reader.int() * 1000;
      return;
    case GET_FUTURE_SALTS:
      answer(futureSaltsAnswer(messageId, futureSalts(session.key.key, reader.int())));
      return;
    case MSGS_STATE_REQ:
      answer(statesInfo(messageId, Buffer.from(reader.vector(readId).map(stateIn(session)))));
      return;
    case MSG_RESEND_REQ:
      resend(session, reader.vector(readId));
      return;
    case RPC_DROP_ANSWER:
      enqueue(session, unknownAnswerDropped(messageId), 'answer');
      return;
    case DESTROY_SESSION: {
      const id = reader.raw(8).readBigInt64LE(0);
      const key = server.world.keys.get(session.keyId);
      answer(destroyedSession(id, key !== undefined && closeSession(server, key, id)));
      return;
    }
    case DESTROY_AUTH_KEY:
      enqueue(session, destroyedAuthKey(messageId), 'answer');
      server.world.keys.delete(session.keyId);
      return;
    case HTTP_WAIT:
    case MSGS_STATE_INFO:
    case MSGS_ALL_INFO:
      return;
    default:
      reader.position -= 4;
      if (noteReceived(session, messageId)) handleRpc(server, session, wire, messageId, reader);
      else repeatAnswer(session, messageId);
  }
}

const readId = (reader: TlReader) => reader.raw(8).readBigInt64LE(0);

const stateIn = (session: Session) => (messageId: bigint) => {
  const received = session.received.get(messageId);
  if (!received) return NOT_RECEIVED;
  return received.answered ? ANSWERED : RECEIVED;
};

/** Puts messages that a client asks for again back into the queue, as far as they are kept. */
function resend(session: Session, ids: readonly bigint[]): void {
  for (const id of ids) {
    const message = session.unacknowledged.get(id);
    if (message && !session.queue.includes(message)) session.queue.push(message);
  }
}

/** A repeated call isn't carried out again: its answer is sent again, if there is one yet. */
function repeatAnswer(session: Session, messageId: bigint): void {
  const answer = session.received.get(messageId)?.answer;
  if (answer !== undefined) resend(session, [answer]);
  else enqueue(session, acknowledgement([messageId]), 'service');
}
