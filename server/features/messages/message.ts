import type { ErrorCode } from '../../../contract/errors.ts';
import type { OutgoingType } from '../../../contract/messages.ts';
import type { Text } from '../../base/text.ts';
import type { ChatAddress } from '../../edges/telegram-account/port.ts';

/**
 * How far a message is. `sending`: let through and on its way, outcome unknown yet. `unconfirmed`:
 * it may or may not have arrived, and nobody but a person may decide to send it again.
 */
export type MessageStatus =
  | 'received'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'failed'
  | 'cancelled'
  | 'unconfirmed';

export type DialogStatus = 'active' | 'stopped' | 'converted' | 'completed' | 'failed' | 'waiting';

/** Why a dialog waits for a person. */
export type WaitingReason =
  | 'question'
  | 'unclear'
  | 'media'
  | 'script_ended'
  | 'draft'
  | 'ai_failed'
  | 'wrote_after_stop'
  | 'asked_by_operator'
  | 'reminder';

/**
 * Which of a sender's queues a message waits in: the first one to a new person, the next one to
 * somebody who was written to before, or the answer to somebody who wrote within 24 hours.
 */
export type Lane = 'first' | 'next' | 'answer';

/** Who wrote within this time is answered, not approached. */
export const ANSWER_WINDOW_MS = 24 * 3_600_000;

/**
 * The lane of a message to a person, judged by the dialog so far. An invite answers nobody, so that
 * it keeps limits and spacing whatever the person wrote.
 */
export function laneOf(
  message: { lastInAt: Date | null; firstOutAt: Date | null; type: OutgoingType },
  now: Date,
): Lane {
  const { lastInAt, firstOutAt, type } = message;
  const isRecent = lastInAt && now.getTime() - lastInAt.getTime() < ANSWER_WINDOW_MS;
  if (isRecent && type !== 'invite') return 'answer';
  return firstOutAt || lastInAt ? 'next' : 'first';
}

/** Why a message failed, as it is stored and answered. */
export type MessageError = {
  code: ErrorCode;
  /** The finer reason: a decision of the gate or an error of Telegram's. */
  reason: string;
  text: Text;
  retry_after?: number;
};

/** Where a message invites to, as its sender addresses it. */
export type InvitedTo = ChatAddress & {
  /** When the person was found not to be there, ISO; absent: nobody has looked yet. */
  lookedAt?: string;
};

/** The NOTIFY channel on which holders hear of due messages; the payload is the sender's id. */
export const OUTBOX_CHANNEL = 'vestnik_outbox';
/** The channel on which those who wait hear that messages are decided; payload: ids with commas. */
export const SETTLED_CHANNEL = 'vestnik_settled';
