import { gzipSync } from 'node:zlib';
import type { Fault } from '../calls/faults.ts';
import type { Call } from '../methods/call.ts';
import { carryOut } from '../methods/carry-out.ts';
import type { AuthKey } from '../world/sessions/auth-key.ts';
import { authorizationOf } from '../world/sessions/sign-in.ts';
import { TelegramError } from '../world/telegram-error.ts';
import { bindTempKey } from './bind-temp-key.ts';
import { flushSoon } from './flush.ts';
import type { MtprotoServer } from './mtproto-server.ts';
import { sessionName } from './registry.ts';
import { acknowledgement, rpcError, rpcResult } from './service-messages.ts';
import { enqueue, noteAnswer, type Session, type Wire } from './session.ts';
import { GZIP_PACKED, TlError, type TlObject, type TlReader } from './tl/tl-reader.ts';
import { TlWriter } from './tl/tl-writer.ts';
import { type Unwrapped, unwrapQuery } from './unwrap-query.ts';

/** Answers from this size on are packed if that makes them smaller, in bytes. */
const WORTH_PACKING = 4096;

/** Carries out a call and queues its answer; the faults of the box strike here. */
export function handleRpc(
  server: MtprotoServer,
  session: Session,
  wire: Wire,
  messageId: bigint,
  reader: TlReader,
): void {
  const answer = (body: Buffer) => {
    noteAnswer(session, messageId, enqueue(session, body, 'answer').messageId);
    flushSoon(server, session);
  };
  let query: Unwrapped | undefined;
  const refuse = (error: unknown) => {
    const { code, text } = asTelegramError(server, query?.request._ ?? 'what was sent', error);
    answer(rpcError(messageId, code, text));
  };

  let call: Call;
  try {
    query = unwrapQuery(readQuery(reader));
    call = callOf(server, session, query);
  } catch (error) {
    refuse(error);
    return;
  }
  const method = query.request._;
  server.calls.note(method, call.user?.id ?? 0);
  const fault = server.faults.strike({ method, userId: call.user?.id });
  if (fault?.kind === 'drop') {
    abandon(session, wire, messageId);
    return;
  }

  try {
    const outcome = run(server, session, call, query.request, fault);
    if (!(outcome instanceof Promise)) {
      answer(encodeResult(server, session, messageId, method, outcome));
      return;
    }
    enqueue(session, acknowledgement([messageId]), 'service');
    outcome
      .then((result) => {
        if (fault?.kind === 'crash') abandon(session, wire, messageId);
        else answer(encodeResult(server, session, messageId, method, result));
      })
      .catch(refuse);
  } catch (error) {
    refuse(error);
  }
}

function readQuery(reader: TlReader): TlObject {
  const value = reader.object();
  if (typeof value !== 'object' || value === null || !('_' in value)) {
    throw new TelegramError(400, 'INPUT_REQUEST_INVALID');
  }
  return value as TlObject;
}

function callOf(server: MtprotoServer, session: Session, query: Unwrapped): Call {
  const { world } = server;
  const own = ownKey(server, session);
  const key = authorizationOf(world, own);
  const binds = query.request._ === 'auth.bindTempAuthKey'; // comes before anything is known
  if (!key && !binds) throw new TelegramError(401, 'AUTH_KEY_PERM_EMPTY');
  if (query.layer !== undefined) {
    session.layer = query.layer;
    own.layer = query.layer;
  }
  if (session.layer === 0 && !binds) throw new TelegramError(400, 'CONNECTION_NOT_INITED');
  if (key && query.device) key.device = query.device;
  if (!query.withoutUpdates && !query.request._.startsWith('upload.')) session.subscribed = true;
  return {
    world,
    key: key ?? own,
    session: sessionName(session.keyId, session.id),
    layer: session.layer,
    dc: server.dc,
    user: key?.userId === undefined ? undefined : world.users.get(key.userId),
  };
}

/** The key that the session's messages are encrypted with. */
function ownKey(server: MtprotoServer, session: Session): AuthKey {
  const own = server.world.keys.get(session.keyId);
  if (!own) throw new TelegramError(401, 'AUTH_KEY_UNREGISTERED');
  return own;
}

/** The call itself, after what the fault asks for. */
function run(
  server: MtprotoServer,
  session: Session,
  call: Call,
  request: TlObject,
  fault: Fault | undefined,
): unknown {
  const randomId = 'randomId' in request ? `${call.user?.id}/${request.randomId}` : undefined;
  if (randomId === undefined) return runFaulty(server, session, call, request, fault);
  if (server.sending.has(randomId)) throw new TelegramError(500, 'RANDOM_ID_DUPLICATE');
  const outcome = runFaulty(server, session, call, request, fault);
  if (!(outcome instanceof Promise)) return outcome;
  server.sending.add(randomId);
  return outcome.finally(() => server.sending.delete(randomId));
}

function runFaulty(
  server: MtprotoServer,
  session: Session,
  call: Call,
  request: TlObject,
  fault: Fault | undefined,
): unknown {
  const carry = () =>
    request._ === 'auth.bindTempAuthKey'
      ? bindTempKey(server, ownKey(server, session), request)
      : carryOut(call, request);
  if (!fault) return carry();
  const strike = async () => {
    if (fault.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault.error) throw new TelegramError(fault.error.code, fault.error.text);
    return await carry();
  };
  return strike();
}

/** Breaks the connection and behaves as if the message had never come. */
function abandon(session: Session, wire: Wire, messageId: bigint): void {
  session.received.delete(messageId);
  wire.close();
}

const scratch = () => new TlWriter(1024);

function encodeResult(
  server: MtprotoServer,
  session: Session,
  messageId: bigint,
  method: string,
  result: unknown,
): Buffer {
  const writer = scratch();
  server.codec.writeResult(writer, method, result, session.layer);
  const body = writer.result();
  if (body.length < WORTH_PACKING || method.startsWith('upload.'))
    return rpcResult(messageId, body);
  const packed = gzipSync(body, { level: 1 });
  if (packed.length > body.length * 0.9) return rpcResult(messageId, body);
  const outer = new TlWriter(packed.length + 16);
  outer.uint(GZIP_PACKED);
  outer.byteString(packed);
  return rpcResult(messageId, outer.result());
}

function asTelegramError(server: MtprotoServer, method: string, error: unknown): TelegramError {
  if (error instanceof TelegramError) {
    if (error.text === 'METHOD_INVALID') server.log(`The box does not know ${method}`);
    return error;
  }
  if (error instanceof TlError) {
    server.log(error.message);
    return error.unknownId === undefined
      ? new TelegramError(400, 'INPUT_FETCH_ERROR')
      : new TelegramError(400, `INPUT_METHOD_INVALID_${error.unknownId}_0`);
  }
  server.log(`A call failed inside the box: ${error instanceof Error ? error.stack : error}`);
  return new TelegramError(500, 'INTERNAL_SERVER_ERROR');
}
