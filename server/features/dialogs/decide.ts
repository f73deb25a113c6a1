import type { Judgement } from '../assistant/judge/judge-reply.ts';
import type { DialogStatus, WaitingReason } from '../messages/message.ts';

/** What is known of a dialog when a reply is judged. */
export type DialogState = {
  status: DialogStatus;
  /** A script leads it. */
  isAutomatic: boolean;
  /** We wrote first. */
  isApproached: boolean;
  /** An operator has written in it. */
  isTakenOver: boolean;
  /** The person had asked to be left alone before. */
  isOptedOut: boolean;
  /** A model may answer here. */
  canAnswer: boolean;
};

/** What follows from a reply. */
export type Action =
  /** Nobody writes to the person any more. */
  | { kind: 'stop' }
  /** The script goes on. */
  | { kind: 'next_stage' }
  /** A model writes the answer. */
  | { kind: 'answer' }
  | { kind: 'hand_over'; because: WaitingReason }
  /** Somebody else sees to it: an operator, or whoever drives the dialog over the API. */
  | { kind: 'leave' };

/**
 * What to do about a reply. Pure. A refusal wins over everything; what is doubtful goes to a
 * person. In a conversation between people a mere "no" may be an answer to anything: there only
 * the request not to be written to is a stop.
 * @param hasText false: a voice message, a picture, a file without words
 */
export function decideReply(
  state: DialogState,
  { verdict, isStopRequest }: Pick<Judgement, 'verdict' | 'isStopRequest'>,
  hasText: boolean,
): Action {
  const isNoToUs = state.isApproached && !state.isTakenOver;
  if (verdict === 'refusal' && (isStopRequest || isNoToUs)) return { kind: 'stop' };
  if (state.isTakenOver || state.status === 'waiting') return { kind: 'leave' };
  if (state.isOptedOut || state.status === 'stopped')
    return { kind: 'hand_over', because: 'wrote_after_stop' };
  if (!state.isAutomatic && !state.canAnswer) return { kind: 'leave' };
  if (!hasText) return { kind: 'hand_over', because: 'media' };
  if (verdict === 'agreement' && state.isAutomatic) return { kind: 'next_stage' };
  if (state.canAnswer && (verdict !== 'unclear' || !state.isAutomatic)) return { kind: 'answer' };
  return { kind: 'hand_over', because: verdict === 'question' ? 'question' : 'unclear' };
}
