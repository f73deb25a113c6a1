import type { OutgoingType } from '../../../contract/messages.ts';
import { quietUntil } from '../../base/days.ts';
import type { Hold } from '../../context.ts';
import { type AccountStatus, warmupAllowance } from '../accounts/account.ts';
import { type Lane, laneOf } from './message.ts';

/**
 * Why the gate decided as it did. One word per rule; the texts for people stand in
 * `gate-texts.ts`.
 */
export type GateReason =
  // passed, because
  | 'answer'
  | 'consent'
  | 'dialog'
  | 'stop_confirmation'
  // not passed, because
  | 'late'
  | 'sender_removed'
  | 'do_not_contact'
  | 'banned'
  | 'disabled'
  | 'needs_sign_in'
  | 'checking'
  | 'cooldown'
  | 'limited'
  | 'business_only_answers'
  | 'business_may_not_reply'
  | 'proxy_unavailable'
  | 'not_connected'
  | 'no_consent_basis'
  | 'dialog_of_another_account'
  | 'answer_limit'
  | 'message_limit'
  | 'daily_limit'
  | 'warming_quiet_days'
  | 'spacing'
  | 'quiet_hours'
  | 'campaign_paused'
  | 'campaign_hours'
  | 'campaign_ended'
  | 'first_messages_first'
  | 'subscription_over';

/** Everything the gate knows of one message when it decides. */
export type GateFacts = {
  type: OutgoingType;
  decideBy: Date | null;
  origin: string | null;
  keepsQuietHours: boolean;
  /** When the person wrote what this message answers. */
  answeredAt: Date | null;
  /** What a later feature keeps it back for. */
  hold?: Hold | undefined;
  /** Another sender has written to this person, heard from them or lost them. */
  isBoundElsewhere: boolean;

  contact: { hasConsent: boolean; optedOutAt: Date | null };
  dialog: { lastInAt: Date | null; firstOutAt: Date | null };
  sender: {
    isRemoved: boolean;
    status: AccountStatus;
    statusUntil: Date | null;
    needsSignIn: boolean;
    /** What its holder last said of its connection. */
    connectionError: string | null;
    /** A Business account that speaks through a bot: Telegram lets it answer, and nothing else. */
    business?: { mayReply: boolean } | undefined;
    warmupDay: number;
    /** When the next unprompted message may leave. */
    freeAt: Date | null;
    /** Messages of today, counting those let through a moment ago. */
    sentToday: number;
    answersToday: number;
    limits: GateLimits;
  };
  /** The first moment of tomorrow in the workspace's time zone. */
  tomorrow: Date;
  /** The first moment of the third day of the warm-up. */
  quietDaysEnd: Date;
  timeZone: string;
  quietHours: { from: string; to: string } | undefined;
  limitedMayAnswer: boolean;
};

export type GateLimits = {
  maxDailyActive: number;
  maxDailyWarming: number;
  maxDailyMessages: number;
  maxDailyAnswers: number;
};

export type Decision =
  | { verdict: 'passed'; reason: GateReason; lane: Lane }
  /** For good. */
  | { verdict: 'refused'; reason: GateReason }
  /** Not before `until`. `scope`: only this message, or all of the sender's in the lanes. */
  | { verdict: 'deferred'; reason: GateReason; until: Date; lanes: readonly Lane[] };

const UNPROMPTED: readonly Lane[] = ['first', 'next'];
const ALL: readonly Lane[] = ['first', 'next', 'answer'];
const RETRY_MS = 60_000;

/**
 * The one rule by which anything reaches a person. Pure: facts in, decision out. The order
 * matters: what is forbidden for good comes before what is only too early.
 */
export function decide(facts: GateFacts, now: Date): Decision {
  const lane = laneOf({ ...facts.dialog, type: facts.type }, now);
  return (
    refuseForGood(facts, lane, now) ??
    keepHold(facts) ??
    pauseSender(facts, lane, now) ??
    (lane === 'answer' ? limitAnswers(facts) : limitUnprompted(facts, lane, now)) ??
    keepQuietHours(facts, lane, now) ?? {
      verdict: 'passed',
      reason: passReason(facts, lane),
      lane,
    }
  );
}

function passReason(facts: GateFacts, lane: Lane): GateReason {
  if (facts.contact.optedOutAt)
    return facts.origin === STOP_CONFIRMATION ? STOP_CONFIRMATION : 'answer';
  if (lane === 'answer') return 'answer';
  return lane === 'first' ? 'consent' : 'dialog';
}

/** The one message that may follow a stop unasked. */
export const STOP_CONFIRMATION = 'stop_confirmation';

