import { sql } from 'drizzle-orm';
import { int, nullable, selectRow, text } from '../../base/db/rows.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { approveConnection, removeConnection } from '../business/approve-connection.ts';
import { businessKey } from '../business/business-key.ts';
import { listConnections } from '../business/find-connection.ts';
import { operatorName } from './dialog-card.ts';
import { texts } from './texts.ts';

/*
 * An operator's answer to a business account that asks to be connected, by the same operations as in
 * the console. Each says in HTML what was done and by whom; who comes too late is told who was first.
 */

/** @throws AppError conflict when the account is in the pool itself */
export function approveByTap(app: App, caller: Caller, key: string): Promise<string> {
  return settle(app, caller, key, async () => {
    await approveConnection(app, caller, key);
    return texts.businessConnected;
  });
}

/** @throws AppError not_found */
export function refuseByTap(app: App, caller: Caller, key: string): Promise<string> {
  return settle(app, caller, key, async () => {
    await removeConnection(app, caller, key);
    return texts.businessRefused;
  });
}

async function settle(
  app: App,
  caller: Caller,
  key: string,
  act: () => Promise<typeof texts.businessConnected>,
): Promise<string> {
  const { workspaceId, language, actor } = caller;
  const known = await listConnections(app, workspaceId);
  const isAsked = known.some(
    ({ number, status }) => businessKey(number) === key && status === 'waiting',
  );
  if (!isAsked) return settledAlready(app, caller, key);
  const done = await act();
  // Two may have tapped at once: the first one's answer stands.
  const latest = await readLatest(app, workspaceId, key);
  if (latest?.operatorId !== actor.id) return settledAlready(app, caller, key);
  return done(key, escapeHtml(await operatorName(app, actor.id, language)))[language];
}

async function settledAlready(
  app: App,
  { workspaceId, language }: Caller,
  key: string,
): Promise<string> {
  const latest = await readLatest(app, workspaceId, key);
  if (!latest || latest.type === 'business.ended') return texts.businessGone(key)[language];
  const who = escapeHtml(await operatorName(app, latest.operatorId ?? undefined, language));
  return texts.businessSettled(key, who)[language];
}

/** How it was settled last, and by which operator. */
function readLatest(app: App, workspaceId: number, key: string) {
  return selectRow(
    app.db,
    { type: text, operatorId: nullable(int) },
    sql`
      select type,
        case when actor->>'kind' = 'operator' then (actor->>'id')::bigint end as "operatorId"
      from events
      where workspace_id = ${workspaceId}
        and type in ('business.connected', 'business.removed', 'business.ended')
        and data->>'connection' = ${key}
      order by at desc, id desc limit 1`,
  );
}
