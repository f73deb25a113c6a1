import { enCount, ruCount, type Text } from '../../../base/text.ts';
import type { VisitState } from './reading-plan.ts';

/** What bots say about the warm-up. */
export const botTexts = {
  menu: { ru: '🔥 Прогрев', en: '🔥 Warm-up' },
  about: { ru: 'Прогрев аккаунтов', en: 'The warm-up of accounts' },
  title: { ru: '<b>Прогрев</b>', en: '<b>Warm-up</b>' },
  none: {
    ru: 'Сейчас ни один аккаунт не прогревается. Новый аккаунт начинает прогрев сам.',
    en: 'No account is warming up now. A new account begins to by itself.',
  },
  day: (day: number, most: number, messages: number): Text => ({
    ru: `день ${day} из ${most}, сегодня новых сообщений до ${messages}`,
    en: `day ${day} of ${most}, up to ${enCount(messages, 'new message')} today`,
  }),
  read: (joins: number, reads: number): Text => ({
    ru: `каналы сегодня: вступил ${joins}, прочитал ${reads}`,
    en: `channels today: joined ${joins}, read ${reads}`,
  }),
  notWarming: { ru: 'Аккаунт не на прогреве.', en: 'The account is not warming up.' },
  plan: (lines: string): Text => ({
    ru: `План (новых сообщений в день):\n${lines}`,
    en: `The plan (new messages a day):\n${lines}`,
  }),
  channelsOf: { ru: '<b>Каналы</b>', en: '<b>Channels</b>' },
  next: (what: 'join' | 'read', channel: string, at: string): Text => ({
    ru: `Дальше: ${what === 'join' ? 'вступит в' : 'прочитает'} ${channel} около ${at}.`,
    en: `Next: ${what === 'join' ? 'joins' : 'reads'} ${channel} at about ${at}.`,
  }),
  waits: (problem: string): Text => ({
    ru: `В прошлый раз помешало: ${problem}.`,
    en: `Kept from it the last time by ${problem}.`,
  }),
  list: { ru: '📺 Каналы для всех', en: '📺 Channels for all' },
  listTitle: {
    ru: '<b>Каналы для прогрева</b>\nКаждый аккаунт на прогреве вступает в один-два в день и читает их несколько раз в день. Нажмите на канал, чтобы убрать его.',
    en: '<b>Channels for the warm-up</b>\nEach warming account joins one or two a day, and reads them a few times a day. Press a channel to take it off.',
  },
  empty: { ru: 'Список пуст.', en: 'The list is empty.' },
  add: { ru: '➕ Добавить канал', en: '➕ Add a channel' },
  addOwn: { ru: '➕ Канал этому аккаунту', en: '➕ A channel for this account' },
  whichChannel: {
    ru: 'Какой канал добавить? Пришлите @имя или ссылку.',
    en: 'Which channel shall be added? Send its @name or link.',
  },
  more: { ru: 'Дальше', en: 'More' },
  posts: (n: number): Text => ({
    ru: ruCount(n, ['пост', 'поста', 'постов']),
    en: enCount(n, 'post'),
  }),
};

export const stateTexts: Record<VisitState, Text> = {
  new: { ru: 'ещё не вступил', en: 'not joined yet' },
  joined: { ru: 'читает', en: 'reads it' },
  requested: { ru: 'заявка отправлена', en: 'asked to be let in' },
  refused: { ru: 'не пустили', en: 'not let in' },
};
