import type { NoticeKind } from '../../../contract/notifications.ts';
import { enCount, type Language, ruCount, type Text } from '../../base/text.ts';

/** What an operator may choose to be told of. */
export const kindTexts: Record<NoticeKind, Text> = {
  dialog: { ru: 'Диалог ждёт человека', en: 'A dialog needs a person' },
  account_added: { ru: 'Аккаунт добавлен', en: 'An account was added' },
  account_limited: { ru: 'Аккаунт ограничен', en: 'An account was limited' },
  account_banned: { ru: 'Аккаунт заблокирован', en: 'An account was banned' },
  account_sign_in: { ru: 'Нужен вход в аккаунт', en: 'An account needs signing in' },
  campaign_paused: { ru: 'Кампания на паузе', en: 'A campaign was paused' },
  campaign_done: { ru: 'Кампания прошла до конца', en: 'A campaign is done' },
  job_done: { ru: 'Импорт или сбор закончен', en: 'An import or a collection ended' },
  opt_out: { ru: 'Просят не писать', en: 'Somebody asked not to be written to' },
  failing: { ru: 'Не работает бот или вебхук', en: 'A bot or a webhook fails' },
  subscription: { ru: 'Подписка: срок и возвраты', en: 'The subscription: its end, refunds' },
  support: { ru: 'Клиент спросил об оплате', en: 'A customer asked about a payment' },
  business: {
    ru: 'Просят подключить бизнес-аккаунт',
    en: 'A business account asks to be connected',
  },
};

const day = (at: Date, language: Language) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(at);

const accounts = (n: number) => ruCount(n, ['аккаунт', 'аккаунта', 'аккаунтов']);
const campaigns = (n: number) => ruCount(n, ['кампания', 'кампании', 'кампаний']);

/** The first line of a message about several of a kind. */
export const headTexts: Record<Exclude<NoticeKind, 'dialog' | 'business'>, (n: number) => Text> = {
  account_added: (n) => ({
    ru: `➕ Добавлено: ${accounts(n)}`,
    en: `➕ ${enCount(n, 'account')} added`,
  }),
  account_limited: (n) => ({
    ru: `🟠 Telegram ограничил ${accounts(n)}`,
    en: `🟠 Telegram limited ${enCount(n, 'account')}`,
  }),
  account_banned: (n) => ({
    ru: `🔴 Telegram заблокировал ${accounts(n)}`,
    en: `🔴 Telegram banned ${enCount(n, 'account')}`,
  }),
  account_sign_in: (n) => ({
    ru: `🔑 Сессия закончилась, нужно войти заново: ${accounts(n)}`,
    en: `🔑 The session ended, sign in again: ${enCount(n, 'account')}`,
  }),
  campaign_paused: (n) => ({
    ru: `⏸ На паузе ${campaigns(n)}`,
    en: `⏸ ${enCount(n, 'campaign')} paused`,
  }),
  campaign_done: (n) => ({
    ru: `🏁 До конца ${n === 1 ? 'прошла' : 'прошли'} ${campaigns(n)}`,
    en: `🏁 ${enCount(n, 'campaign')} done`,
  }),
  job_done: (n) => ({
    ru: `📦 Закончено: ${ruCount(n, ['задание', 'задания', 'заданий'])}`,
    en: `📦 ${enCount(n, 'job')} ended`,
  }),
  opt_out: (n) => ({
    ru: `🛑 Просят больше не писать: ${ruCount(n, ['человек', 'человека', 'человек'])}. Им больше никто не напишет.`,
    en: `🛑 ${enCount(n, 'person', 'people')} asked not to be written to. Nobody writes to them any more.`,
  }),
  failing: () => ({ ru: '⚠️ Не работает', en: '⚠️ Something fails' }),
  subscription: () => ({ ru: '⭐ Подписка', en: '⭐ Subscription' }),
  support: (n) => ({
    ru: n === 1 ? '💬 Клиент спрашивает' : `💬 Вопросов от клиентов: ${n}`,
    en: n === 1 ? '💬 A customer asks' : `💬 ${enCount(n, 'question')} of customers`,
  }),
};

