import { localTime } from '../../base/days.ts';
import type { Language, Text } from '../../base/text.ts';
import type { GateReason } from './gate.ts';
import { reasonTexts } from './gate-texts.ts';
import type { MessageError, MessageStatus } from './message.ts';

/** A decision of the gate, as it was recorded. */
export type RecordedDecision = {
  verdict: 'passed' | 'deferred' | 'refused';
  reason: string;
  until: Date | null;
};

/** What is known of something that was to be said: a message, or a campaign's next one. */
export type Fate = {
  status: MessageStatus;
  dueAt: Date | null;
  error: MessageError | null;
  /** The gate's last word about it. */
  decision: RecordedDecision | undefined;
};

/**
 * One plain answer to "was it sent, and if not, why?". Pure; for messages and for whatever stands
 * behind one, such as a campaign's target.
 */
export function plainAnswer(
  { status, dueAt, error, decision }: Fate,
  now: Date,
  timeZone: string,
): Text {
  switch (status) {
    case 'received':
      return texts.received;
    case 'sent':
      return decision?.verdict === 'passed'
        ? join(texts.sent, reasonText(decision.reason))
        : texts.sent;
    case 'sending':
      return texts.sending;
    case 'failed':
    case 'cancelled':
    case 'unconfirmed':
      return error?.text ?? (decision ? reasonText(decision.reason) : texts[status]);
    case 'queued':
      return waits(dueAt, decision, now, timeZone);
  }
}

/** What is said of a message that hasn't left: what holds it up, and until when. */
function waits(
  dueAt: Date | null,
  decision: RecordedDecision | undefined,
  now: Date,
  timeZone: string,
): Text {
  const isHeldUp = decision?.verdict === 'deferred';
  const until = latest(isHeldUp ? decision.until : null, dueAt);
  const isAhead = until !== null && until > now;
  if (decision?.verdict === 'passed') return texts.again;
  if (!isHeldUp) return isAhead ? notBefore(texts.planned, until, timeZone) : texts.queued;
  const held = join(texts.waiting, reasonText(decision.reason));
  return isAhead ? notBefore(held, until, timeZone) : held;
}

/** The sentence and, behind it, the earliest moment, on the wall of the workspace. */
export function notBefore(sentence: Text, until: Date, timeZone: string): Text {
  return {
    ru: `${sentence.ru} Не раньше ${moment(until, timeZone, 'ru')}.`,
    en: `${sentence.en} Not before ${moment(until, timeZone, 'en')}.`,
  };
}

/** One decision, as a sentence of its own. */
export function decisionText(verdict: RecordedDecision['verdict'], reason: string): Text {
  return join(verdictTexts[verdict], reasonText(reason));
}

/** The words for a recorded reason; a word of an older version stands for itself. */
export function reasonText(reason: string): Text {
  return Object.hasOwn(reasonTexts, reason)
    ? reasonTexts[reason as GateReason]
    : { ru: reason, en: reason };
}

function moment(at: Date, timeZone: string, language: Language): string {
  // To the next whole minute: before it nothing leaves.
  const whole = new Date(Math.ceil(at.getTime() / 60_000) * 60_000);
  const { day, minutes } = localTime(whole, timeZone);
  const clock = [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const [year, month, date] = day.split('-');
  const wall = language === 'ru' ? `${clock} ${date}.${month}.${year}` : `${clock} on ${day}`;
  return `${wall} (${timeZone})`;
}

function join(first: Text, second: Text): Text {
  return { ru: `${first.ru} ${second.ru}`, en: `${first.en} ${second.en}` };
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a > b ? a : b;
}

const verdictTexts: Record<RecordedDecision['verdict'], Text> = {
  passed: { ru: 'Пропущено.', en: 'Let through.' },
  deferred: { ru: 'Отложено.', en: 'Put off.' },
  refused: { ru: 'Отказано.', en: 'Refused.' },
};

const texts = {
  received: { ru: 'Это сообщение написал человек.', en: 'The person wrote this message.' },
  sent: { ru: 'Отправлено.', en: 'Sent.' },
  sending: {
    ru: 'Сообщение пропущено и сейчас отправляется: Telegram ещё не ответил.',
    en: 'The message was let through and is on its way: Telegram has not answered yet.',
  },
  failed: { ru: 'Не отправлено.', en: 'Not sent.' },
  cancelled: { ru: 'Отменено до отправки.', en: 'Cancelled before it left.' },
  unconfirmed: { ru: 'Неизвестно, дошло ли сообщение.', en: 'It is not known whether it arrived.' },
  waiting: { ru: 'Ждёт.', en: 'Waiting.' },
  queued: { ru: 'Сообщение ждёт своей очереди.', en: 'The message waits for its turn.' },
  planned: {
    ru: 'Время сообщения ещё не пришло.',
    en: 'The time of the message has not come yet.',
  },
  again: {
    ru: 'Попытка отправить не удалась, сообщение снова ждёт своей очереди.',
    en: 'An attempt to send it failed; the message waits for its turn again.',
  },
} satisfies Record<string, Text>;
