import type { Text } from '../../base/text.ts';

/** Whom an event is about: these parts are in its data while the database holds them. */
export type Subject = 'account' | 'contact' | 'message';

export type EventType = {
  type: string;
  text: Text;
  about: readonly Subject[];
  /** The fields of its own, as in an example. */
  data: Record<string, unknown>;
};

const ofMessage: readonly Subject[] = ['account', 'contact', 'message'];
const failed = { error: 'user_blocked', reason: 'USER_IS_BLOCKED' };

/**
 * Every event that is recorded anywhere, for those who subscribe to some. A test compares the list
 * with the code: a new type belongs in here.
 */
export const eventTypes: readonly EventType[] = [
  {
    type: 'message.received',
    text: { ru: 'Человек написал', en: 'A person wrote' },
    about: ofMessage,
    data: {},
  },
  {
    type: 'message.sent',
    text: { ru: 'Сообщение отправлено', en: 'A message was sent' },
    about: ofMessage,
    data: {},
  },
  {
    type: 'message.failed',
    text: { ru: 'Сообщение не отправлено', en: 'A message could not be sent' },
    about: ofMessage,
    data: failed,
  },
  {
    type: 'message.cancelled',
    text: {
      ru: 'Сообщение отменено до отправки',
      en: 'A message was cancelled before it was sent',
    },
    about: ofMessage,
    data: { error: 'do_not_contact', reason: 'do_not_contact' },
  },
  {
    type: 'message.unconfirmed',
    text: {
      ru: 'Неизвестно, дошло ли сообщение, и узнать это уже нельзя',
      en: 'Nobody can tell any more whether a message arrived',
    },
    about: ofMessage,
    data: { error: 'account_unavailable', reason: 'unconfirmed' },
  },
  {
    type: 'account.added',
    text: { ru: 'Аккаунт добавлен', en: 'An account was added' },
    about: ['account'],
    data: {},
  },
  {
    type: 'account.signed_in',
    text: { ru: 'Аккаунт снова вошёл в Telegram', en: 'An account signed in again' },
    about: ['account'],
    data: {},
  },
  {
    type: 'account.status_changed',
    text: { ru: 'Статус аккаунта изменился', en: 'An account moved to another status' },
    about: ['account'],
    data: {
      from: 'active',
      to: 'cooldown',
      cause: 'FLOOD_WAIT_3600',
      until: '2026-01-16T14:30:00.000Z',
    },
  },
  {
    type: 'account.updated',
    text: { ru: 'Настройки аккаунта изменены', en: 'An account was changed' },
    about: ['account'],
    data: { fields: ['notes'] },
  },
  {
    type: 'account.vouched',
    text: {
      ru: 'Оператор поручился за аккаунт',
      en: 'An operator vouched for an account',
    },
    about: ['account'],
    data: { from: 'warming' },
  },
  {
    type: 'account.proxy_changed',
    text: { ru: 'Прокси аккаунта изменён', en: 'An account’s proxy was changed' },
    about: ['account'],
    data: { use_proxy: true, has_own: true },
  },
  {
    type: 'account.disconnected',
    text: { ru: 'Связь аккаунта с Telegram пропала', en: 'An account lost its connection' },
    about: ['account'],
    data: { reason: 'proxy_unavailable', code: 'ECONNREFUSED' },
  },
  {
    type: 'account.deleted',
    text: { ru: 'Аккаунт удалён', en: 'An account was deleted' },
    about: ['account'],
    data: { logged_out: true },
  },
  {
    type: 'account.import_finished',
    text: { ru: 'Файл аккаунта обработан', en: 'An account’s file was processed' },
    about: [],
    data: {
      import_id: 7,
      success: true,
      accounts: [{ id: 'acc_5', phone: '+79990000005', status: 'warming' }],
      failures: [],
      file: 'account.zip',
      origin: 'incoming',
    },
  },
  {
    type: 'contact.opted_out',
    text: { ru: 'Человек просит не писать', en: 'A person must not be written to any more' },
    about: ['contact'],
    data: { reason: 'operator' },
  },
  {
    type: 'contact.opt_out_corrected',
    text: { ru: 'Ошибочный запрет писать снят', en: 'A wrong stop was taken back' },
    about: ['contact'],
    data: { because: 'Wrong person' },
  },
  {
    type: 'contact.merged',
    text: {
      ru: 'Два контакта оказались одним человеком',
      en: 'Two contacts turned out to be one person',
    },
    about: ['contact'],
    data: { merged_contact_id: 13 },
  },
  {
    type: 'settings.changed',
    text: { ru: 'Настройки изменены', en: 'Settings were changed' },
    about: [],
    data: { names: ['quiet_hours'] },
  },
  {
    type: 'api_key.created',
    text: { ru: 'Ключ API создан', en: 'An API key was made' },
    about: [],
    data: { api_key_id: 2, name: 'n8n', role: 'operator' },
  },
  {
    type: 'api_key.revoked',
    text: { ru: 'Ключ API отозван', en: 'An API key was revoked' },
    about: [],
    data: { api_key_id: 2 },
  },
  {
    type: 'webhook.endpoint_created',
    text: { ru: 'Вебхук добавлен', en: 'A webhook endpoint was added' },
    about: [],
    data: { endpoint_id: 4 },
  },
  {
    type: 'webhook.endpoint_updated',
    text: { ru: 'Вебхук изменён', en: 'A webhook endpoint was changed' },
    about: [],
    data: { endpoint_id: 4, fields: ['event_types'] },
  },
  {
    type: 'webhook.endpoint_disabled',
    text: {
      ru: 'Вебхук отключён: на него давно ничего не доходит',
      en: 'A webhook endpoint was disabled: nothing has arrived there for days',
    },
    about: [],
    data: { endpoint_id: 4, reason: 'failing', failing_since: '2026-01-10T14:30:00.000Z' },
  },
  {
    type: 'webhook.endpoint_deleted',
    text: { ru: 'Вебхук удалён', en: 'A webhook endpoint was deleted' },
    about: [],
    data: { endpoint_id: 4 },
  },
  {
    type: 'webhook.secret_rotated',
    text: { ru: 'Секрет вебхука заменён', en: 'A webhook’s secret was replaced' },
    about: [],
    data: { endpoint_id: 4, both_until: '2026-01-16T14:30:00.000Z' },
  },
  {
    type: 'webhook.tested',
    text: { ru: 'Вебхук проверен', en: 'A test was posted to a webhook' },
    about: [],
    data: { endpoint_id: 4, arrived: true, status: 200 },
  },
  {
    type: 'webhook.replayed',
    text: { ru: 'Вебхуки отправлены заново', en: 'Webhooks were put back to be posted again' },
    about: [],
    data: { deliveries: 12 },
  },
];

