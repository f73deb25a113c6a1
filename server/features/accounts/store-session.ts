import type { App } from '../../context.ts';

/** What a session is sealed for: a copy in another account's row won't open. */
const sessionContext = (accountId: number) => `account ${accountId} session`;

/** @param session in mtcute's string form */
export function sealSession(app: App, accountId: number, session: string): Buffer {
  return app.crypto.encrypt(session, sessionContext(accountId));
}

export function openSession(app: App, accountId: number, sealed: Uint8Array): string {
  return app.crypto.decrypt(sealed, sessionContext(accountId)).toString();
}

/** By which the same session is known again, whatever format it came in. */
export function hashSessionKey(app: App, session: string): Buffer {
  const key = app.ports.sessionReader.keyOf(session);
  return app.crypto.hash(Buffer.from(key).toString('hex'), 'session key');
}
