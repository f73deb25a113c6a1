import type { Actor } from '../../base/events/record-events.ts';
import type { Text } from '../../base/text.ts';

/** Columns of the exported audit log. */
export const auditHeadings: readonly Text[] = [
  { ru: 'Номер', en: 'Number' },
  { ru: 'Когда (UTC)', en: 'When (UTC)' },
  { ru: 'Кто', en: 'Who' },
  { ru: 'Откуда', en: 'From where' },
  { ru: 'Действие', en: 'Action' },
  { ru: 'Подробности', en: 'Details' },
  { ru: 'Контрольная сумма', en: 'Hash' },
];

export const texts = {
  keyNotFound: {
    ru: 'Такого ключа API нет или он уже отозван.',
    en: 'There is no such API key, or it is already revoked.',
  },
  scopeBeyondRole: (role: string, scope: string): Text => ({
    ru: `Роли ${role} право ${scope} не положено. Уберите его из scopes или выберите другую роль.`,
    en: `The role ${role} does not include ${scope}. Leave it out of scopes, or choose another role.`,
  }),
  keyAboveOwn: (role: string): Text => ({
    ru: `Ключ с ролью ${role} мог бы больше, чем вы сами. Выберите роль и права не шире своих.`,
    en: `A key of the role ${role} could do more than you may. Choose a role and scopes within your own.`,
  }),
  keyOfHigherRole: (role: string): Text => ({
    ru: `У этого ключа роль ${role}, она выше вашей. Отозвать его может тот, чья роль не ниже.`,
    en: `This key has the role ${role}, above your own. Somebody of that role may revoke it.`,
  }),
  keyRevoked: { ru: 'Ключ отозван', en: 'The key is revoked' },
  keyNamed: (name: string): Text => ({ ru: `Ключ API «${name}»`, en: `API key “${name}”` }),
  customerNamed: (name: string): Text => ({ ru: `${name} (клиент)`, en: `${name} (customer)` }),
  nameless: {
    system: () => ({ ru: 'Система', en: 'System' }),
    operator: (id = 0) => ({ ru: `Оператор ${id}`, en: `Operator ${id}` }),
    api_key: (id = 0) => ({ ru: `Ключ API ${id}`, en: `API key ${id}` }),
    stranger: () => ({ ru: 'Посторонний', en: 'A stranger' }),
  } satisfies Record<Actor['kind'], (id?: number) => Text>,
  termIsOver: {
    ru: 'Подписка закончилась, поэтому нового начать нельзя. Данные на месте; чтобы продолжить, продлите её: /plan',
    en: 'The subscription is over, so nothing new can begin. Your data is safe; to go on, extend it: /plan',
  },
  delaysBackwards: {
    ru: 'mailing_delay_min не может быть больше mailing_delay_max.',
    en: 'mailing_delay_min cannot be above mailing_delay_max.',
  },
  proxyOn: { ru: 'Прокси включен глобально', en: 'Proxies are on for the whole workspace' },
  proxyOff: { ru: 'Прокси выключен глобально', en: 'Proxies are off for the whole workspace' },
  unknownTimeZone: {
    ru: 'Такого часового пояса нет. Пример правильного: Europe/Moscow.',
    en: 'There is no such time zone. A right one looks like Europe/Moscow.',
  },
};
