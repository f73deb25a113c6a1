import { AppError } from '../../base/errors.ts';
import type { Text } from '../../base/text.ts';
import type { TelegramProblem } from '../../edges/telegram-account/port.ts';

/** What a person who is signing in is told when Telegram refuses a step. */
export function signInError(problem: TelegramProblem): AppError {
  switch (problem.kind) {
    case 'phone_invalid':
      return new AppError('phone_invalid', texts.phoneInvalid);
    case 'banned':
      return new AppError('phone_banned', texts.phoneBanned);
    case 'code_invalid':
      return new AppError('code_invalid', texts.codeInvalid);
    case 'code_expired':
      return new AppError('code_expired', texts.codeExpired);
    case 'password_invalid':
      return new AppError('password_invalid', texts.passwordInvalid);
    case 'flood_wait':
      return new AppError('flood_wait', texts.floodWait, { retryAfter: problem.seconds });
    case 'proxy_unavailable':
      return new AppError('proxy_unavailable', texts.proxyUnavailable);
    case 'unavailable':
      return new AppError('telegram_unavailable', texts.unavailable);
    default:
      return new AppError('refused_by_telegram', texts.refused(problem.code));
  }
}

const texts = {
  phoneInvalid: {
    ru: 'Telegram не знает такого номера. Проверьте его: нужен номер с кодом страны, на который зарегистрирован аккаунт.',
    en: 'Telegram does not know this number. Check it: a number with its country code is needed, with an account on it.',
  },
  phoneBanned: {
    ru: 'Этот номер заблокирован в Telegram.',
    en: 'This number is banned in Telegram.',
  },
  codeInvalid: {
    ru: 'Код неверный. Проверьте его и введите ещё раз.',
    en: 'The code is wrong. Check it and enter it again.',
  },
  codeExpired: {
    ru: 'Код устарел. Начните вход заново, придёт новый.',
    en: 'The code has expired. Start again to get a new one.',
  },
  passwordInvalid: {
    ru: 'Пароль двухэтапной аутентификации неверный.',
    en: 'The two-step verification password is wrong.',
  },
  floodWait: {
    ru: 'Слишком много попыток входа: Telegram просит подождать.',
    en: 'Too many sign-in attempts: Telegram asks to wait.',
  },
  proxyUnavailable: {
    ru: 'Прокси не отвечает. Проверьте его или отключите.',
    en: 'The proxy does not answer. Check it or switch it off.',
  },
  unavailable: {
    ru: 'Не удалось связаться с Telegram. Повторите позже.',
    en: 'Telegram could not be reached. Try again later.',
  },
  refused: (code: string): Text => ({
    ru: `Telegram отказал: ${code}.`,
    en: `Telegram refused: ${code}.`,
  }),
};
