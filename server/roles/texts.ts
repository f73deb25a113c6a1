import type { Text } from '../base/text.ts';

export const httpTexts = {
  apiDescription: {
    ru: 'Вестник: общение команды с клиентами в Telegram.',
    en: 'Vestnik: a team talks to its customers in Telegram. Every request carries `Authorization: Bearer <API key>`, or the cookie of somebody who signed in to the console and then, where it changes something, the header `x-vestnik: console`; every error answer is `{success: false, error, message}`.',
  },
  unauthorized: {
    ru: 'Нужен ключ API (заголовок Authorization: Bearer <ключ>) или вход в пульт: сеанса нет либо он закончился.',
    en: 'An API key is needed (the header Authorization: Bearer <key>), or signing in to the console: there is no session, or it has ended.',
  },
  forOperators: {
    ru: 'Это только для тех, кто вошёл в пульт; с ключом API сюда нельзя.',
    en: 'This is for those who are signed in to the console; an API key does not open it.',
  },
  notFromConsole: {
    ru: 'Запрос с сеансом пульта должен нести заголовок x-vestnik: console. Программам нужен ключ API.',
    en: 'A request with a session of the console must carry the header x-vestnik: console. Programs use an API key.',
  },
  otherSite: {
    ru: 'Запрос пришёл со страницы другого сайта и не выполнен. Если пульт стоит за прокси, задайте его адрес в PUBLIC_URL.',
    en: 'The request came from a page of another site and was not done. If the console stands behind a proxy, set its address in PUBLIC_URL.',
  },
  forbidden: (role: string, permission: string): Text => ({
    ru: `Роли ${role} это не разрешено (нужно право ${permission}).`,
    en: `The role ${role} may not do this (it needs ${permission}).`,
  }),
  notBuilt: {
    ru: {
      title: 'Пульт ещё не собран',
      text: 'Сервер работает, API отвечает. Чтобы открыть пульт, соберите его в папке Вестника и обновите страницу:',
    },
    en: {
      title: 'The console is not built yet',
      text: 'The server is running and the API answers. To open the console, build it in the folder of Vestnik and reload this page:',
    },
  },
  notReady: {
    ru: 'Сервер ещё не готов или потерял связь с базой.',
    en: 'The server is not ready yet or has lost its database.',
  },
};
