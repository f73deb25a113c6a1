import { addKey } from '../world/sessions/add-key.ts';
import type { AuthKey } from '../world/sessions/auth-key.ts';
import { authorizationOf } from '../world/sessions/sign-in.ts';
import type { AgreedKey } from './crypto/key-exchange.ts';
import type { MtprotoServer } from './mtproto-server.ts';
import { SALT_SECONDS } from './salts.ts';
import { createSession, requeueUnacknowledged, type Session, type Wire } from './session.ts';

/** A session without a connection is forgotten after this time, in milliseconds. */
const FORGET_AFTER = 5 * 60_000;

/** Keeps a key that a client agreed on. */
export function registerAgreedKey(server: MtprotoServer, agreed: AgreedKey): void {
  const now = Math.floor(Date.now() / 1000);
  const temporaryUntil = agreed.expiresIn === undefined ? undefined : now + agreed.expiresIn;
  const firstSalt = { salt: agreed.firstSalt, until: now + SALT_SECONDS };
  addKey(server.world, agreed.key, { temporaryUntil, firstSalt, layer: 0 });
}

/** The name of a session in the whole box. */
export const sessionName = (keyId: string, id: bigint) => `${keyId}/${id}`;

export function findSession(server: MtprotoServer, key: AuthKey, id: bigint): Session | undefined {
  return server.sessions.get(sessionName(key.id, id));
}

export function openSession(server: MtprotoServer, key: AuthKey, id: bigint): Session {
  const authorizationId = authorizationOf(server.world, key)?.id ?? key.id;
  const session = createSession(id, key, authorizationId);
  server.sessions.set(sessionName(key.id, id), session);
  addTo(server.sessionsByKey, authorizationId, session);
  return session;
}

/** @returns false when there was no such session */
export function closeSession(server: MtprotoServer, key: AuthKey, id: bigint): boolean {
  const session = findSession(server, key, id);
  if (session) forgetSession(server, session);
  return session !== undefined;
}

function forgetSession(server: MtprotoServer, session: Session): void {
  session.wire?.sessions.delete(session);
  session.wire = undefined;
  server.sessions.delete(sessionName(session.keyId, session.id));
  removeFrom(server.sessionsByKey, session.authorizationId, session);
}

/** Puts the sessions of a temporary key under the key that it was bound to. */
export function moveSessions(server: MtprotoServer, from: string, to: string): void {
  for (const session of [...(server.sessionsByKey.get(from) ?? [])]) {
    removeFrom(server.sessionsByKey, from, session);
    session.authorizationId = to;
    addTo(server.sessionsByKey, to, session);
  }
}

/** The session speaks on this connection from now on; what it missed goes out again. */
export function attach(server: MtprotoServer, session: Session, wire: Wire): void {
  session.seenAt = Date.now();
  if (session.wire === wire) return;
  session.wire?.sessions.delete(session);
  session.wire = wire;
  wire.sessions.add(session);
  addTo(server.wiresByKey, session.keyId, wire);
  requeueUnacknowledged(session);
}

/** Forgets a connection; its sessions wait for another. */
export function detachWire(server: MtprotoServer, wire: Wire): void {
  server.wires.delete(wire);
  for (const session of wire.sessions) {
    removeFrom(server.wiresByKey, session.keyId, wire);
    session.wire = undefined;
    session.seenAt = Date.now();
  }
  wire.sessions.clear();
}

/** Forgets sessions that nobody came back to and closes connections that should be closed. */
export function sweep(server: MtprotoServer): void {
  const now = Date.now();
  for (const wire of server.wires) if (now > wire.closeAfter) wire.close();
  for (const session of server.sessions.values()) {
    if (!session.wire && now - session.seenAt > FORGET_AFTER) forgetSession(server, session);
  }
}

function addTo<T>(groups: Map<string, Set<T>>, name: string, item: T): void {
  const group = groups.get(name);
  if (group) group.add(item);
  else groups.set(name, new Set([item]));
}

function removeFrom<T>(groups: Map<string, Set<T>>, name: string, item: T): void {
  const group = groups.get(name);
  if (group?.delete(item) && group.size === 0) groups.delete(name);
}
