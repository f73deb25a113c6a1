export type Language = 'ru' | 'en';

/** What the demo says as it goes. */
export const says = {
  ru: {
    starting: 'Запускаю сервер на встроенной базе и песочницу вместо Telegram…',
    running: (url: string) => `Сервер работает: ${url}`,
    importing: (what: string) => `Загружаю аккаунты: ${what}`,
    added: (id: string, phone: string, name: string) => `  + ${id}  ${phone}  ${name}`,
    vouched: 'Ручаюсь за аккаунты: прогрев им не нужен',
    sending: 'Отправляю сообщения шести типов с разных аккаунтов:',
    sent: (account: string, person: string, type: string, what: string) =>
      `  → ${account}  ${type.padEnd(10)}  ${person}: ${what}`,
    failed: (account: string, person: string, type: string, why: string) =>
      `  ✗ ${account}  ${type.padEnd(10)}  ${person}: ${why}`,
    hearing: 'Люди читают и отвечают:',
    heard: (account: string, person: string, type: string, what: string) =>
      `  ← ${account}  ${type.padEnd(10)}  ${person}: ${what}`,
    refusedFirst: (why: string) => `Проверяю, что без согласия первым писать нельзя: ${why}`,
    summary: 'Итог',
    columns: ['аккаунт', 'телефон', 'статус', 'отправлено', 'ответов'],
    imported: (people: number) =>
      `\nКампания: загружаю ${people} человек из CSV с источником и основанием`,
    foreseen: (message: string) => `Прогноз: ${message}`,
    fast: 'Запускаю кампанию и пускаю часы вперёд; люди отвечают, кто как:',
    weekPassed: (week: number, settled: number, people: number) =>
      `  неделя ${week} прошла: с ${settled} из ${people} разговор закончен`,
    lasted: (days: number, seconds: number) =>
      `Прошло ${days} дн. по часам кампании и ${seconds} с на самом деле.`,
    campaign: {
      stages: 'Что отправлено',
      stageColumns: ['этап', 'отправлено', 'ответили', 'не ушло'],
      stage: (n: number) => `этап ${n}`,
      followUp: 'напоминание',
      weeks: 'По неделям',
      weekColumns: ['неделя', 'первых', 'следующих', 'напоминаний', 'ответов', 'отказов'],
      accounts: 'По аккаунтам',
      accountColumns: ['аккаунт', 'первых', 'всего', 'ответов'],
      verdicts: 'Как поняты ответы',
      verdictColumns: ['ответ', 'раз'],
      verdict: (verdict: string) =>
        ({ refusal: 'отказ', agreement: 'согласие', question: 'вопрос', unclear: 'неясно' })[
          verdict
        ] ?? verdict,
      people: 'Чем кончилось',
      peopleColumns: ['что', 'людей'],
      gone: 'прошли скрипт до конца',
      silent: 'так и не ответили или замолчали',
      refused: 'отказались, им больше не пишут',
      handedOver: 'переданы оператору',
      failed: 'не удалось отправить',
    },
    owner: 'Ольга',
    bot: (name: string) => `Подключаю бота команды @${name}; им командует Ольга:`,
    console: (link: string) => `Пульт:         ${link}  (ссылка на один вход, 10 минут)`,
    docs: (url: string) => `Описание API:  ${url}/docs`,
    key: (key: string) => `Ключ API:      ${key}`,
    tryIt: (url: string, key: string) =>
      `Попробуйте:    curl -H "Authorization: Bearer ${key}" ${url}/accounts`,
    sandbox: (url: string) => `Песочница:     ${url}`,
    stays: 'Сервер останется работать, пока вы не нажмёте Ctrl+C.',
    stopping: 'Останавливаюсь…',
  },
  en: {
    starting: 'Starting the server on the embedded database, and the sandbox in Telegram’s place…',
    running: (url: string) => `The server is running: ${url}`,
    importing: (what: string) => `Importing accounts: ${what}`,
    added: (id: string, phone: string, name: string) => `  + ${id}  ${phone}  ${name}`,
    vouched: 'Vouching for the accounts: they need no warm-up',
    sending: 'Sending messages of six types from several accounts:',
    sent: (account: string, person: string, type: string, what: string) =>
      `  → ${account}  ${type.padEnd(10)}  ${person}: ${what}`,
    failed: (account: string, person: string, type: string, why: string) =>
      `  ✗ ${account}  ${type.padEnd(10)}  ${person}: ${why}`,
    hearing: 'People read and answer:',
    heard: (account: string, person: string, type: string, what: string) =>
      `  ← ${account}  ${type.padEnd(10)}  ${person}: ${what}`,
    refusedFirst: (why: string) => `Without a consent nobody is written to first: ${why}`,
    summary: 'Summary',
    columns: ['account', 'phone', 'status', 'sent', 'answers'],
    imported: (people: number) =>
      `\nA campaign: bringing in ${people} people from a CSV file, with source and basis`,
    foreseen: (message: string) => `Forecast: ${message}`,
    fast: 'Launching the campaign and letting the clock run; people answer as people do:',
    weekPassed: (week: number, settled: number, people: number) =>
      `  week ${week} is over: ${settled} of ${people} conversations have ended`,
    lasted: (days: number, seconds: number) =>
      `${days} days passed on the campaign’s clock, and ${seconds} s in fact.`,
    campaign: {
      stages: 'What was sent',
      stageColumns: ['stage', 'sent', 'answered', 'failed'],
      stage: (n: number) => `stage ${n}`,
      followUp: 'follow-up',
      weeks: 'By week',
      weekColumns: ['week', 'first', 'next', 'follow-ups', 'replies', 'refusals'],
      accounts: 'By account',
      accountColumns: ['account', 'first', 'in all', 'replies'],
      verdicts: 'What was made of the replies',
      verdictColumns: ['reply', 'times'],
      verdict: (verdict: string) => verdict,
      people: 'How it ended',
      peopleColumns: ['what', 'people'],
      gone: 'went through the whole script',
      silent: 'never answered, or fell silent',
      refused: 'refused; nobody writes to them any more',
      handedOver: 'handed over to an operator',
      failed: 'could not be sent to',
    },
    owner: 'Olga',
    bot: (name: string) => `Connecting the team’s bot @${name}; Olga commands it:`,
    console: (link: string) => `Console:   ${link}  (good for ten minutes, once)`,
    docs: (url: string) => `API docs:  ${url}/docs`,
    key: (key: string) => `API key:   ${key}`,
    tryIt: (url: string, key: string) =>
      `Try it:    curl -H "Authorization: Bearer ${key}" ${url}/accounts`,
    sandbox: (url: string) => `Sandbox:   ${url}`,
    stays: 'The server stays up until you press Ctrl+C.',
    stopping: 'Stopping…',
  },
} as const;
