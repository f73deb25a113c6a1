import { defineTexts } from '../../shared/language.tsx';

export const businessTexts = defineTexts(
  {
    title: 'Бизнес-аккаунты',
    hint: 'Если вы только отвечаете клиентам, сессия аккаунта не нужна: бот ответит от имени аккаунта с Telegram для бизнеса. Отвечать можно 24 часа после сообщения человека; кампании с таких аккаунтов не идут.',
    how: 'Как подключить: откройте в Telegram Настройки → Telegram для бизнеса → Чат-боты, введите имя бота и разрешите ему отвечать и читать сообщения.',
    noMode: 'У бота должен быть включён Business Mode: @BotFather → Bot Settings → Business Mode.',
    none: 'Пока никто не подключил бота к своему аккаунту.',
    asks: (name: string) => `${name} хочет подключиться`,
    asksHint:
      'Подключить бота к своему аккаунту может кто угодно. Пока вы не согласитесь, его сообщения не читаются и не сохраняются.',
    connect: 'Подключить',
    refuse: 'Отказать',
    remove: 'Отключить',
    mayNotReply: 'Бот не может отвечать: владелец не дал ему этого права.',
    isAccount: 'Этот аккаунт уже есть в пуле: он слышит и отвечает сам.',
    through: (bot: string) => `через ${bot}`,
    connected: 'подключён',
    role: (name: string) => `Кто отвечает за ${name}`,
    noRole: 'Отвечают люди',
  },
  {
    title: 'Business accounts',
    hint: 'If you only answer customers, no session is needed: the bot answers in the name of an account with Telegram Business. Answers are possible for 24 hours after the person wrote; campaigns never use such accounts.',
    how: 'How to connect: in Telegram open Settings → Telegram Business → Chatbots, enter the bot’s name and let it reply to messages and read them.',
    noMode: 'The bot needs Business Mode switched on: @BotFather → Bot Settings → Business Mode.',
    none: 'Nobody has connected the bot to their account yet.',
    asks: (name: string) => `${name} asks to be connected`,
    asksHint:
      'Anybody can connect the bot to their account. Until you agree, none of its messages are read or kept.',
    connect: 'Connect',
    refuse: 'Refuse',
    remove: 'Disconnect',
    mayNotReply: 'The bot cannot answer: the owner gave it no right to.',
    isAccount: 'This account is in the pool already: it hears and answers by itself.',
    through: (bot: string) => `through ${bot}`,
    connected: 'connected',
    role: (name: string) => `Who answers for ${name}`,
    noRole: 'People answer',
  },
);
