import type { ErrorCode } from '../../../contract/errors.ts';
import { enCount, ruCount, type Text } from '../../base/text.ts';
import type { Decision, GateReason } from './gate.ts';
import type { MessageError } from './message.ts';

/** What the API answers for each reason not to send. */
const codes: Partial<Record<GateReason, ErrorCode>> = {
  do_not_contact: 'do_not_contact',
  no_consent_basis: 'no_consent_basis',
  banned: 'account_banned',
  spacing: 'too_soon',
  quiet_hours: 'too_soon',
  proxy_unavailable: 'proxy_unavailable',
};

/** Why the gate decided so, in plain words, with what to do. */
export const reasonTexts: Record<GateReason, Text> = {
  answer: { ru: 'Это ответ на сообщение человека.', en: 'It answers the person’s message.' },
  consent: {
    ru: 'Есть согласие с указанным источником.',
    en: 'There is a consent with a recorded source.',
  },
  dialog: { ru: 'Диалог с человеком уже идёт.', en: 'A dialog with the person is under way.' },
  stop_confirmation: {
    ru: 'Это подтверждение, что человеку больше не пишут.',
    en: 'It confirms that nobody writes to the person any more.',
  },
  late: {
    ru: 'Сообщение не успели отправить, пока вы ждали ответа, и позже оно уже не уйдёт.',
    en: 'The message could not be sent while you waited, and it will not leave later.',
  },
  sender_removed: {
    ru: 'Аккаунт, с которым у человека диалог, удалён. С другого аккаунта этому человеку не пишут.',
    en: 'The account this person has a dialog with is deleted. Nobody else writes to this person.',
  },
  do_not_contact: {
    ru: 'Человек просил ему не писать.',
    en: 'The person asked not to be written to.',
  },
  banned: { ru: 'Аккаунт забанен Telegram.', en: 'Telegram has banned the account.' },
  disabled: {
    ru: 'Аккаунт отключён. Включите его, чтобы с него писать.',
    en: 'The account is disabled. Enable it to write from it.',
  },
  needs_sign_in: {
    ru: 'Сессия аккаунта больше не действует. Войдите в него заново (POST /accounts/login).',
    en: 'The session of the account is no longer valid. Sign in again (POST /accounts/login).',
  },
  checking: {
    ru: 'Аккаунт только что загружен и ещё проверяется.',
    en: 'The account has just come and is still being checked.',
  },
  cooldown: {
    ru: 'Аккаунт отдыхает: Telegram попросил подождать.',
    en: 'The account is resting: Telegram asked to wait.',
  },
  limited: {
    ru: 'Telegram ограничил аккаунт. Он вернётся в работу после проверки или по вашему решению.',
    en: 'Telegram has limited the account. It goes back to work after a check or by your decision.',
  },
  business_only_answers: {
    ru: 'От имени бизнес-аккаунта можно только отвечать, и только 24 часа после сообщения человека: так устроен Telegram. Писать первым можно с аккаунта пула.',
    en: 'A business account can only answer, and only for 24 hours after the person wrote: those are Telegram’s rules. To write first, use an account of the pool.',
  },
  business_may_not_reply: {
    ru: 'Владелец бизнес-аккаунта не дал боту права отвечать: Настройки Telegram → Telegram для бизнеса → Чат-боты.',
    en: 'The owner of the business account did not let the bot answer: Telegram Settings → Telegram Business → Chatbots.',
  },
  proxy_unavailable: {
    ru: 'Прокси аккаунта не отвечает. Проверьте его или отключите.',
    en: 'The proxy of the account does not answer. Check it or switch it off.',
  },
  not_connected: {
    ru: 'Аккаунт сейчас не на связи с Telegram. Повторите позже.',
    en: 'The account is not connected to Telegram now. Try again later.',
  },
  no_consent_basis: {
    ru: 'Нет основания писать этому человеку первым: укажите согласие (consent) с источником.',
    en: 'There is no basis to write to this person first: give a consent with its source.',
  },
  dialog_of_another_account: {
    ru: 'У этого человека уже есть диалог с другим аккаунтом: писать можно только с него.',
    en: 'This person already has a dialog with another account: only it may write to them.',
  },
  answer_limit: {
    ru: 'Исчерпан дневной лимит ответов с этого аккаунта.',
    en: 'The daily limit of answers from this account is used up.',
  },
  message_limit: {
    ru: 'Исчерпан дневной лимит сообщений этого аккаунта.',
    en: 'The daily limit of messages of this account is used up.',
  },
  daily_limit: {
    ru: 'Исчерпан дневной лимит аккаунта на сообщения новым людям.',
    en: 'The daily limit of the account for messages to new people is used up.',
  },
  warming_quiet_days: {
    ru: 'Аккаунт прогревается: первые два дня он никому не пишет первым.',
    en: 'The account is warming up: on its first two days it writes to nobody first.',
  },
  spacing: {
    ru: 'Между сообщениями одного аккаунта нужна пауза.',
    en: 'Messages of one account need a pause between them.',
  },
  quiet_hours: {
    ru: 'У человека сейчас тихие часы.',
    en: 'These are quiet hours where the person lives.',
  },
  campaign_paused: {
    ru: 'Кампания приостановлена.',
    en: 'The campaign is paused.',
  },
  campaign_hours: {
    ru: 'По расписанию кампании этому человеку сейчас не пишут.',
    en: 'By the schedule of the campaign this person is not written to at this hour.',
  },
  campaign_ended: {
    ru: 'Кампания завершена.',
    en: 'The campaign is ended.',
  },
  first_messages_first: {
    ru: 'Сначала аккаунт пишет новым людям, напоминания уходят после них.',
    en: 'The account writes to new people first; reminders leave after that.',
  },
  subscription_over: {
    ru: 'Подписка закончилась: само ничего не уходит, пока она не продлена.',
    en: 'The subscription is over: nothing leaves by itself until it is extended.',
  },
};

/** The error that a decision not to send becomes. */
export function explainDecision(decision: Decision, now: Date): MessageError {
  const { reason } = decision;
  const seconds =
    decision.verdict === 'deferred'
      ? Math.max(1, Math.ceil((decision.until.getTime() - now.getTime()) / 1_000))
      : undefined;
  const text = reasonTexts[reason];
  return {
    code: codes[reason] ?? 'account_unavailable',
    reason,
    text: seconds === undefined ? text : withRetry(text, seconds),
    ...(seconds !== undefined && { retry_after: seconds }),
  };
}

function withRetry(text: Text, seconds: number): Text {
  return {
    ru: `${text.ru} Можно повторить через ${ruDuration(seconds)}.`,
    en: `${text.en} Try again in ${enDuration(seconds)}.`,
  };
}

function ruDuration(seconds: number): string {
  if (seconds < 90) return ruCount(seconds, ['секунду', 'секунды', 'секунд']);
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return ruCount(minutes, ['минуту', 'минуты', 'минут']);
  return ruCount(Math.ceil(minutes / 60), ['час', 'часа', 'часов']);
}

function enDuration(seconds: number): string {
  if (seconds < 90) return enCount(seconds, 'second');
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return enCount(minutes, 'minute');
  return enCount(Math.ceil(minutes / 60), 'hour');
}
