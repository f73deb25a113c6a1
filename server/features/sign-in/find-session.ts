import { sql } from 'drizzle-orm';
import { type Permission, permissionsOf, type Role } from '../../../contract/permissions.ts';
import { hashToken } from '../../base/crypto.ts';
import { at } from '../../base/db/columns.ts';
import { bool, int, nullable, oneOf, selectRow, text, time } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { aliveSince } from './session.ts';

/** Somebody who is signed in, as the database has them now: a role changes at once. */
export type SignedIn = {
  sessionId: number;
  createdAt: Date;
  lastSeenAt: Date;
  operatorId: number;
  name: string;
  login: string | null;
  hasTotp: boolean;
  role: Role;
  permissions: readonly Permission[];
  workspaceId: number;
  workspaceName: string;
  language: Language;
  timeZone: string;
};

/** A session's last use is kept to the minute: a write per request would be waste. */
const USE_NOTED_EVERY_MS = 60_000;

/** Finds the live session behind a cookie's token, in one query; undefined if there is none. */
export async function findSession(app: App, token: string): Promise<SignedIn | undefined> {
  const now = app.clock.now();
  const since = aliveSince(now);
  const found = await selectRow(
    app.db,
    {
      sessionId: int,
      createdAt: time,
      lastSeenAt: time,
      operatorId: int,
      name: text,
      login: nullable(text),
      hasTotp: bool,
      role: oneOf<Role>(),
      workspaceId: int,
      workspaceName: text,
      language: oneOf<Language>(),
      timeZone: text,
    },
    sql`
      select s.id as "sessionId", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt",
        o.id as "operatorId", o.name, o.login, o.totp_secret is not null as "hasTotp", o.role,
        w.id as "workspaceId", w.name as "workspaceName", w.language, w.time_zone as "timeZone"
      from operator_sessions s
      join operators o on o.workspace_id = s.workspace_id and o.id = s.operator_id
      join workspaces w on w.id = s.workspace_id
      where s.token_hash = ${hashToken(token)} and o.disabled_at is null
        and s.created_at > ${at(since.createdAt)} and s.last_seen_at > ${at(since.lastSeenAt)}`,
  );
  if (!found) return undefined;
  if (now.getTime() - found.lastSeenAt.getTime() >= USE_NOTED_EVERY_MS) {
    await noteUse(app, found.sessionId, now);
    found.lastSeenAt = now;
  }
  return { ...found, permissions: permissionsOf(found.role) };
}

async function noteUse(app: App, sessionId: number, now: Date): Promise<void> {
  const stale = new Date(now.getTime() - USE_NOTED_EVERY_MS);
  await app.db.execute(sql`
    with used as (
      update operator_sessions set last_seen_at = ${at(now)}
      where id = ${sessionId} and last_seen_at <= ${at(stale)}
      returning workspace_id, operator_id)
    update operators o set last_seen_at = ${at(now)} from used
    where o.workspace_id = used.workspace_id and o.id = used.operator_id`);
}
