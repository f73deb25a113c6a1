import type { TelegramProblem } from '../../edges/telegram-account/port.ts';
import type { BotProblem } from '../../edges/telegram-bot/port.ts';
import type { MessageError } from './message.ts';
import { problemTexts } from './problem-texts.ts';

/** The person was thrown out of the chat, and isn't invited into it by any other way either. */
export const BANNED_IN_CHAT = 'banned_in_chat';

/** What came of one attempt to send. */
export type Outcome =
  /** An invite has no number of its own. */
  | { kind: 'sent'; telegramId: number | null; sentAt: Date; proxyUsed: boolean }
  | { kind: 'failed'; error: MessageError; lostBecause?: string; problem: Problem }
  | { kind: 'cancelled'; error: MessageError }
  /** It surely didn't leave: it waits again for the gate. */
  | { kind: 'requeued'; problem: Problem }
  /** It may have left. It is repeated under the same random id, or found in the history. */
  | { kind: 'unknown'; problem: TelegramProblem }
  /** It may have left, and nothing more can be found out. */
  | { kind: 'unconfirmed'; error: MessageError; problem: Problem };

/** Of an account, or of the bot that speaks for a Business account. */
type Problem = TelegramProblem | ForOwner;
export type ForOwner = { kind: 'business'; of: BotProblem };

/**
 * What an error of Telegram's means for the message that met it.
 * @param isWaitedFor its caller waits, so it may not leave later
 */
export function outcomeOf(problem: TelegramProblem, isWaitedFor: boolean): Outcome {
  switch (problem.kind) {
    case 'unavailable':
    case 'proxy_unavailable':
    case 'duplicate':
      return { kind: 'unknown', problem };
    case 'upload_expired':
      return { kind: 'requeued', problem };
    case 'flood_wait':
    case 'signed_out':
    case 'frozen':
      return isWaitedFor ? failed(problem) : { kind: 'requeued', problem };
    case 'peer_flood':
    case 'blocked':
    case 'privacy':
      return { ...failed(problem), lostBecause: problem.kind };
    default:
      return failed(problem);
  }
}

type Failed = Extract<Outcome, { kind: 'failed' }>;

function failed(problem: TelegramProblem): Failed {
  return { kind: 'failed', problem, error: errorOf(problem) };
}

/** Two of Telegram's words tell of the person's past in the chat. */
function notAddable(reason: string): MessageError {
  const code = 'not_addable';
  if (reason === 'USER_NOT_MUTUAL_CONTACT')
    return { code, reason: 'left_chat', text: problemTexts.leftChat };
  if (reason === 'USER_KICKED')
    return { code, reason: BANNED_IN_CHAT, text: problemTexts.bannedInChat };
  return { code, reason, text: problemTexts.notAddable };
}

/** The error that the API answers, with Telegram's own word for it as the reason. */
export function errorOf(problem: TelegramProblem): MessageError {
  const reason = problem.code;
  switch (problem.kind) {
    case 'flood_wait':
      return {
        code: 'flood_wait',
        reason,
        text: problemTexts.floodWait(problem.seconds),
        retry_after: problem.seconds,
      };
    case 'banned':
      return { code: 'account_banned', reason, text: problemTexts.banned };
    case 'peer_flood':
    case 'frozen':
      return { code: 'account_unavailable', reason, text: problemTexts.limited };
    case 'signed_out':
      return { code: 'account_unavailable', reason, text: problemTexts.signedOut };
    case 'blocked':
      return { code: 'user_blocked', reason, text: problemTexts.blocked };
    case 'privacy':
      return { code: 'user_blocked', reason, text: problemTexts.privacy };
    case 'not_addable':
      return notAddable(reason);
    case 'not_admin':
    case 'chat_closed':
      return { code: 'cannot_invite', reason, text: problemTexts.cannotInvite };
    case 'peer_not_found':
      return { code: 'peer_not_found', reason, text: problemTexts.peerNotFound };
    case 'invalid_media':
      return { code: 'invalid_media', reason, text: problemTexts.invalidMedia(problem.code) };
    case 'proxy_unavailable':
      return { code: 'proxy_unavailable', reason, text: problemTexts.proxyUnavailable };
    case 'unavailable':
      return { code: 'telegram_unavailable', reason, text: problemTexts.unavailable };
    default:
      return { code: 'refused_by_telegram', reason, text: problemTexts.refused(problem.code) };
  }
}
