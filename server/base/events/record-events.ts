import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';

/**
 * Who made something happen: 'system', 'operator:<id>', 'api_key:<id>', or somebody at the door who
 * isn't let in, 'stranger'.
 */
export type Actor = {
  kind: 'system' | 'operator' | 'api_key' | 'stranger';
  id?: number;
  address?: string;
};

export const systemActor: Actor = { kind: 'system' };

/** An actor as it is shown and asked for: `operator:2`, or `stranger` alone. */
export const spellActor = ({ kind, id }: Actor): string =>
  id === undefined ? kind : `${kind}:${id}`;

/**
 * What happened, in ids only: an event outlives the person it is about, and erasing the person
 * must leave nothing of theirs in it.
 */
export type NewEvent = {
  workspaceId: number;
  /** noun.verb in the past tense: `message.sent`, `account.status_changed` */
  type: string;
  at: Date;
  actor?: Actor;
  senderId?: number | undefined;
  contactId?: number | undefined;
  messageId?: number | undefined;
  data?: Record<string, unknown>;
};

/** The channel on which readers hear that there are new events. */
export const EVENTS_CHANNEL = 'vestnik_events';

/** Writes events in the transaction of the facts they tell of, and wakes their readers. */
export async function recordEvents(tx: Db, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((e) => ({
    workspace_id: e.workspaceId,
    type: e.type,
    at: e.at.toISOString(),
    actor: e.actor ?? systemActor,
    sender_id: e.senderId,
    contact_id: e.contactId,
    message_id: e.messageId,
    data: e.data ?? {},
  }));
  await tx.execute(sql`
    with recorded as (
      insert into events (workspace_id, type, at, actor, sender_id, contact_id, message_id, data)
      select workspace_id, type, at, actor, sender_id, contact_id, message_id, data
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(
        workspace_id bigint, type text, at timestamptz, actor jsonb, sender_id bigint,
        contact_id bigint, message_id bigint, data jsonb))
    select pg_notify(${EVENTS_CHANNEL}, '')`);
}
