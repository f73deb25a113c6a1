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
    docs: (url: string) => `API docs:  ${url}/docs`,
    key: (key: string) => `API key:   ${key}`,
    tryIt: (url: string, key: string) =>
      `Try it:    curl -H "Authorization: Bearer ${key}" ${url}/accounts`,
    sandbox: (url: string) => `Sandbox:   ${url}`,
    stays: 'The server stays up until you press Ctrl+C.',
    stopping: 'Stopping…',
  },
} as const;