export const texts = {
  termEnds: (days: number): Text => ({
    ru: `Закончится через ${ruCount(days, ['день', 'дня', 'дней'])}. Потом рассылки и автоответы остановятся, данные останутся.`,
    en: `It ends in ${enCount(days, 'day')}. Campaigns and automatic answers stop then, your data stays.`,
  }),
  termOver: {
    ru: 'Закончилась: рассылки и автоответы стоят, данные на месте. Продлите её, и можно продолжать.',
    en: 'It is over: campaigns and automatic answers stand still, your data is safe. Extend it, and you can go on.',
  },
  refunded: (stars: number, endsAt: Date): Text => ({
    ru: `Вам вернули ${ruCount(stars, ['звезду', 'звезды', 'звёзд'])}: дни, которые за них прибавились, сняты. Подписка действует до ${day(endsAt, 'ru')}.`,
    en: `You got ${enCount(stars, 'Star')} back; the days they had added are taken away. The subscription holds until ${day(endsAt, 'en')}.`,
  }),
  pay: { ru: '⭐ Продлить', en: '⭐ Extend' },
  answer: (name: string): Text => ({ ru: `Ответить: ${name}`, en: `Answer ${name}` }),
  more: (n: number): Text => ({ ru: `…и ещё ${n}`, en: `…and ${n} more` }),
  open: { ru: 'Открыть в пульте', en: 'Open in the console' },
  botFails: (name: string, reason: string): Text => ({
    ru: `Бот ${name}: ${reason}. Проверьте токен у @BotFather: Настройки → Боты.`,
    en: `Bot ${name}: ${reason}. Check its token with @BotFather: Settings → Bots.`,
  }),
  webhookFails: (id: number): Text => ({
    ru: `Вебхук ${id} отключён: на него давно ничего не доходит.`,
    en: `Webhook ${id} is switched off: nothing has arrived there for days.`,
  }),

  // Business accounts that ask to be connected
  businessAsks: (n: number): Text => ({
    ru: `🤝 Просят подключить: ${ruCount(n, ['бизнес-аккаунт', 'бизнес-аккаунта', 'бизнес-аккаунтов'])}`,
    en: `🤝 ${enCount(n, 'business account')} ${n === 1 ? 'asks' : 'ask'} to be connected`,
  }),
  businessVia: (bot: string): Text => ({ ru: `через бота ${bot}`, en: `through the bot ${bot}` }),
  businessInPool: {
    ru: 'уже есть в пуле: сначала удалите его оттуда',
    en: 'is in the pool already: delete it there first',
  },
  businessHint: {
    ru: 'Пока вы не согласитесь, ничего из этой переписки не читается и не хранится.',
    en: 'Until you agree, nothing of its chats is read or kept.',
  },
  businessYes: { ru: '✅ Подключить', en: '✅ Connect' },
  businessNo: { ru: '❌ Отказать', en: '❌ Refuse' },
  businessConnected: (key: string, who: string): Text => ({
    ru: `✅ Подключён ${key}: ${who}. Бот слышит и отвечает от его имени.`,
    en: `✅ ${key} is connected by ${who}. The bot hears and answers in its name.`,
  }),
  businessRefused: (key: string, who: string): Text => ({
    ru: `❌ Отказано ${key}: ${who}. Бот ничего в нём не читает.`,
    en: `❌ ${key} is refused by ${who}. The bot reads nothing in it.`,
  }),
  businessSettled: (key: string, who: string): Text => ({
    ru: `${key} уже решён: ${who}.`,
    en: `${key} has already been settled: ${who}.`,
  }),
  businessGone: (key: string): Text => ({
    ru: `Владелец ${key} больше не просит: он сам отключил бота.`,
    en: `The owner of ${key} asks no more: they disconnected the bot themselves.`,
  }),

  jobFailed: { ru: 'не удалось', en: 'failed' },

  // Dialogs that need a person
  dialog: (number: number): Text => ({ ru: `Диалог ${number}`, en: `Dialog ${number}` }),
  campaign: (number: number): Text => ({ ru: `кампания ${number}`, en: `campaign ${number}` }),
  draft: { ru: 'Черновик ИИ:', en: 'Draft of the AI:' },
  dialogsWait: (n: number): Text => ({
    ru: `🟡 И ещё ${ruCount(n, ['диалог ждёт', 'диалога ждут', 'диалогов ждут'])} человека`,
    en: `🟡 ${enCount(n, 'more dialog needs', 'more dialogs need')} a person`,
  }),
  take: { ru: 'Взять', en: 'Take' },
  stop: { ru: 'Остановить', en: 'Stop' },
  show: { ru: 'Показать', en: 'Show' },
  list: { ru: 'Список', en: 'The list' },
  approve: { ru: 'Отправить черновик', en: 'Send the draft' },
  discard: { ru: 'Отклонить черновик', en: 'Discard the draft' },
  numberNeeded: { ru: 'Эта кнопка устарела.', en: 'This button is out of date.' },
  somebody: { ru: 'кто-то', en: 'somebody' },
  taken: (who: string): Text => ({
    ru: `🟢 Диалог ведёт ${who}. Ответить можно в пульте.`,
    en: `🟢 ${who} leads the dialog. Answer in the console.`,
  }),
  takenAlready: (who: string): Text => ({
    ru: `🟢 Этот диалог уже взял(а) ${who}.`,
    en: `🟢 ${who} has already taken this dialog.`,
  }),
  stopped: (who: string): Text => ({
    ru: `⚪ Диалог остановлен: ${who}. В нём больше ничего не уйдёт.`,
    en: `⚪ Stopped by ${who}. Nothing more leaves in this dialog.`,
  }),
  endedAlready: (who: string): Text => ({
    ru: `⚪ Этот диалог уже закончен: ${who}.`,
    en: `⚪ This dialog has already ended: ${who}.`,
  }),
  approved: (who: string): Text => ({
    ru: `✅ Черновик отправляется: ${who}.`,
    en: `✅ The draft is being sent: ${who}.`,
  }),
  discarded: (who: string): Text => ({
    ru: `❌ Черновик отклонён: ${who}.`,
    en: `❌ The draft is discarded: ${who}.`,
  }),
  draftSettled: (who: string): Text => ({
    ru: `Этот черновик уже решён: ${who}.`,
    en: `This draft has already been settled: ${who}.`,
  }),

  // What an operator chooses
  about: { ru: 'О чём писать вам', en: 'What to tell you of' },
  menu: { ru: '🔔 Уведомления', en: '🔔 Notifications' },
  choose: {
    ru: '<b>Уведомления</b>\nО чём бот пишет вам сам. Нажмите, чтобы включить или выключить.',
    en: '<b>Notifications</b>\nWhat the bot tells you of by itself. Tap to switch.',
  },
  quiet: (from: number, to: number): Text => ({
    ru: `🔕 Без звука с ${from} до ${to}`,
    en: `🔕 Silent from ${from} to ${to}`,
  }),
  noQuiet: { ru: '🔔 Звук всегда', en: '🔔 Always with sound' },
  chooseQuiet: {
    ru: 'Когда присылать без звука? Часы — по часовому поясу команды.',
    en: 'When to stay silent? The hours are those of the team’s time zone.',
  },
  always: { ru: 'Всегда со звуком', en: 'Always with sound' },
};
