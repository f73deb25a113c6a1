import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import type { App, DialogEnd } from '../../context.ts';
import { addToDoNotContact, type OptOut } from '../contacts/do-not-contact.ts';
import { type Person, recogniseContact } from '../contacts/identify-contact.ts';
import type { Contact } from '../contacts/tables.ts';
import { untilNothingIsOnItsWay } from '../senders/until-settled.ts';
import { reasonTexts } from './gate-texts.ts';
import { dialogs } from './tables.ts';
import { writeFailures } from './write-outcomes.ts';

/**
 * Nobody writes to this person any more: no account, bot, campaign, call or AI, not even what is
 * queued. From the commit on the gate lets nothing through; when the promise resolves, what had
 * passed the gate just before has arrived or failed as well.
 * @returns how many waiting messages were cancelled, and of how many that had left before it isn't
 * known yet whether they arrived
 */
export async function stopWriting(
  app: App,
  workspaceId: number,
  person: Person,
  optOut: OptOut,
): Promise<{ cancelled: number; undecided: number }> {
  const stopped = await app.database.transaction(async (tx) => {
    const contact = await recogniseContact(app, tx, workspaceId, person);
    // Somebody unknown is kept as a hash alone, and recognised by it when they turn up.
    if (!contact) return void (await addToDoNotContact(app, tx, workspaceId, person, optOut));
    return { contact, cancelled: await stopContact(app, tx, contact, optOut) };
  });
  if (!stopped) return { cancelled: 0, undecided: 0 };
  const { id } = stopped.contact;
  const undecided = await untilNothingIsOnItsWay(
    app,
    sql`m.workspace_id = ${workspaceId} and m.contact_id = ${id}`,
  );
  return { cancelled: stopped.cancelled, undecided };
}

/** The part of a stop that belongs into the transaction of what led to it. */
export async function stopContact(
  app: App,
  tx: Db,
  contact: Contact,
  optOut: OptOut,
): Promise<number> {
  const { workspaceId, id: contactId, telegramId, username, phone } = contact;
  await addToDoNotContact(app, tx, workspaceId, { contactId, telegramId, username, phone }, optOut);
  const ended = await tx
    .update(dialogs)
    .set({
      status: 'stopped',
      isAutomatic: false,
      waitingBecause: null,
      waitingSince: null,
      answerAt: null,
    })
    .where(
      and(
        eq(dialogs.workspaceId, workspaceId),
        eq(dialogs.contactId, contactId),
        inArray(dialogs.status, ['active', 'waiting']),
      ),
    )
    .returning({ dialogId: dialogs.id });
  const ends = ended.map(
    ({ dialogId }): DialogEnd => ({ dialogId, status: 'stopped', reason: 'do_not_contact' }),
  );
  for (const step of app.extensions.dialogsEnded) await step(app, tx, ends);
  const queued = await selectRows(
    tx,
    { id: int },
    // What a gate holds at this moment sees the stop or goes before it: it isn't waited for.
    sql`select id from messages
        where workspace_id = ${workspaceId} and contact_id = ${contactId} and status = 'queued'
        for update skip locked`,
  );
  const error = {
    code: 'do_not_contact' as const,
    reason: 'do_not_contact',
    text: reasonTexts.do_not_contact,
  };
  await writeFailures(
    app,
    tx,
    queued.map(({ id }) => ({ messageId: id, from: 'queued', to: 'cancelled', error })),
  );
  return queued.length;
}
