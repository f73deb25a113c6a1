/** What bots of a workspace say by themselves, and what is wrong with a bot. */
export const texts = {
  noBot: { ru: 'Такого бота нет.', en: 'There is no such bot.' },
  wrongToken: {
    ru: 'Telegram не принимает этот токен. Скопируйте его ещё раз из @BotFather.',
    en: 'Telegram does not accept this token. Copy it once more from @BotFather.',
  },
  unreachable: {
    ru: 'Telegram сейчас не отвечает, токен не проверить. Повторите через минуту.',
    en: 'Telegram does not answer now, so the token cannot be checked. Try again in a minute.',
  },
  othersBot: {
    ru: 'Этот бот уже подключён в другом рабочем пространстве.',
    en: 'This bot is already connected in another workspace.',
  },
  proxySet: { ru: 'Прокси бота сохранён.', en: 'The proxy of the bot is stored.' },
  proxyRemoved: {
    ru: 'Бот больше не ходит через прокси.',
    en: 'The bot goes through no proxy any more.',
  },
  proxyWorks: (ms: number) => ({
    ru: `Прокси работает: Telegram ответил за ${ms} мс.`,
    en: `The proxy works: Telegram answered within ${ms} ms.`,
  }),
  noProxyToTest: {
    ru: 'Прокси не задан ни у бота, ни у рабочего пространства.',
    en: 'Neither the bot nor the workspace has a proxy.',
  },
  proxyHostMissing: {
    ru: 'Укажите и адрес, и порт прокси.',
    en: 'Give both the host and the port of the proxy.',
  },
  mtprotoProxy: {
    ru: 'MTProto-прокси не пропускает запросы ботов. Задайте боту прокси SOCKS5 или HTTP.',
    en: 'An MTProto proxy does not carry the calls of bots. Give the bot a SOCKS5 or HTTP proxy.',
  },
  proxyUnavailable: {
    ru: 'Прокси не отвечает. Проверьте адрес, порт и пароль.',
    en: 'The proxy does not answer. Check its host, port and password.',
  },
  notTelegram: { ru: 'Сюда пишет только Telegram.', en: 'Only Telegram posts here.' },
  notAnUpdate: { ru: 'Это не обновление Telegram.', en: 'This is no update of Telegram’s.' },
  noWebhook: {
    ru: 'Telegram присылает обновления только по https на порты 443, 80, 88 и 8443. Задайте такой адрес сервера в PUBLIC_URL и перезапустите его.',
    en: 'Telegram posts updates only over https to the ports 443, 80, 88 and 8443. Set such an address of the server in PUBLIC_URL and start it anew.',
  },
  unlinked: {
    ru: 'Telegram отвязан: команды боту больше не действуют.',
    en: 'Telegram is unlinked: your commands to the bot work no more.',
  },
  removed: { ru: 'Бот отключён, токен удалён.', en: 'The bot is disconnected, its token deleted.' },

  aboutStart: { ru: 'Начать', en: 'Begin' },
  aboutMenu: { ru: 'Меню', en: 'The menu' },
  aboutHelp: { ru: 'Что умеет бот', en: 'What the bot can do' },
  aboutSettings: { ru: 'Сообщения: включить или выключить', en: 'Messages: on or off' },
  aboutPaySupport: { ru: 'Вопрос об оплате', en: 'Ask about a payment' },
  aboutTerms: { ru: 'Условия', en: 'Terms' },
  buyerHelp: {
    ru: '/paysupport — вопрос об оплате\n/terms — условия',
    en: '/paysupport — ask about a payment\n/terms — terms',
  },
  paySupport: {
    ru: 'Вопрос об оплате или возврате? Напишите его следующим сообщением: прочтём и ответим прямо здесь. Пишите, когда и за какой тариф вы платили.\n\nПоддержка Telegram и @BotSupport с покупками в этом боте не помогут: за них отвечаем мы.',
    en: 'A question about a payment or a refund? Write it in your next message: we read it and answer right here. Tell us when you paid and for which plan.\n\nTelegram’s support and @BotSupport cannot help with what is bought in this bot: that is our duty.',
  },
  terms: {
    ru: '<b>Условия</b>\n\n1. Пробный срок бесплатен. Тариф оплачивается звёздами Telegram, и его дни сразу прибавляются к сроку.\n2. Сам по себе тариф не продлевается: без вас мы ничего не спишем.\n3. Когда срок кончится, рассылки и автоответы остановятся. Данные останутся: их можно смотреть и выгружать.\n4. Возврат — по просьбе: /paysupport. Если вернём звёзды, снимем и дни, которые за них прибавились.\n5. Пишите только тем, кто этого ждёт. За то, кому и что вы пишете, отвечаете вы; кто попросил не писать, тому сервис больше не напишет.',
    en: '<b>Terms</b>\n\n1. The trial is free. A plan is paid for in Telegram Stars, and its days are added to your term at once.\n2. A plan does not extend itself: nothing is charged without you.\n3. When the term is over, campaigns and automatic answers stop. Your data stays: it can be read and exported.\n4. Refunds are made on request: /paysupport. If we give Stars back, the days they had added go too.\n5. Write only to those who expect it. You answer for whom you write to and what; who asked not to be written to is not written to any more.',
  },
  aboutStop: { ru: 'Больше не писать мне', en: 'Write to me no more' },

  welcome: (name: string) => ({
    ru: `Здравствуйте${name && `, ${name}`}! Вот что можно сделать отсюда:`,
    en: `Hello${name && `, ${name}`}! This is what can be done from here:`,
  }),
  menu: { ru: 'Что делаем?', en: 'What shall it be?' },
  toMenu: { ru: '‹ Меню', en: '‹ Menu' },
  back: { ru: '‹ Назад', en: '‹ Back' },
  notConfigured: {
    ru: 'Ошибка конфигурации: TG_API_ID и TG_API_HASH должны быть заданы в .env. Обратитесь к администратору.',
    en: 'Configuration error: TG_API_ID and TG_API_HASH must be set in .env. Ask the administrator.',
  },
  openConsole: { ru: 'Открыть пульт', en: 'Open the console' },
  forbidden: {
    ru: 'Ваша роль этого не позволяет. Попросите владельца или администратора.',
    en: 'Your role does not allow this. Ask an owner or an admin.',
  },
  unknownCommand: {
    ru: 'Такой команды нет. Все команды: /help',
    en: 'There is no such command. All commands: /help',
  },
  commandsOnly: {
    ru: 'Я понимаю команды. Все команды: /help',
    en: 'I understand commands. All commands: /help',
  },
  operatorStop: {
    ru: 'Какой диалог остановить? Напишите его номер: /stop 12. Список: /list',
    en: 'Which dialog shall be stopped? Write its number: /stop 12. The list: /list',
  },
  operatorSettings: {
    ru: 'Этот чат управляет платформой от вашего имени. Отвязать его можно в пульте: Настройки → Боты.',
    en: 'This chat commands the platform in your name. It can be unlinked in the console: Settings → Bots.',
  },
  cancelled: { ru: 'Хорошо, забыли.', en: 'All right, never mind.' },
  oldButton: {
    ru: 'Эта кнопка устарела. Начните заново: /menu',
    en: 'This button is out of date. Begin anew: /menu',
  },
  oldInvoice: {
    ru: 'Этот счёт устарел. Возьмите новый: /plan',
    en: 'This invoice is out of date. Take a new one: /plan',
  },
  codeWrong: {
    ru: 'Код не подходит: он действует десять минут и один раз. Возьмите новый в пульте: Настройки → Боты.',
    en: 'The code does not fit: it works for ten minutes and once. Get a new one in the console: Settings → Bots.',
  },
  linked: (name: string) => ({
    ru: `Готово, ${name}: теперь отсюда можно управлять платформой. Все команды: /help`,
    en: `Done, ${name}: the platform can be commanded from here now. All commands: /help`,
  }),
  sorry: (code: string) => ({
    ru: `Не получилось, и это наша вина. Попробуйте ещё раз; если не поможет, сообщите код <code>${code}</code>.`,
    en: `That did not work, and it is our fault. Try again; if it does not help, tell us the code <code>${code}</code>.`,
  }),

  personWelcome: {
    ru: 'Здравствуйте! Сюда будут приходить сообщения, которых вы ждёте. Если надоест — /stop, и мы больше не напишем.',
    en: 'Hello! What you are waiting for will come here. Should it be too much: /stop, and we write no more.',
  },
  personHelp: {
    ru: '/start — начать\n/settings — получать сообщения или нет\n/stop — больше не писать мне',
    en: '/start — begin\n/settings — get messages or not\n/stop — write to me no more',
  },
  personSettings: {
    ru: 'Сообщения включены. Выключить: /stop',
    en: 'Messages are on. To switch them off: /stop',
  },
  personStopped: {
    ru: 'Хорошо, больше не пишем: ни отсюда, ни с других наших аккаунтов. Передумаете — нажмите кнопку: мы снова будем присылать вам сообщения.',
    en: 'All right, we write no more: neither from here nor from our other accounts. Should you change your mind, press the button: we will send you messages again.',
  },
  customerStays: {
    ru: 'Ваши аккаунты и рассылки работают как прежде.',
    en: 'Your accounts and campaigns go on as before.',
  },
  personIsStopped: {
    ru: 'Вы просили вам не писать, и мы не пишем. Если передумали, нажмите кнопку: мы снова будем присылать вам сообщения.',
    en: 'You asked us not to write, and we do not. If you changed your mind, press the button: we will send you messages again.',
  },
  comeBackButton: { ru: 'Снова получать сообщения', en: 'Get messages again' },
  personBack: {
    ru: 'Рады, что вы снова с нами. Выключить сообщения: /stop',
    en: 'Glad to have you back. To switch messages off: /stop',
  },
};
