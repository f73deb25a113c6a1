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
    type: 'account.joined_channel',
    text: { ru: 'Аккаунт на прогреве вступил в канал', en: 'A warming account joined a channel' },
    about: ['account'],
    data: { channel_id: 3, channel: 'City news' },
  },
  {
    type: 'account.read_channel',
    text: { ru: 'Аккаунт на прогреве прочитал канал', en: 'A warming account read a channel' },
    about: ['account'],
    data: { channel_id: 3, channel: 'City news', posts: 4 },
  },
  {
    type: 'account.channel_listed',
    text: {
      ru: 'Канал добавлен в список для прогрева',
      en: 'A channel was put on a list for the warm-up',
    },
    about: ['account'],
    data: { channel_id: 3 },
  },
  {
    type: 'account.channel_unlisted',
    text: {
      ru: 'Канал убран из списка для прогрева',
      en: 'A channel was taken off a list for the warm-up',
    },
    about: ['account'],
    data: { channel_id: 3 },
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
    data: { reason: 'refused', cause: 'rule:stop_request' },
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
    data: { api_key_id: 2, name: 'n8n', role: 'operator', scopes: ['messages.send'] },
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
  {
    type: 'assistant.knowledge_added',
    text: {
      ru: 'В базу знаний ИИ добавлен документ',
      en: 'A document was added to the AI’s knowledge',
    },
    about: [],
    data: { document_id: 3 },
  },
  {
    type: 'assistant.knowledge_deleted',
    text: {
      ru: 'Из базы знаний ИИ удалён документ',
      en: 'A document was removed from the AI’s knowledge',
    },
    about: [],
    data: { document_id: 3 },
  },
  {
    type: 'assistant.settings_changed',
    text: { ru: 'Изменены настройки ИИ', en: 'The settings of the AI were changed' },
    about: [],
    data: { changed: ['mode'] },
  },
  {
    type: 'assistant.answer_approved',
    text: { ru: 'Черновик ИИ одобрен', en: 'A draft of the AI was approved' },
    about: ofMessage,
    data: { answer_id: 7 },
  },
  {
    type: 'assistant.answer_discarded',
    text: { ru: 'Черновик ИИ отклонён', en: 'A draft of the AI was discarded' },
    about: ofMessage,
    data: { answer_id: 7 },
  },
  {
    type: 'assistant.answer_sent',
    text: { ru: 'Ответ ИИ отправлен', en: 'An answer of the AI was sent' },
    about: ofMessage,
    data: { answer_id: 7 },
  },
  {
    type: 'assistant.answer_written',
    text: { ru: 'ИИ написал ответ', en: 'The AI wrote an answer' },
    about: ofMessage,
    data: { answer_id: 7 },
  },
  {
    type: 'assistant.handed_over',
    text: { ru: 'ИИ передал вопрос человеку', en: 'The AI left a question to a person' },
    about: ofMessage,
    data: { answer_id: 7, reason: 'unsure' },
  },
  {
    type: 'assistant.role_created',
    text: { ru: 'Создана роль ИИ', en: 'An AI role was created' },
    about: [],
    data: { role_id: 2 },
  },
  {
    type: 'assistant.role_changed',
    text: { ru: 'Изменена роль ИИ', en: 'An AI role was changed' },
    about: [],
    data: { role_id: 2 },
  },
  {
    type: 'assistant.role_assigned',
    text: { ru: 'Аккаунту назначена роль ИИ', en: 'An AI role was assigned to an account' },
    about: ['account'],
    data: { role_id: 2 },
  },
  {
    type: 'assistant.role_deleted',
    text: { ru: 'Удалена роль ИИ', en: 'An AI role was removed' },
    about: [],
    data: { role_id: 2 },
  },
  {
    type: 'campaign.created',
    text: { ru: 'Создан черновик кампании', en: 'A campaign was drafted' },
    about: [],
    data: { campaign: 4 },
  },
  {
    type: 'campaign.changed',
    text: { ru: 'Кампания изменена', en: 'A campaign was changed' },
    about: [],
    data: { campaign: 4, changed: ['schedule'] },
  },
  {
    type: 'campaign.deleted',
    text: { ru: 'Черновик кампании удалён', en: 'A draft of a campaign was deleted' },
    about: [],
    data: { campaign: 4 },
  },
  {
    type: 'campaign.launched',
    text: { ru: 'Кампания запущена', en: 'A campaign was launched' },
    about: [],
    data: { campaign: 4 },
  },
  {
    type: 'campaign.started',
    text: { ru: 'Кампания началась по расписанию', en: 'A campaign began at its time' },
    about: [],
    data: { campaign: 4 },
  },
  {
    type: 'campaign.paused',
    text: { ru: 'Кампания приостановлена', en: 'A campaign was paused' },
    about: [],
    data: { campaign: 4, by: 'errors' },
  },
  {
    type: 'campaign.resumed',
    text: { ru: 'Кампания продолжена', en: 'A campaign was resumed' },
    about: [],
    data: { campaign: 4 },
  },
  {
    type: 'campaign.finished',
    text: { ru: 'Кампанию завершил оператор', en: 'A campaign was ended by an operator' },
    about: [],
    data: { campaign: 4 },
  },
  {
    type: 'campaign.done',
    text: { ru: 'Кампания прошла до конца', en: 'A campaign is done' },
    about: [],
    data: { campaign: 4 },
  },
  {
    type: 'contact.opted_in',
    text: { ru: 'Человек дал согласие', en: 'A person opted in' },
    about: ['contact'],
    data: { point_id: 5, consent_id: 31, lifted_stop: false },
  },
  {
    type: 'contacts.imported',
    text: { ru: 'Контакты импортированы', en: 'Contacts were imported' },
    about: [],
    data: { job_id: 12, added: 950, updated: 40, refused: 10 },
  },
  {
    type: 'audience.created',
    text: { ru: 'Создана аудитория', en: 'An audience was made' },
    about: [],
    data: { audience_id: 4 },
  },
  {
    type: 'audience.collected',
    text: {
      ru: 'Аудитория собрана из чата или из тех, кто писал',
      en: 'An audience was collected from a chat, or from those who wrote',
    },
    about: [],
    data: { job_id: 13, audience_id: 4, found: 950, added: 900, stopped: 3, over_limit: 0 },
  },
  {
    type: 'dialog.judged',
    text: { ru: 'Ответ человека разобран', en: 'A reply was judged' },
    about: ofMessage,
    data: { dialog: 12, verdict: 'agreement', cause: 'model:0.93', decision: 'next_stage' },
  },
  {
    type: 'dialog.verdict_corrected',
    text: { ru: 'Оператор исправил вердикт', en: 'An operator corrected a verdict' },
    about: ofMessage,
    data: { dialog: 12, from: 'refusal', to: 'question', because: '…' },
  },
  {
    type: 'dialog.handed_over',
    text: { ru: 'Диалог ждёт оператора', en: 'A dialog waits for an operator' },
    about: ['account', 'contact'],
    data: { dialog: 12, because: 'question' },
  },
  {
    type: 'dialog.taken_over',
    text: { ru: 'Диалог ведёт оператор', en: 'An operator leads a dialog' },
    about: ['account', 'contact'],
    data: { dialog: 12, by: 'operator' },
  },
  {
    type: 'dialog.resumed',
    text: { ru: 'Диалог снова ведёт скрипт', en: 'The script leads a dialog again' },
    about: ['account', 'contact'],
    data: { dialog: 12 },
  },
  {
    type: 'dialog.assigned',
    text: { ru: 'Диалогу назначен ответственный', en: 'A dialog was assigned' },
    about: ['account', 'contact'],
    data: { dialog: 12, operator_id: 2 },
  },
  {
    type: 'dialog.snoozed',
    text: { ru: 'Диалог отложен', en: 'A dialog was put off' },
    about: ['account', 'contact'],
    data: { dialog: 12, until: '2026-02-15T10:00:00.000Z' },
  },
  {
    type: 'dialog.reminded',
    text: {
      ru: 'Отложенный диалог напомнил о себе',
      en: 'A dialog that was put off came up again',
    },
    about: ['account', 'contact'],
    data: { dialog: 12, operator_id: 2 },
  },
  {
    type: 'dialog.changed',
    text: { ru: 'Диалог изменён', en: 'A dialog was changed' },
    about: ['account', 'contact'],
    data: { dialog: 12, changed: ['notes'] },
  },
  {
    type: 'dialog.stopped',
    text: { ru: 'Диалог остановлен', en: 'A dialog was stopped' },
    about: ['account', 'contact'],
    data: { dialog: 12, reason: 'refused' },
  },
  {
    type: 'dialog.completed',
    text: { ru: 'Диалог завершён', en: 'A dialog was completed' },
    about: ['account', 'contact'],
    data: { dialog: 12, reason: 'script_completed' },
  },
  {
    type: 'dialog.converted',
    text: { ru: 'Диалог привёл к цели', en: 'A dialog reached its goal' },
    about: ['account', 'contact'],
    data: { dialog: 12, reason: 'converted' },
  },
  {
    type: 'operator.added',
    text: { ru: 'Добавлен оператор', en: 'An operator was added' },
    about: [],
    data: { operator_id: 2, role: 'operator' },
  },
  {
    type: 'operator.changed',
    text: { ru: 'Изменён оператор', en: 'An operator was changed' },
    about: [],
    data: { operator_id: 2, changed: ['role'] },
  },
  {
    type: 'operator.invited',
    text: { ru: 'Оператору выдано приглашение', en: 'An operator was given an invitation' },
    about: [],
    data: { operator_id: 2 },
  },
  {
    type: 'operator.signed_in',
    text: { ru: 'Оператор вошёл в пульт', en: 'An operator signed in to the console' },
    about: [],
    data: { operator_id: 2, by: 'password' },
  },
  {
    type: 'operator.sign_in_failed',
    text: { ru: 'Войти не удалось', en: 'Somebody failed to sign in' },
    about: [],
    // null: nobody has the login that was typed
    data: { operator_id: 2, because: 'password' },
  },
  {
    type: 'operator.locked_out',
    text: {
      ru: 'Вход закрыт на время: слишком много ошибок подряд',
      en: 'Sign-in was shut for a while: too many mistakes in a row',
    },
    about: [],
    data: { operator_id: 2, minutes: 15 },
  },
  {
    type: 'operator.signed_out',
    text: { ru: 'Сеансы оператора завершены', en: 'Sessions of an operator were ended' },
    about: [],
    data: { operator_id: 2, sessions: 1 },
  },
  {
    type: 'operator.password_set',
    text: {
      ru: 'Оператор задал логин и пароль по приглашению',
      en: 'An operator set login and password by an invitation',
    },
    about: [],
    data: { operator_id: 2 },
  },
  {
    type: 'operator.password_changed',
    text: { ru: 'Оператор сменил пароль', en: 'An operator changed the password' },
    about: [],
    data: { operator_id: 2 },
  },
  {
    type: 'operator.totp_enabled',
    text: {
      ru: 'Оператор включил второй шаг входа',
      en: 'An operator turned the second step of sign-in on',
    },
    about: [],
    data: { operator_id: 2 },
  },
  {
    type: 'operator.totp_disabled',
    text: {
      ru: 'Оператор отключил второй шаг входа',
      en: 'An operator turned the second step of sign-in off',
    },
    about: [],
    data: { operator_id: 2 },
  },
  {
    type: 'script.created',
    text: { ru: 'Создан скрипт', en: 'A script was created' },
    about: [],
    data: { script_id: 6 },
  },
  {
    type: 'script.changed',
    text: { ru: 'Изменён скрипт', en: 'A script was changed' },
    about: [],
    data: { script_id: 6, version: 2 },
  },
  {
    type: 'source.declared',
    text: { ru: 'Объявлен источник контактов', en: 'A source of contacts was declared' },
    about: [],
    data: { source_id: 3 },
  },
  {
    type: 'source.changed',
    text: { ru: 'Изменён источник контактов', en: 'A source of contacts was changed' },
    about: [],
    data: { source_id: 3 },
  },
  {
    type: 'contact.created',
    text: { ru: 'Контакт добавлен', en: 'A contact was added' },
    about: ['contact'],
    data: { fields: ['first_name', 'username'] },
  },
  {
    type: 'contact.changed',
    text: { ru: 'Контакт изменён', en: 'A contact was changed' },
    about: ['contact'],
    data: { fields: ['tags'] },
  },
  {
    type: 'contact.erased',
    text: { ru: 'Данные человека удалены', en: 'A person was erased' },
    about: [],
    data: {},
  },
  {
    type: 'customer.added',
    text: { ru: 'Новый клиент бота', en: 'A bot has a new customer' },
    about: [],
    data: { bot_id: 7, customer_workspace_id: 12 },
  },
  {
    type: 'customer.asked',
    text: { ru: 'Клиент бота спросил об оплате', en: 'A customer of a bot asked about a payment' },
    about: [],
    data: { question_id: 3, customer_workspace_id: 12 },
  },
  {
    type: 'customer.answered',
    text: { ru: 'Клиенту ответили на вопрос', en: 'A customer’s question was answered' },
    about: [],
    data: { question_id: 3, customer_workspace_id: 12 },
  },
  {
    type: 'plan.changed',
    text: { ru: 'Изменён тариф', en: 'A plan was changed' },
    about: [],
    data: { plan: 'month', days: 30, stars: 1500 },
  },
  {
    type: 'subscription.started',
    text: { ru: 'Начался пробный период', en: 'The trial began' },
    about: [],
    data: { plan: 'trial', ends_at: '2026-03-08T09:00:00.000Z' },
  },
  {
    type: 'subscription.extended',
    text: { ru: 'Подписка продлена', en: 'The subscription was extended' },
    about: [],
    data: { plan: 'month', stars: 1500, ends_at: '2026-04-07T09:00:00.000Z' },
  },
  {
    type: 'subscription.ending',
    text: { ru: 'Подписка скоро закончится', en: 'The subscription ends soon' },
    about: [],
    data: { plan: 'month', days_left: 3, ends_at: '2026-04-07T09:00:00.000Z' },
  },
  {
    type: 'subscription.ended',
    text: { ru: 'Подписка закончилась', en: 'The subscription is over' },
    about: [],
    data: { plan: 'month', campaigns_paused: 1 },
  },
  {
    type: 'subscription.refunded',
    text: { ru: 'Оплата подписки возвращена', en: 'A payment of the subscription was given back' },
    about: [],
    data: { stars: 1500, plan: 'trial', ends_at: '2026-03-08T09:00:00.000Z' },
  },
  {
    type: 'payment.refund_asked',
    text: { ru: 'Клиенту возвращают оплату', en: 'A payment is to be given back' },
    about: [],
    data: { payment_id: 5, customer_workspace_id: 12, stars: 1500 },
  },
  {
    type: 'payment.refunded',
    text: { ru: 'Клиенту вернули оплату', en: 'A payment was given back' },
    about: [],
    data: {
      payment_id: 5,
      customer_workspace_id: 12,
      stars: 1500,
      plan: 'trial',
      ends_at: '2026-03-08T09:00:00.000Z',
    },
  },
  {
    type: 'payment.refund_refused',
    text: {
      ru: 'Telegram отказал в возврате оплаты',
      en: 'Telegram refused to give a payment back',
    },
    about: [],
    data: { payment_id: 5, reason: 'BALANCE_TOO_LOW' },
  },
  {
    type: 'bot.added',
    text: { ru: 'Подключён бот', en: 'A bot was connected' },
    about: [],
    data: { bot_id: 12, features: ['admin'] },
  },
  {
    type: 'bot.changed',
    text: { ru: 'Изменены настройки бота', en: 'A bot was changed' },
    about: [],
    data: { bot_id: 12, features: ['admin'], enabled: true, mode: 'polling', use_proxy: true },
  },
  {
    type: 'bot.proxy_changed',
    text: { ru: 'Изменён прокси бота', en: 'The proxy of a bot was changed' },
    about: [],
    data: { bot_id: 12, use_proxy: true, has_own: true },
  },
  {
    type: 'bot.removed',
    text: { ru: 'Бот отключён', en: 'A bot was disconnected' },
    about: [],
    data: { bot_id: 12 },
  },
  {
    type: 'bot.failed',
    text: {
      ru: 'Бот не работает: нужна помощь человека',
      en: 'A bot does not work and needs a person',
    },
    about: [],
    data: { bot_id: 12, reason: 'Unauthorized' },
  },
  {
    type: 'team_group.connected',
    text: {
      ru: 'Группа команды подключена: диалоги приходят туда темами',
      en: 'The team’s group was connected: dialogs come there as topics',
    },
    about: [],
    data: { bot_id: 12 },
  },
  {
    type: 'team_group.disconnected',
    text: { ru: 'Группа команды отключена', en: 'The team’s group was disconnected' },
    about: [],
    data: { bot_id: 12, because: 'asked' },
  },
  {
    type: 'bot.subscribed',
    text: { ru: 'Человек запустил бота', en: 'A person started a bot' },
    about: ['contact'],
    data: { bot_id: 12, payload: 'spring' },
  },
  {
    type: 'bot.blocked',
    text: { ru: 'Человек остановил бота в Telegram', en: 'A person stopped a bot in Telegram' },
    about: ['contact'],
    data: { bot_id: 12 },
  },
  {
    type: 'business.waiting',
    text: {
      ru: 'Кто-то подключил бота к своему бизнес-аккаунту и ждёт согласия',
      en: 'Somebody connected the bot to their business account and waits for a yes',
    },
    about: ['account'],
    data: { connection: 'biz_1' },
  },
  {
    type: 'business.connected',
    text: { ru: 'Подключён бизнес-аккаунт', en: 'A business account was connected' },
    about: ['account'],
    data: { connection: 'biz_1' },
  },
  {
    type: 'business.changed',
    text: {
      ru: 'Изменились права бота в бизнес-аккаунте',
      en: 'What the bot may do in a business account changed',
    },
    about: ['account'],
    data: { connection: 'biz_1', can_reply: true, can_read: false },
  },
  {
    type: 'business.removed',
    text: { ru: 'Бизнес-аккаунт отключён командой', en: 'The team let go of a business account' },
    about: ['account'],
    data: { connection: 'biz_1' },
  },
  {
    type: 'business.ended',
    text: {
      ru: 'Бизнес-аккаунт больше не подключён',
      en: 'A business account is connected no more',
    },
    about: ['account'],
    data: { connection: 'biz_1', because: 'owner' },
  },
  {
    type: 'operator.telegram_linked',
    text: { ru: 'Оператор привязал свой Telegram', en: 'An operator linked their Telegram' },
    about: [],
    data: { operator_id: 3 },
  },
  {
    type: 'operator.telegram_unlinked',
    text: { ru: 'Оператор отвязал свой Telegram', en: 'An operator unlinked their Telegram' },
    about: [],
    data: { operator_id: 3 },
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