function refuseForGood(facts: GateFacts, lane: Lane, now: Date): Decision | undefined {
  const { contact, sender, decideBy } = facts;
  if (decideBy && decideBy <= now) return { verdict: 'refused', reason: 'late' };
  if (contact.optedOutAt && !isAllowedAfterStop(facts, lane, contact.optedOutAt))
    return { verdict: 'refused', reason: 'do_not_contact' };
  if (sender.isRemoved) return { verdict: 'refused', reason: 'sender_removed' };
  if (sender.status === 'banned') return { verdict: 'refused', reason: 'banned' };
  if (sender.business && lane !== 'answer')
    return { verdict: 'refused', reason: 'business_only_answers' };
  const isFirst = facts.dialog.firstOutAt === null && facts.dialog.lastInAt === null;
  // Two names may turn out to be one person only after the sender was chosen.
  if (isFirst && facts.isBoundElsewhere)
    return { verdict: 'refused', reason: 'dialog_of_another_account' };
  if (isFirst && !contact.hasConsent) return { verdict: 'refused', reason: 'no_consent_basis' };
  return undefined;
}

/** Its own confirmation, or the answer to what the person wrote after the stop. */
function isAllowedAfterStop(facts: GateFacts, lane: Lane, optedOutAt: Date): boolean {
  if (facts.origin === STOP_CONFIRMATION) return true;
  return lane === 'answer' && facts.answeredAt !== null && facts.answeredAt > optedOutAt;
}

function keepHold({ hold }: GateFacts): Decision | undefined {
  return hold && { verdict: 'deferred', ...hold, lanes: [] };
}

function pauseSender(facts: GateFacts, lane: Lane, now: Date): Decision | undefined {
  const { sender } = facts;
  const soon = new Date(now.getTime() + RETRY_MS);
  const pause = (reason: GateReason, until = soon, lanes = ALL): Decision => ({
    verdict: 'deferred',
    reason,
    until,
    lanes,
  });
  switch (sender.status) {
    case 'checking':
      return pause('checking');
    case 'disabled':
      return pause(sender.needsSignIn ? 'needs_sign_in' : 'disabled');
    case 'cooldown':
      return pause('cooldown', sender.statusUntil ?? soon);
    case 'limited':
      if (facts.limitedMayAnswer && lane === 'answer') break;
      return pause('limited', soon, facts.limitedMayAnswer ? UNPROMPTED : ALL);
  }
  if (sender.business?.mayReply === false) return pause('business_may_not_reply');
  if (sender.connectionError === null) return undefined;
  const isProxy = sender.connectionError === 'proxy_unavailable';
  return pause(isProxy ? 'proxy_unavailable' : 'not_connected');
}

function limitAnswers(facts: GateFacts): Decision | undefined {
  const { sender, tomorrow } = facts;
  if (sender.answersToday >= sender.limits.maxDailyAnswers)
    return { verdict: 'deferred', reason: 'answer_limit', until: tomorrow, lanes: ['answer'] };
  if (sender.sentToday >= sender.limits.maxDailyMessages)
    return { verdict: 'deferred', reason: 'message_limit', until: tomorrow, lanes: ALL };
  return undefined;
}

function limitUnprompted(facts: GateFacts, lane: Lane, now: Date): Decision | undefined {
  const { sender, tomorrow } = facts;
  const until = (reason: GateReason, at: Date, lanes: readonly Lane[]): Decision => ({
    verdict: 'deferred',
    reason,
    until: at,
    lanes,
  });
  if (sender.sentToday >= sender.limits.maxDailyMessages)
    return until('message_limit', tomorrow, ALL);
  if (sender.status === 'warming') {
    const allowance = warmupAllowance(sender.warmupDay, sender.limits);
    if (allowance === 0 && facts.quietDaysEnd > now)
      return until('warming_quiet_days', facts.quietDaysEnd, UNPROMPTED);
    if (sender.sentToday >= allowance) return until('daily_limit', tomorrow, UNPROMPTED);
  }
  if (lane === 'first' && sender.sentToday >= sender.limits.maxDailyActive)
    return until('daily_limit', tomorrow, ['first']);
  if (sender.freeAt && sender.freeAt > now) return until('spacing', sender.freeAt, UNPROMPTED);
  return undefined;
}

function keepQuietHours(facts: GateFacts, lane: Lane, now: Date): Decision | undefined {
  if (lane === 'answer' || !facts.keepsQuietHours || !facts.quietHours) return undefined;
  const until = quietUntil(now, facts.timeZone, facts.quietHours);
  return until && { verdict: 'deferred', reason: 'quiet_hours', until, lanes: [] };
}
