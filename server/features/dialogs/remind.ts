import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { int, nullable, selectRow, selectRows, text, time } from '../../base/db/rows.ts';
import { recordEvents, systemActor } from '../../base/events/record-events.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';

const LOOK_EVERY_MS = 60_000;
const BATCH = 100;

/** Keeps bringing up dialogs whose time has come: they wait for a person, and an event tells. */
export async function startReminding(app: App): Promise<Runner> {
  return startLoop({
    name: 'reminders',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: () => remind(app),
    nextAt: () => nextLook(app),
  });
}

async function nextLook(app: App): Promise<Date | undefined> {
  const row = await selectRow(
    app.db,
    { at: time },
    sql`select snoozed_until as at from dialogs where snoozed_until is not null
        order by snoozed_until limit 1`,
  );
  return row?.at;
}

/** @returns whether there may be more */
function remind(app: App): Promise<boolean> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const due = await selectRows(
      tx,
      {
        workspaceId: int,
        number: int,
        senderId: int,
        contactId: int,
        operatorId: nullable(int),
        note: nullable(text),
      },
      sql`
        with due as (
          select id, snooze_note from dialogs where snoozed_until <= ${at(now)}
          order by snoozed_until limit ${BATCH} for update skip locked)
        update dialogs d set snoozed_until = null, snooze_note = null,
          notes = case when due.snooze_note is null then d.notes
            else concat_ws(E'\n', nullif(d.notes, ''), due.snooze_note) end,
          status = case when d.status in ('active', 'waiting') then 'waiting' else d.status end,
          waiting_because = case when d.status in ('active', 'waiting') then 'reminder'
            else d.waiting_because end,
          waiting_since = coalesce(d.waiting_since, ${at(now)})
        from due where d.id = due.id
        returning d.workspace_id as "workspaceId", d.number, d.sender_id as "senderId",
          d.contact_id as "contactId", d.assigned_operator_id as "operatorId",
          due.snooze_note as note`,
    );
    await recordEvents(
      tx,
      due.map((d) => ({
        workspaceId: d.workspaceId,
        type: 'dialog.reminded',
        at: now,
        actor: systemActor,
        senderId: d.senderId,
        contactId: d.contactId,
        data: { dialog: d.number, operator_id: d.operatorId },
      })),
    );
    return due.length === BATCH;
  });
}
