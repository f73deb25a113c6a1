import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import { isAbove, isGranted, type Permission, type Role } from '../../../contract/permissions.ts';
import { hashToken, newToken } from '../../base/crypto.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { type Actor, recordEvents, systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { mayHandOut } from './may-hand-out.ts';
import { apiKeys } from './tables.ts';
import { texts } from './texts.ts';

export type ApiKey = typeof apiKeys.$inferSelect;

/**
 * Makes a key. Its token is known only now: the database keeps a hash.
 * @param input.scopes some of what the role may do; left out: all of it
 * @throws AppError invalid_request (a scope beyond the role), forbidden (more than one's own rights)
 */
export async function createApiKey(
  app: App,
  caller: Caller,
  input: { name: string; role: Role; scopes?: Permission[] | undefined },
): Promise<{ key: ApiKey; token: string }> {
  const { role, scopes } = input;
  const beyond = scopes?.find((scope) => !isGranted(role, scope));
  if (beyond) throw new AppError('invalid_request', texts.scopeBeyondRole(role, beyond));
  if (!mayHandOut(caller, role, scopes)) throw new AppError('forbidden', texts.keyAboveOwn(role));
  const token = newToken('vst');
  const key = await app.database.transaction((tx) =>
    insertKey(app, tx, { ...input, workspaceId: caller.workspaceId, token, actor: caller.actor }),
  );
  return { key, token };
}

/** One page of keys, newest first. */
export async function listApiKeys(
  app: App,
  workspaceId: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<ApiKey[]> {
  return app.db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.workspaceId, workspaceId),
        page.beforeId === undefined ? undefined : lt(apiKeys.id, page.beforeId),
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(page.limit);
}

/** @throws AppError not_found, forbidden (the key of a role above one's own) */
export async function revokeApiKey(app: App, caller: Caller, id: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    const [key] = await tx
      .update(apiKeys)
      .set({ revokedAt: app.clock.now() })
      .where(
        and(
          eq(apiKeys.workspaceId, caller.workspaceId),
          eq(apiKeys.id, id),
          isNull(apiKeys.revokedAt),
        ),
      )
      .returning({ role: apiKeys.role });
    if (!key) throw new AppError('not_found', texts.keyNotFound);
    if (caller.rights && isAbove(key.role, caller.rights.role))
      throw new AppError('forbidden', texts.keyOfHigherRole(key.role));
    await recordEvents(tx, [
      {
        workspaceId: caller.workspaceId,
        type: 'api_key.revoked',
        at: app.clock.now(),
        actor: caller.actor,
        data: { api_key_id: id },
      },
    ]);
  });
}

/**
 * Makes sure that somebody can get in: the key of the environment is accepted, and a workspace
 * without any key is given one.
 * @returns a new key's token, to be shown this once
 */
export async function ensureFirstKey(app: App, workspaceId: number): Promise<string | undefined> {
  const token = app.secrets.apiKey;
  return app.database.transaction(async (tx) => {
    if (token) {
      const known = await tx
        .select({ id: apiKeys.id })
        .from(apiKeys)
        .where(eq(apiKeys.tokenHash, hashToken(token)));
      if (known.length === 0) {
        await insertKey(app, tx, { workspaceId, token, name: 'API_KEY', role: 'owner' });
      }
      return undefined;
    }
    const any = await tx
      .select({ id: apiKeys.id })
      .from(apiKeys)
      .where(and(eq(apiKeys.workspaceId, workspaceId), isNull(apiKeys.revokedAt)))
      .limit(1);
    if (any.length > 0) return undefined;
    const fresh = newToken('vst');
    await insertKey(app, tx, { workspaceId, token: fresh, name: 'first key', role: 'owner' });
    return fresh;
  });
}

type NewKey = {
  workspaceId: number;
  token: string;
  name: string;
  role: Role;
  scopes?: Permission[] | undefined;
  actor?: Actor;
};

async function insertKey(app: App, tx: Db, input: NewKey): Promise<ApiKey> {
  const { workspaceId, token, name, role, scopes, actor = systemActor } = input;
  const now = app.clock.now();
  const [key] = await tx
    .insert(apiKeys)
    .values({
      workspaceId,
      name,
      role,
      scopes: scopes && [...new Set(scopes)],
      tokenHash: hashToken(token),
      hint: token.slice(-4),
      createdAt: now,
    })
    .returning();
  if (!key) throw new Error('the key was not stored');
  await recordEvents(tx, [
    {
      workspaceId,
      type: 'api_key.created',
      at: now,
      actor,
      data: { api_key_id: key.id, name, role, scopes: key.scopes },
    },
  ]);
  return key;
}
