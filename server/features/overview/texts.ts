import { escapeHtml } from '../../base/telegram-html.ts';
import type { Text } from '../../base/text.ts';

/** What is wrong with an account, and what to do about it. */
export const helpTexts = {
  needs_sign_in: {
    ru: 'Вышел из Telegram: войдите в него заново по номеру телефона.',
    en: 'It is signed out of Telegram: sign in again by phone.',
  },
  banned: {
    ru: 'Забанен Telegram. Его диалоги сохранены, писать с него больше нельзя.',
    en: 'Telegram has banned it. Its dialogs are kept; it cannot write any more.',
  },
  limited: {
    ru: 'Telegram ограничил его: новым людям он пока не пишет. Проверьте его через @SpamBot.',
    en: 'Telegram has limited it: it does not write to new people for now. Check it with @SpamBot.',
  },
  unreachable: {
    ru: 'Не может соединиться с Telegram: проверьте прокси и сеть.',
    en: 'It cannot connect to Telegram: check its proxy and the network.',
  },
} satisfies Record<string, Text>;

/** What the workspace's bot says of today. */
export const botTexts = {
  menu: { ru: '📊 Сводка', en: '📊 Today' },
  aboutStats: { ru: 'Как дела сегодня', en: 'How things stand today' },
  today: (today: {
    sent: number;
    first: number;
    failed: number;
    replies: number;
    refusals: number;
    converted: number;
  }): Text => ({
    ru: `Сегодня отправлено <b>${today.sent}</b>, из них новым людям ${today.first}; не ушло ${today.failed}.\nОтветов <b>${today.replies}</b>, отказов ${today.refusals}, достигли цели ${today.converted}.`,
    en: `Sent today: <b>${today.sent}</b>, ${today.first} of them to new people; ${today.failed} failed.\nReplies: <b>${today.replies}</b>, refusals: ${today.refusals}, reached the goal: ${today.converted}.`,
  }),
  waiting: (count: number): Text => ({
    ru: count === 0 ? 'Человека никто не ждёт.' : `Ждут человека: <b>${count}</b>. Список: /list`,
    en:
      count === 0
        ? 'Nobody waits for a person.'
        : `Waiting for a person: <b>${count}</b>. The list: /list`,
  }),
  accounts: (pool: {
    total: number;
    used_today: number;
    limit_today: number;
    in_trouble: number;
  }): Text => ({
    ru:
      pool.total === 0
        ? 'Аккаунтов пока нет. Добавить: /add_account'
        : `Аккаунтов ${pool.total}, сегодня с них ушло ${pool.used_today} из ${pool.limit_today}${pool.in_trouble ? `, с неполадками ${pool.in_trouble}` : ''}.`,
    en:
      pool.total === 0
        ? 'There are no accounts yet. To add one: /add_account'
        : `Accounts: ${pool.total}, sent from them today: ${pool.used_today} of ${pool.limit_today}${pool.in_trouble ? `, in trouble: ${pool.in_trouble}` : ''}.`,
  }),
  campaign: (id: number, name: string, progress: { total: number; planned: number }): Text => ({
    ru: `Кампания <b>${id}</b> ${escapeHtml(name)}: начато ${progress.total - progress.planned} из ${progress.total}.`,
    en: `Campaign <b>${id}</b> ${escapeHtml(name)}: begun with ${progress.total - progress.planned} of ${progress.total}.`,
  }),
};
