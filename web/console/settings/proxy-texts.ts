import { defineTexts } from '../../shared/language.tsx';

export const proxyTexts = defineTexts(
  {
    title: 'Общий прокси',
    enabled: 'Пускать аккаунты и ботов через прокси',
    enabledHint:
      'Выключите — и все аккаунты и боты выйдут в Telegram напрямую, что бы у них ни было задано.',
    on: 'Прокси включены',
    off: 'Прокси выключены: все выходят в Telegram напрямую',
    default: 'Через него идут аккаунты и боты, у которых нет своего прокси.',
    none: 'Общий прокси не задан.',
    form: {
      saved: 'Общий прокси сохранён',
      forget: 'Забыть общий прокси',
      forgotten: 'Общий прокси забыт',
      test: 'Проверить прокси',
      testHint: 'Проверяется сохранённый прокси, даже если прокси выключены.',
    },
  },
  {
    title: 'Common proxy',
    enabled: 'Let accounts and bots go through proxies',
    enabledHint:
      'Switch it off and all accounts and bots go to Telegram directly, whatever is set for them.',
    on: 'Proxies are on',
    off: 'Proxies are off: all go to Telegram directly',
    default: 'Accounts and bots without a proxy of their own go through it.',
    none: 'No common proxy is set.',
    form: {
      saved: 'The common proxy is saved',
      forget: 'Forget the common proxy',
      forgotten: 'The common proxy is forgotten',
      test: 'Test the proxy',
      testHint: 'The stored proxy is tested, even while proxies are off.',
    },
  },
);
