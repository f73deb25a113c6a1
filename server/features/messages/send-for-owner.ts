import { stat } from 'node:fs/promises';
import { and, eq } from 'drizzle-orm';
import type { App } from '../../context.ts';
import { BotError, type BotProblem } from '../../edges/telegram-bot/port.ts';
import { openBotSending } from '../../edges/telegram-bot/sending-port.ts';
import type { HeldBusiness } from '../../held-senders.ts';
import type { Candidate } from './gate-facts.ts';
import { reasonTexts } from './gate-texts.ts';
import { mediaPath } from './keep-media.ts';
import type { MessageError } from './message.ts';
import { errorOf, type Outcome } from './outcome.ts';
import { problemTexts } from './problem-texts.ts';
import { media } from './tables.ts';
import { texts } from './texts.ts';

/**
 * The one attempt to say something in the name of a Business account. The Bot API knows no number by
 * which a repeat would be dropped: what may have arrived is never tried again.
 */
export async function sendForOwner(
  app: App,
  sender: HeldBusiness,
  message: Candidate,
): Promise<Outcome> {
  const { telegramId: chatId, content: text, decideBy } = message;
  if (chatId === null) throw new Error('a message without a recipient');
  const { connection, connectionId } = sender;
  let file: Awaited<ReturnType<typeof findFile>>;
  try {
    file = await findFile(app, message);
  } catch (error) {
    app.log.error({ err: error, message: message.id }, 'the file of a message was not found');
    return failed({ kind: 'refused', code: 'FILE_GONE' });
  }
  try {
    const sending = openBotSending(app.ports.botSending);
    const words = { text, ...(file && { media: file }) };
    const sent = await sending.sayForOwner(connection, { connectionId, chatId }, words);
    return { kind: 'sent', ...sent, proxyUsed: sender.usesProxy };
  } catch (error) {
    if (error instanceof BotError) return outcomeForOwner(error.problem, decideBy !== null);
    app.log.error({ err: error, message: message.id }, 'sending for a business account broke');
    return leftUnconfirmed({ kind: 'unavailable', code: 'INTERNAL' });
  }
}

/** @param isWaitedFor its caller waits, so it may not leave later */
function outcomeForOwner(problem: BotProblem, isWaitedFor: boolean): Outcome {
  switch (problem.kind) {
    case 'unavailable':
      if (!problem.neverLeft) return leftUnconfirmed(problem);
      return isWaitedFor ? failed(problem) : requeued(problem);
    case 'flood_wait':
    case 'unauthorized':
    case 'right_missing':
    case 'proxy_unavailable':
      return isWaitedFor ? failed(problem) : requeued(problem);
    case 'blocked':
      return { ...failed(problem), lostBecause: 'blocked' };
    default:
      return failed(problem);
  }
}

const requeued = (of: BotProblem): Outcome => ({
  kind: 'requeued',
  problem: { kind: 'business', of },
});

function failed(of: BotProblem): Extract<Outcome, { kind: 'failed' }> {
  return { kind: 'failed', problem: { kind: 'business', of }, error: errorForOwner(of) };
}

/** It may have arrived: a person decides whether it is said again. */
export function leftUnconfirmed(of: BotProblem): Outcome {
  const text = texts.unconfirmedForOwner;
  const error = { code: 'telegram_unavailable' as const, reason: 'unconfirmed', text };
  return { kind: 'unconfirmed', error, problem: { kind: 'business', of } };
}

/** The error that the API answers, as of accounts where the problem is the same. */
function errorForOwner(problem: BotProblem): MessageError {
  const reason = problem.code;
  switch (problem.kind) {
    case 'flood_wait':
    case 'blocked':
    case 'proxy_unavailable':
    case 'unavailable':
      return errorOf(problem);
    case 'connection_ended':
      return { code: 'account_unavailable', reason, text: problemTexts.businessEnded };
    case 'right_missing':
      return { code: 'account_unavailable', reason, text: reasonTexts.business_may_not_reply };
    case 'window_closed':
      return { code: 'account_unavailable', reason, text: reasonTexts.business_only_answers };
    case 'unauthorized':
      return { code: 'account_unavailable', reason, text: problemTexts.botSignedOut };
    default:
      return errorOf({ kind: 'refused', code: reason });
  }
}

/** @throws Error when the file is gone */
async function findFile(app: App, { workspaceId, mediaId }: Candidate) {
  if (mediaId === null) return undefined;
  const [row] = await app.db
    .select()
    .from(media)
    .where(and(eq(media.workspaceId, workspaceId), eq(media.id, mediaId)));
  if (!row) throw new Error('no such file');
  const path = mediaPath(app, row);
  await stat(path);
  return {
    type: row.type,
    path,
    filename: row.fileName,
    ...(row.width !== null && { width: row.width }),
    ...(row.height !== null && { height: row.height }),
    ...(row.durationSeconds !== null && { durationSeconds: row.durationSeconds }),
  };
}
