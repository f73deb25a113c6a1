import { sql } from 'drizzle-orm';
import { int, json, nullable, selectRows, text, time } from '../../base/db/rows.ts';
import type { StoredEvent } from '../../base/events/read-events.ts';
import type { Actor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';

/** The columns of an event, as `eventFields` selects them from `events e`. */
export const eventColumns = {
  id: int,
  workspaceId: int,
  type: text,
  at: time,
  actor: json<Actor>(),
  senderId: nullable(int),
  contactId: nullable(int),
  messageId: nullable(int),
  data: json<Record<string, unknown>>(),
};

export const eventFields = sql`e.id, e.workspace_id as "workspaceId", e.type, e.at, e.actor,
  e.sender_id as "senderId", e.contact_id as "contactId", e.message_id as "messageId", e.data`;

/** Events by their ids, of any workspace, in no order. */
export function eventsByIds(app: App, ids: readonly number[]): Promise<StoredEvent[]> {
  return selectRows(
    app.db,
    eventColumns,
    sql`
      select ${eventFields} from events e
      where e.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
  );
}
