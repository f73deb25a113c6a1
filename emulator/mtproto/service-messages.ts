import type { FutureSalt } from './salts.ts';
import { TlWriter } from './tl/tl-writer.ts';

/**
 * The server's own messages (https://core.telegram.org/mtproto/service_messages), as bytes. They are
 * older than the API's layers and never change.
 */
const MSGS_ACK = 0x62d6b459;
const PONG = 0x347773c5;
const NEW_SESSION_CREATED = 0x9ec20908;
const BAD_MSG_NOTIFICATION = 0xa7eff811;
const BAD_SERVER_SALT = 0xedab447b;
const FUTURE_SALTS = 0xae500895;
const MSGS_STATE_INFO = 0x04deb57d;
const RPC_RESULT = 0xf35c6d01;
const RPC_ERROR = 0x2144ca19;
const RPC_ANSWER_UNKNOWN = 0x5e2ad36e;
const DESTROY_SESSION_OK = 0xe22045fc;
const DESTROY_SESSION_NONE = 0x62d350c9;
const UPDATES_TOO_LONG = 0xe317af7e;
const DESTROY_AUTH_KEY_OK = 0xf660e1d4;

/** Why a message was not accepted (`bad_msg_notification.error_code`). */
export const TOO_LOW = 16;
export const TOO_HIGH = 17;
export const NOT_A_CLIENTS = 18;
const WRONG_SALT = 48;

function build(write: (writer: TlWriter) => void): Buffer {
  const writer = new TlWriter(64);
  write(writer);
  return writer.result();
}

export const acknowledgement = (messageIds: readonly bigint[]) =>
  build((writer) => {
    writer.uint(MSGS_ACK);
    writer.vector(messageIds, (id) => writer.bigLong(id));
  });

export const pong = (messageId: bigint, pingId: Buffer) =>
  build((writer) => {
    writer.uint(PONG);
    writer.bigLong(messageId);
    writer.raw(pingId);
  });

export const newSessionCreated = (firstMessageId: bigint, uniqueId: bigint, salt: bigint) =>
  build((writer) => {
    writer.uint(NEW_SESSION_CREATED);
    writer.bigLong(firstMessageId);
    writer.bigLong(uniqueId);
    writer.bigLong(salt);
  });

export const badMessage = (messageId: bigint, sequence: number, code: number) =>
  build((writer) => {
    writer.uint(BAD_MSG_NOTIFICATION);
    writer.bigLong(messageId);
    writer.uint(sequence);
    writer.int(code);
  });

export const badServerSalt = (messageId: bigint, sequence: number, salt: bigint) =>
  build((writer) => {
    writer.uint(BAD_SERVER_SALT);
    writer.bigLong(messageId);
    writer.uint(sequence);
    writer.int(WRONG_SALT);
    writer.bigLong(salt);
  });

/** The vector and its items are bare: no constructor numbers. */
export const futureSaltsAnswer = (messageId: bigint, salts: readonly FutureSalt[]) =>
  build((writer) => {
    writer.uint(FUTURE_SALTS);
    writer.bigLong(messageId);
    writer.int(Math.floor(Date.now() / 1000));
    writer.uint(salts.length);
    for (const salt of salts) {
      writer.int(salt.validSince);
      writer.int(salt.validUntil);
      writer.bigLong(salt.salt);
    }
  });

export const statesInfo = (requestId: bigint, states: Uint8Array) =>
  build((writer) => {
    writer.uint(MSGS_STATE_INFO);
    writer.bigLong(requestId);
    writer.byteString(states);
  });

export const destroyedSession = (sessionId: bigint, existed: boolean) =>
  build((writer) => {
    writer.uint(existed ? DESTROY_SESSION_OK : DESTROY_SESSION_NONE);
    writer.bigLong(sessionId);
  });

/** An answer to a call; `body` is the boxed result. */
export const rpcResult = (messageId: bigint, body: Buffer) =>
  build((writer) => {
    writer.uint(RPC_RESULT);
    writer.bigLong(messageId);
    writer.raw(body);
  });

export const rpcError = (messageId: bigint, code: number, text: string) =>
  build((writer) => {
    writer.uint(RPC_RESULT);
    writer.bigLong(messageId);
    writer.uint(RPC_ERROR);
    writer.int(code);
    writer.string(text);
  });

const boxedAlone = (messageId: bigint, id: number) =>
  build((writer) => {
    writer.uint(RPC_RESULT);
    writer.bigLong(messageId);
    writer.uint(id);
  });

export const unknownAnswerDropped = (messageId: bigint) =>
  boxedAlone(messageId, RPC_ANSWER_UNKNOWN);
export const destroyedAuthKey = (messageId: bigint) => boxedAlone(messageId, DESTROY_AUTH_KEY_OK);

/** Asks the client to ask for the difference. */
export const updatesTooLong = () => build((writer) => writer.uint(UPDATES_TOO_LONG));
