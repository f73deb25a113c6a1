/** A message of the server's that a client was or will be sent. */
export type Outgoing = {
  readonly messageId: bigint;
  readonly sequence: number;
  readonly body: Buffer;
  /** Real time of its making, in milliseconds. */
  readonly madeAt: number;
};

/** One TCP connection, seen from the protocol's side. */
export type Wire = {
  /** The client's address; one key in use from two of them at once is a stolen session. */
  readonly address: string;
  /** The sessions that speak on it: one, as a rule. */
  readonly sessions: Set<Session>;
  /** Real time in milliseconds after which the client no longer wants the connection kept. */
  closeAfter: number;
  send(packet: Buffer): void;
  /** Sends a 4-byte error (404 as -404) and closes. */
  fail(code: number): void;
  close(): void;
};

/**
 * An MTProto session (https://core.telegram.org/mtproto/description#session): it outlives
 * connections, so that nothing unacknowledged is lost when one breaks.
 */
export type Session = {
  readonly id: bigint;
  readonly keyId: string;
  /** The key whose authorization the session runs under. */
  authorizationId: string;
  readonly key: { key: Buffer; idBytes: Buffer };
  wire?: Wire | undefined;
  /** 0 until the client has said which layer it speaks. */
  layer: number;
  /** Whether the client has been told that the session was created. */
  welcomed: boolean;
  /** Whether the session wants updates: it has called something that isn't a file transfer. */
  subscribed: boolean;
  lastMessageId: bigint;
  /** Content-related messages sent so far. */
  contentCount: number;
  /** Message ids of the client's, the oldest first, and whether they have been answered. */
  readonly received: Map<bigint, { answer?: bigint | undefined; answered: boolean }>;
  /** Content-related messages that the client hasn't acknowledged, the oldest first. */
  readonly unacknowledged: Map<bigint, Outgoing>;
  /** What will leave with the next packet. */
  readonly queue: Outgoing[];
  /** Some update was lost: the client will be told to ask for the difference. */
  lostUpdates: boolean;
  /** Real time of the last sign of life, in milliseconds. */
  seenAt: number;
};

const MOST_RECEIVED = 1024;
const MOST_UNACKNOWLEDGED = 500;
/** Larger answers (parts of files) aren't kept: the client asks again. Bytes. */
const LARGEST_KEPT = 16 * 1024;
/** Clients refuse messages that are older than five minutes; milliseconds. */
const OLDEST_RESENT = 4 * 60_000;

export function createSession(
  id: bigint,
  authKey: { id: string; key: Buffer; layer: number },
  authorizationId: string,
): Session {
  return {
    id,
    keyId: authKey.id,
    authorizationId,
    key: { key: authKey.key, idBytes: Buffer.from(authKey.id, 'hex') },
    layer: authKey.layer,
    welcomed: false,
    subscribed: false,
    lastMessageId: 0n,
    contentCount: 0,
    received: new Map(),
    unacknowledged: new Map(),
    queue: [],
    lostUpdates: false,
    seenAt: Date.now(),
  };
}

/**
 * The next message id: real time in units of 2^-32 seconds, always growing, answers ending in binary
 * 01 and the rest in 11 (https://core.telegram.org/mtproto/description#message-identifier-msg-id).
 */
function nextMessageId(session: Session, answer: boolean): bigint {
  const now = Date.now();
  const fraction = BigInt((now % 1000) * 4_294_967) & ~3n;
  const time = (BigInt(Math.floor(now / 1000)) << 32n) | fraction;
  session.lastMessageId = time > session.lastMessageId ? time : session.lastMessageId + 4n;
  return session.lastMessageId | (answer ? 1n : 3n);
}

/**
 * Queues a message for the client.
 *
 * @param kind  `answer` and `notice` are content-related and must be acknowledged; `service`
 *   messages (acknowledgements, pongs and the like) need not be
 */
export function enqueue(
  session: Session,
  body: Buffer,
  kind: 'answer' | 'notice' | 'service',
): Outgoing {
  const content = kind !== 'service';
  const message: Outgoing = {
    messageId: nextMessageId(session, kind !== 'notice'),
    sequence: session.contentCount * 2 + (content ? 1 : 0),
    body,
    madeAt: Date.now(),
  };
  if (content) session.contentCount++;
  session.queue.push(message);
  if (content && body.length <= LARGEST_KEPT) keep(session, message, kind === 'notice');
  return message;
}

function keep(session: Session, message: Outgoing, isUpdate: boolean): void {
  session.unacknowledged.set(message.messageId, message);
  if (session.unacknowledged.size <= MOST_UNACKNOWLEDGED) return;
  for (const oldest of session.unacknowledged.keys()) {
    session.unacknowledged.delete(oldest);
    if (isUpdate && !session.wire) session.lostUpdates = true;
    return;
  }
}

/** The sequence number and message id of a container around queued messages. */
export function containerHeader(session: Session): { messageId: bigint; sequence: number } {
  return { messageId: nextMessageId(session, true), sequence: session.contentCount * 2 };
}

/** Puts what the client may have missed back into the queue, when it has come back. */
export function requeueUnacknowledged(session: Session): void {
  const queued = new Set(session.queue.map((message) => message.messageId));
  const oldest = Date.now() - OLDEST_RESENT;
  const again: Outgoing[] = [];
  for (const message of session.unacknowledged.values()) {
    if (message.madeAt < oldest) {
      session.unacknowledged.delete(message.messageId);
      session.lostUpdates = true;
    } else if (!queued.has(message.messageId)) again.push(message);
  }
  session.queue.unshift(...again);
}

/** Notes a client's message id. @returns false when it had come before */
export function noteReceived(session: Session, messageId: bigint): boolean {
  if (session.received.has(messageId)) return false;
  session.received.set(messageId, { answered: false });
  if (session.received.size > MOST_RECEIVED) {
    for (const oldest of session.received.keys()) {
      session.received.delete(oldest);
      break;
    }
  }
  return true;
}

/** Notes the answer to a client's message, so that a repeat of it gets the same. */
export function noteAnswer(session: Session, messageId: bigint, answer: bigint): void {
  const received = session.received.get(messageId);
  if (!received) return;
  received.answered = true;
  received.answer = answer;
}
