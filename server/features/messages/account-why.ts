import type { Text } from '../../base/text.ts';
import { decide, type GateFacts, type GateReason } from './gate.ts';
import { reasonTexts } from './gate-texts.ts';
import type { Lane } from './message.ts';
import { notBefore, reasonText } from './why.ts';

/** What the gate would decide at this moment, in words. */
export type Verdict = { allowed: boolean; reason: GateReason; text: Text; until: Date | null };

type SenderFacts = Omit<
  GateFacts,
  | 'type'
  | 'decideBy'
  | 'origin'
  | 'keepsQuietHours'
  | 'answeredAt'
  | 'isBoundElsewhere'
  | 'contact'
  | 'dialog'
>;

/** What the gate says of these facts. The same rules as when it lets a message through. */
export function judge(facts: GateFacts, now: Date): Verdict {
  const decision = decide(facts, now);
  const { reason } = decision;
  if (decision.verdict === 'passed')
    return { allowed: true, reason, text: texts.mayLeave, until: null };
  const until = decision.verdict === 'deferred' ? decision.until : null;
  const text = reasonText(reason);
  const isKnownLater = until !== null && !endsByHand.has(reason);
  return {
    allowed: false,
    reason,
    text: isKnownLater ? notBefore(text, until, facts.timeZone) : text,
    until: isKnownLater ? until : null,
  };
}

/** What the gate merely looks at again after a minute: nobody knows when it ends. */
const endsByHand: ReadonlySet<GateReason> = new Set<GateReason>([
  'checking',
  'disabled',
  'needs_sign_in',
  'limited',
  'proxy_unavailable',
  'not_connected',
  'business_may_not_reply',
]);

/** A message of each kind to somebody who may be written to: only the account can hold it up. */
export function judgeLanes(facts: SenderFacts, now: Date): Map<Lane, Verdict> {
  const longAgo = new Date(now.getTime() - 7 * 86_400_000);
  const dialogs: Record<Lane, GateFacts['dialog']> = {
    first: { lastInAt: null, firstOutAt: null },
    next: { lastInAt: null, firstOutAt: longAgo },
    answer: { lastInAt: now, firstOutAt: longAgo },
  };
  const common = {
    ...facts,
    type: 'text' as const,
    decideBy: null,
    origin: null,
    keepsQuietHours: true,
    answeredAt: null,
    isBoundElsewhere: false,
    contact: { hasConsent: true, optedOutAt: null },
  };
  const lanes: Lane[] = ['first', 'next', 'answer'];
  return new Map(lanes.map((lane) => [lane, judge({ ...common, dialog: dialogs[lane] }, now)]));
}

/** What is known of an account beyond the gate's rules. */
export type AccountState = {
  connection: 'offline' | 'connecting' | 'online' | 'failed';
  isHeld: boolean;
  /** Heads of its queues, the most urgent first. */
  heads: readonly { dueAt: Date; verdict: Verdict }[];
  onTheirWay: number;
  lanes: ReadonlyMap<Lane, Verdict>;
  timeZone: string;
};

/** The one answer to "why isn't this account sending?". Pure. */
export function answerForAccount(state: AccountState, now: Date): { sends: boolean; why: Text } {
  const { heads, lanes, connection } = state;
  const all = [...lanes.values()];
  const [first] = all;
  // What holds up everything comes before what there is to send.
  if (first && all.every((v) => !v.allowed && v.reason === first.reason))
    return { sends: false, why: first.text };
  if (!state.isHeld) return { sends: false, why: texts.notHeld };
  if (connection !== 'online')
    return {
      sends: false,
      why: connection === 'connecting' ? texts.connecting : reasonTexts.not_connected,
    };
  const due = heads.filter((head) => head.dueAt <= now);
  const next = heads.map((head) => head.dueAt).sort((a, b) => a.getTime() - b.getTime())[0];
  if (due.some((head) => head.verdict.allowed)) return { sends: true, why: texts.leaving };
  const [blocked] = due;
  if (blocked) return { sends: false, why: blocked.verdict.text };
  if (next) return { sends: false, why: notBefore(texts.nothingDue, next, state.timeZone) };
  return { sends: false, why: state.onTheirWay > 0 ? texts.onTheirWay : texts.nothingQueued };
}

const texts = {
  mayLeave: { ru: 'Может уйти сейчас.', en: 'May leave now.' },
  notHeld: {
    ru: 'Ни один процесс сервера сейчас не отвечает за этот аккаунт. Проверьте, запущена ли роль telegram.',
    en: 'No running process is responsible for this account. Check that the role telegram is running.',
  },
  connecting: {
    ru: 'Аккаунт подключается к Telegram.',
    en: 'The account is connecting to Telegram.',
  },
  leaving: {
    ru: 'Аккаунт отправляет: препятствий нет.',
    en: 'It is sending: nothing holds it up.',
  },
  nothingDue: {
    ru: 'Сейчас отправлять нечего: время сообщений в очереди ещё не пришло.',
    en: 'There is nothing to send now: the messages in the queue are for later.',
  },
  onTheirWay: {
    ru: 'Последнее сообщение отправляется, больше в очереди ничего нет.',
    en: 'The last message is on its way; nothing else is queued.',
  },
  nothingQueued: {
    ru: 'Отправлять нечего: очередь аккаунта пуста.',
    en: 'There is nothing to send: the queue of the account is empty.',
  },
} satisfies Record<string, Text>;
