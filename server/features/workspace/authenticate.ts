import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { type Permission, permissionsOf, type Role } from '../../../contract/permissions.ts';
import { hashToken } from '../../base/crypto.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { apiKeys, workspaces } from './tables.ts';

export type Authenticated = {
  keyId: number;
  workspaceId: number;
  role: Role;
  permissions: readonly Permission[];
  language: Language;
};

/** A key's last use is kept to the minute: a write per request would be waste. */
const USE_NOTED_EVERY_MS = 60_000;

/** Finds the API key behind `Authorization: Bearer <token>`; undefined if there is none. */
export async function authenticate(app: App, token: string): Promise<Authenticated | undefined> {
  const [key] = await app.db
    .select({
      keyId: apiKeys.id,
      workspaceId: apiKeys.workspaceId,
      role: apiKeys.role,
      scopes: apiKeys.scopes,
      lastUsedAt: apiKeys.lastUsedAt,
      language: workspaces.language,
    })
    .from(apiKeys)
    .innerJoin(workspaces, eq(workspaces.id, apiKeys.workspaceId))
    .where(and(eq(apiKeys.tokenHash, hashToken(token)), isNull(apiKeys.revokedAt)));
  if (!key) return undefined;
  await noteUse(app, key.keyId, key.lastUsedAt);
  const { scopes, role } = key;
  const granted = permissionsOf(role);
  return { ...key, permissions: scopes ? granted.filter((p) => scopes.includes(p)) : granted };
}

async function noteUse(app: App, keyId: number, lastUsedAt: Date | null): Promise<void> {
  const now = app.clock.now();
  const stale = new Date(now.getTime() - USE_NOTED_EVERY_MS);
  if (lastUsedAt && lastUsedAt > stale) return;
  await app.db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(
      and(eq(apiKeys.id, keyId), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, stale))),
    );
}
