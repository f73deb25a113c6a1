import { sql } from 'drizzle-orm';
import { bool, selectRows, text } from '../../base/db/rows.ts';
import { type Actor, spellActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { texts } from './texts.ts';

/**
 * What a page of the log calls those who stand in it. The log itself keeps ids: a name may change,
 * and is gone when its person is erased.
 * @returns the name of an actor: an operator of the workspace, an API key of it, or a customer to
 *   whom its bot sells; in general words where nobody is known by the id
 */
export async function nameActors(
  app: App,
  { workspaceId, language }: Pick<Caller, 'workspaceId' | 'language'>,
  entries: readonly { actor: Actor }[],
): Promise<(actor: Actor) => string> {
  const idsOf = (kind: Actor['kind']) => {
    const ids = entries.flatMap(({ actor }) => (actor.kind === kind ? [actor.id ?? 0] : []));
    return `{${[...new Set(ids)].join(',')}}`;
  };
  const rows = await selectRows(
    app.db,
    { actor: text, name: text, isCustomer: bool },
    sql`
      select 'operator:' || o.id as actor, o.name, o.workspace_id <> ${workspaceId} as "isCustomer"
      from operators o
      where o.id = any(${idsOf('operator')}::bigint[]) and (
        o.workspace_id = ${workspaceId} or exists (
          select from subscriptions s
          where s.workspace_id = o.workspace_id and s.seller_id = ${workspaceId}))
      union all
      select 'api_key:' || k.id, k.name, false from api_keys k
      where k.id = any(${idsOf('api_key')}::bigint[]) and k.workspace_id = ${workspaceId}`,
  );
  const known = new Map(rows.map((row) => [row.actor, row]));
  return (actor) => {
    const { name, isCustomer } = known.get(spellActor(actor)) ?? {};
    if (name === undefined) return texts.nameless[actor.kind](actor.id)[language];
    if (actor.kind === 'api_key') return texts.keyNamed(name)[language];
    return isCustomer ? texts.customerNamed(name)[language] : name;
  };
}
