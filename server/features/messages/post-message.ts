import { createHash } from 'node:crypto';
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { sendBody } from '../../../contract/messages.ts';
import { type Db, isUniqueViolation } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { findSender } from '../business/sender-key.ts';
import { readPhone, readUsername } from '../contacts/identifiers.ts';
import { identifyContact, type Person } from '../contacts/identify-contact.ts';
import { recordConsent } from '../contacts/record-consent.ts';
import type { Contact } from '../contacts/tables.ts';
import { chooseSender } from './choose-sender.ts';
import { enqueueMessages } from './enqueue-messages.ts';
import { decide } from './gate.ts';
import { factsOf, readCandidates } from './gate-facts.ts';
import { ANSWER_WINDOW_MS } from './message.ts';
import { prepareContent } from './prepare-content.ts';
import { dialogs, type Message, messages } from './tables.ts';
import { texts } from './texts.ts';
import { recordDecisions, settleRefused } from './write-decisions.ts';

export type SendRequest = z.output<typeof sendBody>;

/**
 * Puts one message into the outbox for an API call. One that may not leave now is settled at once
 * if its caller waits.
 * @param options.deadline of a caller who waits, in milliseconds of the monotonic clock
 * @param options.idempotencyKey a repeat of the same request finds the message of the first one
 * @throws AppError for what is wrong with the request itself
 */
export async function postMessage(
  app: App,
  caller: Caller,
  request: SendRequest,
  options: { deadline: number | undefined; idempotencyKey: string | undefined },
): Promise<Message> {
  const { workspaceId } = caller;
  const requestHash = hashRequest(request);
  const earlier = await findByKey(app, workspaceId, options.idempotencyKey);
  if (earlier) return sameRequest(earlier, requestHash);

  const person = readRecipient(request);
  const wanted = request.account_id
    ? await findSender(app, workspaceId, request.account_id)
    : undefined;
  const { deadline } = options;
  const mediaId = await within(deadline, prepareContent(app, workspaceId, request));
  try {
    return await app.database.transaction(async (tx) => {
      const contact = await identifyContact(app, tx, workspaceId, person);
      if (request.consent) {
        const { source, basis, evidence } = request.consent;
        const proof = { ...evidence, given_with: 'POST /send' };
        await recordConsent(app, tx, workspaceId, contact.id, { source, basis, evidence: proof });
      }
      const senderId = await chooseSender(app, tx, contact, wanted);
      const answersId = await findAnswered(app, tx, senderId, contact);
      const [id] = await enqueueMessages(app, tx, workspaceId, [
        {
          senderId,
          contactId: contact.id,
          type: request.type,
          content: (request.type === 'text' ? request.content : request.caption) ?? '',
          mediaId,
          origin: caller.actor.kind === 'operator' ? 'operator' : 'api',
          originId: caller.actor.id,
          answersId,
          keepsQuietHours: request.quiet_hours,
          idempotencyKey: options.idempotencyKey,
          requestHash,
          ...(deadline !== undefined && {
            decideBy: new Date(app.clock.now().getTime() + Math.max(0, timeLeft(deadline))),
          }),
        },
      ]);
      if (id === undefined) throw new Error('the message was not stored');
      if (deadline !== undefined) await refuseAtOnce(app, tx, id);
      return readMessage(tx, workspaceId, id);
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'messages_by_idempotency_key')) throw error;
    const twin = await findByKey(app, workspaceId, options.idempotencyKey);
    if (!twin) throw error;
    return sameRequest(twin, requestHash);
  }
}

/** Milliseconds until a moment of the monotonic clock. */
const timeLeft = (deadline: number) => deadline - performance.now();

/**
 * A caller who waits doesn't wait longer for a slow file than for Telegram. The file is made ready
 * all the same: the same request finds it then.
 * @throws AppError timeout
 */
async function within<T>(deadline: number | undefined, work: Promise<T>): Promise<T> {
  if (deadline === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(new AppError('timeout', texts.fileTooSlow));
    timer = setTimeout(refuse, Math.max(0, timeLeft(deadline)));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the person wrote last, if it is recent enough for this message to be its answer. */
async function findAnswered(
  app: App,
  tx: Db,
  senderId: number,
  contact: Contact,
): Promise<number | undefined> {
  const since = new Date(app.clock.now().getTime() - ANSWER_WINDOW_MS);
  const [heard] = await tx
    .select({ id: messages.id })
    .from(messages)
    .innerJoin(dialogs, eq(dialogs.id, messages.dialogId))
    .where(
      and(
        eq(dialogs.workspaceId, contact.workspaceId),
        eq(dialogs.senderId, senderId),
        eq(dialogs.contactId, contact.id),
        gt(dialogs.lastInAt, since),
        eq(messages.workspaceId, contact.workspaceId),
        eq(messages.direction, 'in'),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(1);
  return heard?.id;
}

/** @throws AppError not_found */
export async function readMessage(db: Db, workspaceId: number, id: number): Promise<Message> {
  const [row] = await db
    .select()
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, id)));
  if (!row) throw new AppError('not_found', texts.messageNotFound);
  return row;
}

/** The caller waits, so what the gate wouldn't let through now needn't travel to the holder. */
async function refuseAtOnce(app: App, tx: Db, id: number): Promise<void> {
  const now = app.clock.now();
  const [candidate] = await readCandidates(app, tx, sql`m.id = ${id}`);
  if (!candidate) throw new Error('the message vanished');
  const decision = decide(factsOf(candidate), now);
  if (decision.verdict === 'passed') return;
  const refused = [{ candidate, decision }];
  await settleRefused(app, tx, refused, now);
  await recordDecisions(tx, refused, now);
}

/** @throws AppError invalid_request */
export function readRecipient(given: {
  user_id?: number | undefined;
  username?: string | undefined;
  phone?: string | undefined;
}): Person {
  const username = given.username?.trim() ? readUsername(given.username) : undefined;
  const phone = given.phone?.trim() ? readPhone(given.phone) : undefined;
  if (given.user_id === undefined && !username && !phone)
    throw new AppError('invalid_request', texts.recipientMissing);
  return { telegramId: given.user_id, username, phone };
}

function hashRequest(request: SendRequest): Buffer {
  return createHash('sha256').update(JSON.stringify(request)).digest();
}

async function findByKey(
  app: App,
  workspaceId: number,
  key: string | undefined,
): Promise<Message | undefined> {
  if (key === undefined) return undefined;
  const [row] = await app.db
    .select()
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.idempotencyKey, key)));
  return row;
}

function sameRequest(message: Message, requestHash: Buffer): Message {
  if (message.requestHash && requestHash.equals(message.requestHash)) return message;
  throw new AppError('idempotency_conflict', texts.keyReused);
}
