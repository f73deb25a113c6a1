import { defineTexts } from '../../shared/language.tsx';

export const proxyTexts = defineTexts(
  {
    title: 'Общий прокси',
    enabled: 'Пускать аккаунты через прокси',
    enabledHint:
      'Выключите — и все аккаунты выйдут в Telegram напрямую, что бы ни было у них задано.',
    on: 'Прокси включены',
    off: 'Прокси выключены: все аккаунты выходят напрямую',
    default: 'Через него идут аккаунты, у которых нет своего прокси.',
    none: 'Общий прокси не задан.',
    saved: 'Общий прокси сохранён',
    forget: 'Забыть общий прокси',
    forgotten: 'Общий прокси забыт',
    test: 'Проверить прокси',
    testHint: 'Проверяется сохранённый прокси, даже если прокси выключены.',
  },
  {
    title: 'Common proxy',
    enabled: 'Let accounts go through proxies',
    enabledHint:
      'Switch it off and all accounts go to Telegram directly, whatever is set for them.',
    on: 'Proxies are on',
    off: 'Proxies are off: all accounts go directly',
    default: 'Accounts without a proxy of their own go through it.',
    none: 'No common proxy is set.',
    saved: 'The common proxy is saved',
    forget: 'Forget the common proxy',
    forgotten: 'The common proxy is forgotten',
    test: 'Test the proxy',
    testHint: 'The stored proxy is tested, even while proxies are off.',
  },
);
