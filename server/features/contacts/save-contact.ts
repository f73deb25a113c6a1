import { and, eq, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { contactPatch, newContactBody } from '../../../contract/contacts.ts';
import { isTimeZone } from '../../base/days.ts';
import { type Db, isUniqueViolation } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { type Identifiers, readPhone, readUsername } from './identifiers.ts';
import { carryStopOver, identifyContact, recogniseContact } from './identify-contact.ts';
import { recordConsent } from './record-consent.ts';
import { type Contact, contacts } from './tables.ts';
import { texts } from './texts.ts';

type Patch = z.output<typeof contactPatch>;

/**
 * Keeps a person: somebody known by one of the identifiers is updated, anybody else is new. What
 * the call leaves out stays as it is. Consent given along never lifts a stop.
 * @throws AppError invalid_request
 */
export async function saveContact(
  app: App,
  caller: Caller,
  { consent, ...given }: z.output<typeof newContactBody>,
): Promise<{ id: number; isNew: boolean }> {
  const { workspaceId } = caller;
  const person = readIdentifiers(given);
  if (Object.keys(person).length === 0)
    throw new AppError('invalid_request', texts.identifierNeeded);
  return app.database.transaction(async (tx) => {
    const known = await recogniseContact(app, tx, workspaceId, person);
    const contact = known ?? (await identifyContact(app, tx, workspaceId, person));
    await writeFields(tx, contact, given);
    if (consent)
      await recordConsent(app, tx, workspaceId, contact.id, {
        source: consent.source,
        basis: consent.basis,
        evidence: { ...consent.evidence, recorded_by: `${caller.actor.kind}:${caller.actor.id}` },
      });
    await tell(app, tx, caller, contact.id, known ? 'contact.changed' : 'contact.created', given);
    return { id: contact.id, isNew: known === undefined };
  });
}

/**
 * Changes what is kept of a person. A new username or phone replaces the old one; what somebody
 * else has is refused, since it may mean that two contacts are one.
 * @throws AppError not_found, already_exists, invalid_request
 */
export async function updateContact(
  app: App,
  caller: Caller,
  id: number,
  patch: Patch,
): Promise<void> {
  const { workspaceId } = caller;
  const names = readIdentifiers(patch);
  try {
    await app.database.transaction(async (tx) => {
      const [contact] = await tx
        .select()
        .from(contacts)
        .where(
          and(
            eq(contacts.workspaceId, workspaceId),
            eq(contacts.id, id),
            isNull(contacts.erasedAt),
          ),
        )
        .for('update');
      if (!contact) throw new AppError('not_found', texts.noContact);
      if (Object.keys(names).length > 0) {
        await tx.update(contacts).set(names).where(eq(contacts.id, id));
        await carryStopOver(app, tx, { ...contact, ...names });
      }
      await writeFields(tx, contact, patch);
      await tell(app, tx, caller, id, 'contact.changed', patch);
    });
  } catch (error) {
    for (const kind of ['telegram_id', 'username', 'phone'] as const)
      if (isUniqueViolation(error, `contacts_by_${kind}`))
        throw new AppError('already_exists', texts.taken(kind), { cause: error });
    throw error;
  }
}

type Names = { [K in keyof Identifiers]?: NonNullable<Identifiers[K]> };

function readIdentifiers(given: Patch): Names {
  return {
    ...(given.telegram_id !== undefined && { telegramId: given.telegram_id }),
    ...(given.username !== undefined && { username: readUsername(given.username) }),
    ...(given.phone !== undefined && { phone: readPhone(given.phone) }),
  };
}

async function writeFields(tx: Db, contact: Contact, given: Patch): Promise<void> {
  if (given.time_zone != null && !isTimeZone(given.time_zone))
    throw new AppError('invalid_request', texts.noTimeZone(given.time_zone));
  const fields = {
    ...(given.first_name !== undefined && { firstName: given.first_name }),
    ...(given.last_name !== undefined && { lastName: given.last_name }),
    ...(given.priority !== undefined && { priority: given.priority }),
    ...(given.status !== undefined && { status: given.status }),
    ...(given.custom !== undefined && { custom: mergeCustom(contact.custom, given.custom) }),
    ...(given.tags !== undefined && { tags: [...new Set(given.tags)] }),
    ...(given.language !== undefined && { language: given.language }),
    ...(given.time_zone !== undefined && { timeZone: given.time_zone }),
    ...(given.notes !== undefined && { notes: given.notes }),
    ...(given.account_id !== undefined && {
      assignedSenderId: await senderOf(tx, contact.workspaceId, given.account_id),
    }),
  };
  if (Object.keys(fields).length > 0)
    await tx.update(contacts).set(fields).where(eq(contacts.id, contact.id));
}

const MOST_CUSTOM_FIELDS = 100;

function mergeCustom(known: Record<string, unknown>, given: Record<string, unknown>) {
  const merged = Object.fromEntries(
    Object.entries({ ...known, ...given }).filter(([, value]) => value !== null),
  );
  if (Object.keys(merged).length <= MOST_CUSTOM_FIELDS) return merged;
  throw new AppError('invalid_request', texts.tooManyFields(MOST_CUSTOM_FIELDS));
}

/** @throws AppError invalid_request when there is no such account */
async function senderOf(tx: Db, workspaceId: number, key: string | null): Promise<number | null> {
  if (key === null) return null;
  const number = /^acc_(\d{1,9})$/.exec(key)?.[1];
  const account =
    number &&
    (await selectRow(
      tx,
      { id: int },
      sql`select a.id from accounts a join senders s on s.id = a.id and s.removed_at is null
          where a.workspace_id = ${workspaceId} and a.number = ${number}::int`,
    ));
  if (account) return account.id;
  throw new AppError('invalid_request', texts.noAccount(key));
}

/** Names of fields alone: events outlive the people they are about. */
function tell(app: App, tx: Db, caller: Caller, contactId: number, type: string, given: Patch) {
  const { workspaceId, actor } = caller;
  const data = { fields: Object.keys(given) };
  return recordEvents(tx, [{ workspaceId, type, at: app.clock.now(), actor, contactId, data }]);
}
