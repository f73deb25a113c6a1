import { enCount, ruCount, type Text } from '../../../base/text.ts';

export const MOST_ENDPOINTS = 50;

export const texts = {
  noDelivery: { ru: 'Такой отправки вебхука нет.', en: 'There is no such webhook delivery.' },
  noEndpoint: {
    ru: 'Такого вебхука нет. Список: GET /webhooks/endpoints.',
    en: 'There is no such webhook endpoint. The list: GET /webhooks/endpoints.',
  },
  ofEnvironment: {
    ru: 'Этот адрес задан в окружении сервера (N8N_WEBHOOK_…): поменять его можно только там.',
    en: 'This address comes from the environment of the server (N8N_WEBHOOK_…): change it there.',
  },
  tooMany: {
    ru: `Вебхуков уже ${MOST_ENDPOINTS}, больше нельзя. Удалите ненужные.`,
    en: `There are ${MOST_ENDPOINTS} webhook endpoints already, the most there may be. Delete some.`,
  },
  disabled: {
    ru: 'Вебхук выключен. Сначала включите его: PATCH /webhooks/endpoints/:id с enabled: true.',
    en: 'The endpoint is disabled. Enable it first: PATCH /webhooks/endpoints/:id with enabled: true.',
  },
  unknownTypes: (types: readonly string[]): Text => ({
    ru: `Таких событий не бывает: ${types.join(', ')}. Все типы: GET /webhooks/event-types.`,
    en: `There are no such events: ${types.join(', ')}. All types: GET /webhooks/event-types.`,
  }),
  credentials: {
    ru: 'В адресе есть логин или пароль. Уберите их: отправителя подтверждает подпись.',
    en: 'The address carries a user name or password. Remove them: the signature tells who posts.',
  },
  internal: (host: string): Text => ({
    ru: `${host} — адрес внутренней сети, туда вебхуки не ходят. Если это ваш сервер, впишите его адрес в WEBHOOK_INTERNAL_ORIGINS.`,
    en: `${host} is an address of an internal network, where webhooks don't go. If the server is yours, put its address into WEBHOOK_INTERNAL_ORIGINS.`,
  }),
  deleted: { ru: 'Вебхук удалён.', en: 'The webhook endpoint was deleted.' },
  replayed: (n: number): Text => ({
    ru: `Будет отправлено заново: ${ruCount(n, ['вебхук', 'вебхука', 'вебхуков'])}`,
    en: `Will be posted again: ${enCount(n, 'delivery', 'deliveries')}`,
  }),
};
