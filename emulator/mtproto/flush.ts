import { encryptMessage } from './crypto/message-crypto.ts';
import type { MtprotoServer } from './mtproto-server.ts';
import { currentSalt } from './salts.ts';
import { containerHeader, type Outgoing, type Session } from './session.ts';
import { TlWriter } from './tl/tl-writer.ts';

const MSG_CONTAINER = 0x73f1f8dc;
const MOST_IN_CONTAINER = 100;
/** Containers stay well under what clients accept, in bytes. */
const LARGEST_CONTAINER = 512 * 1024;

/** Marks a session for sending: all that is queued by the end of this turn leaves in one packet. */
export function flushSoon(server: MtprotoServer, session: Session): void {
  if (!session.wire) return;
  if (server.dirty.size === 0) setImmediate(() => flushAll(server));
  server.dirty.add(session);
}

function flushAll(server: MtprotoServer): void {
  const sessions = [...server.dirty];
  server.dirty.clear();
  for (const session of sessions) flush(session);
}

function flush(session: Session): void {
  while (session.wire && session.queue.length > 0) {
    let size = 0;
    let count = 0;
    for (const message of session.queue) {
      size += message.body.length + 16;
      if (count > 0 && (count >= MOST_IN_CONTAINER || size > LARGEST_CONTAINER)) break;
      count++;
    }
    const messages = session.queue.splice(0, count);
    const [first] = messages;
    if (!first) return;
    const outer = messages.length === 1 ? first : container(session, messages);
    const packet = encryptMessage(session.key, {
      salt: currentSalt(session.key.key),
      sessionId: session.id,
      messageId: outer.messageId,
      sequence: outer.sequence,
      body: outer.body,
    });
    session.wire.send(packet);
  }
}

function container(session: Session, messages: readonly Outgoing[]) {
  const writer = new TlWriter(messages.reduce((size, { body }) => size + body.length + 16, 8));
  writer.uint(MSG_CONTAINER);
  writer.uint(messages.length);
  for (const message of messages) {
    writer.bigLong(message.messageId);
    writer.uint(message.sequence);
    writer.uint(message.body.length);
    writer.raw(message.body);
  }
  return { ...containerHeader(session), body: writer.result() };
}
