import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { type ReadResult, readEvents, type StoredEvent } from '../../base/events/read-events.ts';
import type { App } from '../../context.ts';
import { findOperatorChats } from '../bots/find-operator-chats.ts';
import { isTold, readChoices } from './choose-notices.ts';
import { kindOf } from './notice-kinds.ts';

/** Whoever tells notices looks when they hear this. */
export const NOTICES_CHANNEL = 'vestnik_notices';

/** Turns new events into what operators are about to be told, a row for each who wants to know. */
export function fanOutNotices(app: App): Promise<ReadResult> {
  return readEvents(app.database, 'notifications', async (tx, events) => {
    const told = events.flatMap((event) => {
      const kind = kindOf(event);
      return kind ? [{ event, kind }] : [];
    });
    for (const workspaceId of new Set(told.map(({ event }) => event.workspaceId)))
      await addNotices(
        app,
        tx,
        workspaceId,
        told.filter(({ event }) => event.workspaceId === workspaceId),
      );
  });
}

type Told = { event: StoredEvent; kind: NonNullable<ReturnType<typeof kindOf>> };

async function addNotices(
  app: App,
  tx: Db,
  workspaceId: number,
  told: readonly Told[],
): Promise<void> {
  const chats = await findOperatorChats(app, tx, workspaceId);
  const operators = new Map(chats.map((chat) => [chat.operatorId, chat]));
  const choices = await readChoices(tx, workspaceId, [...operators.keys()]);
  const rows = told.flatMap(({ event, kind }) =>
    [...operators.values()]
      .filter(({ operatorId, rights }) => isTold(kind, rights, choices.get(operatorId)))
      // Who did it knows of it.
      .filter(({ operatorId }) => !isBy(event, operatorId))
      .map(({ operatorId }) => ({
        operator_id: operatorId,
        kind,
        event_id: event.id,
        about: { senderId: event.senderId, data: event.data },
      })),
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into notices (workspace_id, operator_id, kind, event_id, at, about)
    select ${workspaceId}, operator_id, kind, event_id, ${at(app.clock.now())}, about
    from jsonb_to_recordset(${jsonRows(rows)})
      as n(operator_id bigint, kind text, event_id bigint, about jsonb)
    on conflict (workspace_id, operator_id, event_id) do nothing`);
  await tx.execute(sql`select pg_notify(${NOTICES_CHANNEL}, '')`);
}

const isBy = ({ actor }: StoredEvent, operatorId: number) =>
  actor.kind === 'operator' && actor.id === operatorId;
