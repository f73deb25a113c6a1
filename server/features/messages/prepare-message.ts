import { stat } from 'node:fs/promises';
import { and, eq, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';
import type { PreparedMedia } from '../../edges/media/port.ts';
import { TelegramError, type TelegramProblem } from '../../edges/telegram-account/port.ts';
import type { HeldAccount } from '../../held-senders.ts';
import { reactToProblem } from '../accounts/react-to-problem.ts';
import { savePeers } from '../accounts/save-peers.ts';
import { identifyContact } from '../contacts/identify-contact.ts';
import type { Candidate } from './gate-facts.ts';
import { mediaPath } from './keep-media.ts';
import { lookBeforeInviting, needsLook } from './look-before-inviting.ts';
import { errorOf } from './outcome.ts';
import { media, mediaUploads } from './tables.ts';
import { writeFailures } from './write-outcomes.ts';

const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 30 * 60_000;
/** With the pauses above, most of a day. */
const MOST_TRIES = 40;

/**
 * Does what a message needs before it can leave in one step: finds the person, uploads the file, looks
 * whether who is invited is in the chat already.
 * Nothing of this reaches the person; the message goes back to the gate afterwards.
 */
export async function prepareMessage(
  app: App,
  sender: HeldAccount,
  message: Candidate,
): Promise<void> {
  try {
    // A look at the chat comes last of all, when the message is about to leave.
    if (needsLook(message, app.clock.now())) return await lookBeforeInviting(app, sender, message);
    if (message.accessHash === null) await findPerson(app, sender, message);
    if (message.mediaId !== null && message.upload === null)
      await uploadFile(app, sender, message.mediaId);
  } catch (error) {
    if (!(error instanceof TelegramError))
      app.log.error({ err: error, message: message.id }, 'a message could not be prepared');
    const problem: TelegramProblem =
      error instanceof TelegramError ? error.problem : { kind: 'unavailable', code: 'INTERNAL' };
    await settleProblem(app, sender, message, problem);
  }
}

/** Asks Telegram who it is; two contacts may turn out to be one here. */
async function findPerson(app: App, sender: HeldAccount, message: Candidate): Promise<void> {
  const peer = await sender.connection.resolve({
    userId: message.telegramId,
    accessHash: null,
    username: message.username,
    phone: message.phone,
  });
  await app.database.transaction(async (tx) => {
    await savePeers(app, tx, [{ accountId: sender.id, peer }]);
    await identifyContact(app, tx, message.workspaceId, {
      telegramId: peer.userId,
      username: message.username ?? peer.username,
      phone: message.phone ?? peer.phone,
      firstName: peer.firstName,
      lastName: peer.lastName,
    });
  });
}

async function uploadFile(app: App, sender: HeldAccount, mediaId: number): Promise<void> {
  const [row] = await app.db
    .select()
    .from(media)
    .where(and(eq(media.workspaceId, sender.workspaceId), eq(media.id, mediaId)));
  if (!row) throw new TelegramError({ kind: 'invalid_media', code: 'FILE_GONE' });
  const path = mediaPath(app, row);
  const isThere = await stat(path).catch(() => undefined);
  if (!isThere) throw new TelegramError({ kind: 'invalid_media', code: 'FILE_GONE' });
  const prepared: PreparedMedia = {
    type: row.type,
    path,
    size: row.size,
    mimeType: row.mimeType,
    filename: row.fileName,
    ...(row.width !== null && { width: row.width }),
    ...(row.height !== null && { height: row.height }),
    ...(row.durationSeconds !== null && { durationSeconds: row.durationSeconds }),
    ...(row.waveform && { waveform: row.waveform }),
  };
  const reference = await sender.connection.upload(prepared);
  const now = app.clock.now();
  await app.db
    .insert(mediaUploads)
    .values({
      workspaceId: sender.workspaceId,
      mediaId,
      senderId: sender.id,
      reference,
      uploadedAt: now,
    })
    .onConflictDoUpdate({
      target: [mediaUploads.mediaId, mediaUploads.senderId],
      set: { reference, uploadedAt: now },
    });
}

/** What is wrong for good fails the message; passing trouble leaves it for later. */
async function settleProblem(
  app: App,
  sender: HeldAccount,
  message: Candidate,
  problem: TelegramProblem,
): Promise<void> {
  const isPassing =
    problem.kind === 'unavailable' ||
    problem.kind === 'proxy_unavailable' ||
    problem.kind === 'flood_wait' ||
    problem.kind === 'signed_out';
  const error = errorOf(problem);
  await app.database.transaction(async (tx) => {
    const mayTryAgain = isPassing && message.decideBy === null && message.attempts < MOST_TRIES;
    if (mayTryAgain) {
      await tryAgainLater(app, tx, message);
    } else {
      await writeFailures(app, tx, [
        { messageId: message.id, from: 'queued', to: 'failed', error },
      ]);
    }
    await reactToProblem(app, tx, sender.id, problem);
  });
}

/** While a message is queued, its attempts are those to prepare it. */
async function tryAgainLater(app: App, tx: Db, { id, attempts }: Candidate): Promise<void> {
  const pause = Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
  const until = new Date(app.clock.now().getTime() + pause);
  await tx.execute(sql`
    update messages set due_at = ${at(until)}, attempts = attempts + 1
    where id = ${id} and status = 'queued'`);
}