/** Whether a type fits a pattern: itself, `message.*` for all of a noun, `*` for everything. */
export function matchesType(pattern: string, type: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}

/** Those of the patterns that fit no event there is: a slip of the pen. */
export function unknownPatterns(patterns: readonly string[]): string[] {
  return patterns.filter((p) => !eventTypes.some(({ type }) => matchesType(p, type)));
}

const sample: Record<Subject, unknown> = {
  account: { id: 'acc_1', phone: '+79991234567', username: 'sales_sample' },
  contact: {
    id: 12,
    user_id: 123456789,
    username: 'ivan_sample',
    phone: null,
    first_name: 'Иван',
    last_name: '',
  },
  message: {
    id: 345,
    message_id: 12345,
    direction: 'in',
    status: 'received',
    account_id: 'acc_1',
    user_id: 123456789,
    type: 'text',
    text: 'Да, расскажите подробнее',
    caption: null,
    file_id: null,
    filename: null,
    mime_type: null,
    size: null,
    duration: null,
    date: '2026-01-15T14:30:00.000Z',
    proxy_used: null,
    due_at: null,
    error: null,
  },
};

/** What a webhook of this type posts, with invented people. */
export function exampleOf({ type, about, data }: EventType): Record<string, unknown> {
  const outgoing = { direction: 'out', status: type.slice('message.'.length) };
  const subjects = about.map((subject) => [
    subject,
    subject === 'message' && type !== 'message.received'
      ? { ...(sample.message as object), ...outgoing }
      : sample[subject],
  ]);
  return {
    type,
    timestamp: '2026-01-15T14:30:00.000Z',
    data: { ...data, ...Object.fromEntries(subjects) },
  };
}
