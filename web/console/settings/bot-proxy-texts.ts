import { defineTexts } from '../../shared/language.tsx';

export const botProxyTexts = defineTexts(
  {
    of: (name: string) => `Прокси бота ${name}`,
    use: 'Выходить через прокси',
    own: 'Свой прокси',
    ways: {
      direct: 'Сейчас бот выходит в Telegram напрямую.',
      common: 'Своего прокси нет: бот идёт через общий.',
      allOff: 'Прокси выключены для всех, поэтому и этот бот выходит напрямую.',
      noCommon: 'Ни своего, ни общего прокси нет: бот выходит напрямую.',
    },
    commonIsMtproto:
      'Общий прокси — MTProto, а он ботов не пропускает. Задайте боту свой: SOCKS5 или HTTP.',
    goesOwn: (address: string) => `Сейчас бот идёт через ${address}.`,
    toSettings: 'Общие настройки прокси',
    form: {
      saved: 'Прокси сохранён, бот переподключается',
      forget: 'Забыть свой прокси',
      forgotten: 'Свой прокси бота забыт',
      test: 'Проверить прокси',
      testHint: 'Проверяется сохранённый прокси (свой, а без него общий), даже если он выключен.',
    },
  },
  {
    of: (name: string) => `Proxy of ${name}`,
    use: 'Go through a proxy',
    own: 'Its own proxy',
    ways: {
      direct: 'The bot goes to Telegram directly now.',
      common: 'It has no proxy of its own: it goes through the common one.',
      allOff: 'Proxies are off for all, so this bot goes directly too.',
      noCommon: 'There is neither a proxy of its own nor a common one: it goes directly.',
    },
    commonIsMtproto:
      'The common proxy is MTProto, which does not carry bots. Give this one a SOCKS5 or HTTP proxy.',
    goesOwn: (address: string) => `The bot goes through ${address} now.`,
    toSettings: 'Common proxy settings',
    form: {
      saved: 'The proxy is saved, the bot connects anew',
      forget: 'Forget its own proxy',
      forgotten: 'The bot’s own proxy is forgotten',
      test: 'Test the proxy',
      testHint: 'The stored proxy is tested (its own, else the common one), even while it is off.',
    },
  },
);
