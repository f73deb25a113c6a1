import type { Text } from '../base/text.ts';

export const httpTexts = {
  apiDescription: {
    ru: 'Вестник: общение команды с клиентами в Telegram.',
    en: 'Vestnik: a team talks to its customers in Telegram. Every request carries `Authorization: Bearer <API key>`; every error answer is `{success: false, error, message}`.',
  },
  unauthorized: {
    ru: 'Нужен ключ API: заголовок Authorization: Bearer <ключ>.',
    en: 'An API key is needed: the header Authorization: Bearer <key>.',
  },
  forbidden: (role: string, permission: string): Text => ({
    ru: `Роли ${role} это не разрешено (нужно право ${permission}).`,
    en: `The role ${role} may not do this (it needs ${permission}).`,
  }),
  notReady: {
    ru: 'Сервер ещё не готов или потерял связь с базой.',
    en: 'The server is not ready yet or has lost its database.',
  },
};
