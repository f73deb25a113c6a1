import type { Text } from '../../base/text.ts';

export const texts = {
  keyNotFound: {
    ru: 'Такого ключа API нет или он уже отозван.',
    en: 'There is no such API key, or it is already revoked.',
  },
  operatorNotFound: { ru: 'Такого оператора нет.', en: 'There is no such operator.' },
  keyRevoked: { ru: 'Ключ отозван', en: 'The key is revoked' },
  proxyOn: { ru: 'Прокси включен глобально', en: 'Proxies are on for the whole workspace' },
  proxyOff: { ru: 'Прокси выключен глобально', en: 'Proxies are off for the whole workspace' },
  unknownTimeZone: {
    ru: 'Такого часового пояса нет. Пример правильного: Europe/Moscow.',
    en: 'There is no such time zone. A right one looks like Europe/Moscow.',
  },
} satisfies Record<string, Text>;
