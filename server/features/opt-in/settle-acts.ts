import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { senderKeyOf } from '../business/sender-key.ts';
import { liftDoNotContact } from '../contacts/do-not-contact.ts';
import { type Contact, contacts } from '../contacts/tables.ts';
import { reopenDialogs } from '../messages/reopen-dialogs.ts';
import { messages } from '../messages/tables.ts';
import { giveConsent } from './give-consent.ts';
import { firstWords, isPrepared } from './point.ts';
import { optInActs, optInPoints, type Point } from './tables.ts';

const AT_ONCE = 100;
/** Enough to tell what was said; the whole message stands in the history. */
const FIRST_WORDS_LENGTH = 1_000;

type Act = typeof optInActs.$inferSelect;

/** Makes consents of the acts that were noticed, each in a short transaction of its own. */
export async function settleActs(app: App): Promise<void> {
  let afterId = 0;
  for (;;) {
    const pending = await app.db
      .select()
      .from(optInActs)
      .where(and(isNull(optInActs.consentId), gt(optInActs.id, afterId)))
      .orderBy(asc(optInActs.id))
      .limit(AT_ONCE);
    for (const act of pending) await app.database.transaction((tx) => settleAct(app, tx, act));
    const last = pending.at(-1);
    if (!last || pending.length < AT_ONCE) return;
    afterId = last.id;
  }
}

/**
 * The person's contact is locked first, as everywhere. Somebody else may have settled the act, or
 * its contact may have become another one: then it is left for the next look.
 */
async function settleAct(app: App, tx: Db, { id, workspaceId, contactId }: Act): Promise<void> {
  const [contact] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, contactId)))
    .for('update');
  if (!contact) return;
  const [found] = await tx
    .select({
      act: optInActs,
      point: optInPoints,
      message: messages,
      account: sql<string>`${senderKeyOf(sql`${messages.senderId}`)}`,
    })
    .from(optInActs)
    .innerJoin(optInPoints, eq(optInPoints.id, optInActs.pointId))
    .innerJoin(messages, eq(messages.id, optInActs.messageId))
    .where(
      and(
        eq(optInActs.workspaceId, workspaceId),
        eq(optInActs.id, id),
        eq(optInActs.contactId, contactId),
        isNull(optInActs.consentId),
      ),
    );
  if (!found) return;
  const { act, point, message, account } = found;
  const liftedStop = mayLift(contact, act, message.content, point);
  if (liftedStop) await liftStop(app, tx, contact, act);
  await giveConsent(app, tx, act, point, {
    liftedStop,
    evidence: {
      way: 'message',
      agreement: point.agreement,
      agreement_version: point.agreementVersion,
      prepared_words: firstWords(point),
      first_words: message.content.slice(0, FIRST_WORDS_LENGTH),
      account_id: account,
      message_id: message.id,
      telegram_message_id: message.telegramId,
      written_at: act.at.toISOString(),
    },
  });
}

/**
 * A stop ends when its person opts in after it, from their own account, in the prepared words and
 * no others: whatever is added may be a refusal, and an operator has to read it.
 */
function mayLift(contact: Contact, act: Act, content: string, point: Point): boolean {
  return contact.optedOutAt !== null && act.at > contact.optedOutAt && isPrepared(content, point);
}

async function liftStop(app: App, tx: Db, contact: Contact, act: Act): Promise<void> {
  const { workspaceId, id: contactId, telegramId, username, phone } = contact;
  await liftDoNotContact(
    app,
    tx,
    workspaceId,
    { contactId, telegramId, username, phone },
    {
      because: `opted in again: point ${act.pointId}, message ${act.messageId}`,
      actor: systemActor,
    },
  );
  await reopenDialogs(tx, workspaceId, contactId);
}
