import { rm } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { untilNothingIsOnItsWay } from '../senders/until-settled.ts';
import { mediaPath } from './keep-media.ts';
import type { MessageError } from './message.ts';
import { writeFailures } from './write-outcomes.ts';

type Person = { workspaceId: number; contactId: number };

/** Cancels what waits for a person who is about to be erased, and waits for what is on its way. */
export async function stopBeforeErasing(app: App, person: Person): Promise<void> {
  await app.database.transaction((tx) => cancelQueued(app, tx, person));
  const { workspaceId, contactId } = person;
  await untilNothingIsOnItsWay(
    app,
    sql`m.workspace_id = ${workspaceId} and m.contact_id = ${contactId}`,
  );
}

/**
 * Empties all messages of a person: texts, files, keys that a caller chose. What only they had got
 * is removed from the disk. That something was sent, when and by whom, stays for the figures.
 */
export async function eraseMessages(app: App, tx: Db, person: Person): Promise<void> {
  await cancelQueued(app, tx, person);
  const { workspaceId, contactId } = person;
  const files = await selectRows(
    tx,
    { id: int },
    sql`
      select distinct m.media_id as id from messages m
      where m.workspace_id = ${workspaceId} and m.contact_id = ${contactId}
        and m.media_id is not null
        and not exists (
          select from messages o where o.workspace_id = m.workspace_id
            and o.media_id = m.media_id and o.contact_id <> m.contact_id)`,
  );
  await tx.execute(sql`
    update messages set content = '', attachment = null, media_id = null, idempotency_key = null,
      request_hash = null
    where workspace_id = ${workspaceId} and contact_id = ${contactId}`);
  for (const { id } of files) {
    await tx.execute(sql`delete from media where workspace_id = ${workspaceId} and id = ${id}`);
    await rm(mediaPath(app, { workspaceId, id }), { force: true });
  }
  await tx.execute(sql`
    update dialogs set status = 'stopped', lost_because = null
    where workspace_id = ${workspaceId} and contact_id = ${contactId}`);
}

const ERASED: MessageError = {
  code: 'do_not_contact',
  reason: 'erased',
  text: {
    ru: 'Данные человека удалены по его просьбе.',
    en: 'The person’s data was erased on request.',
  },
};

async function cancelQueued(app: App, tx: Db, { workspaceId, contactId }: Person): Promise<void> {
  const queued = await selectRows(
    tx,
    { id: int },
    // What a gate holds at this moment goes before it, or is refused: it isn't waited for.
    sql`select id from messages
        where workspace_id = ${workspaceId} and contact_id = ${contactId} and status = 'queued'
        for update skip locked`,
  );
  await writeFailures(
    app,
    tx,
    queued.map(({ id }) => ({ messageId: id, from: 'queued', to: 'cancelled', error: ERASED })),
  );
}
