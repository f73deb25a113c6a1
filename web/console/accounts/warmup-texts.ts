import { enCount, ruCount } from '../../shared/counts.ts';
import { defineTexts } from '../../shared/language.tsx';

/** The warm-up of one account, and the channels it reads. */
export const warmupTexts = defineTexts(
  {
    plan: 'План прогрева',
    notWarming: 'Аккаунт не на прогреве.',
    day: (n: number, most: number) => `День ${n} из ${most}`,
    allowance: 'Новых сообщений в день',
    channels: 'Каналы',
    hint: 'На прогреве аккаунт вступает в один-два канала в день и читает их несколько раз в день, только в рабочие часы. Ничего не пишет и не ставит реакций.',
    empty: 'Каналов в списке нет. Добавьте первый.',
    states: {
      new: 'ещё не вступил',
      joined: 'читает',
      requested: 'заявка отправлена',
      refused: 'не пустили',
    },
    forAll: 'для всех аккаунтов',
    own: 'только для этого',
    posts: (n: number) => ruCount(n, ['пост', 'поста', 'постов']),
    today: (joins: number, reads: number) => `Сегодня: вступил ${joins}, прочитал ${reads}`,
    next: { join: 'Дальше вступит в', read: 'Дальше прочитает' },
    add: 'Добавить канал',
    name: '@имя или ссылка на канал',
    onlyThis: 'Только для этого аккаунта',
    remove: (name: string) => `Убрать ${name}`,
  },
  {
    plan: 'The plan of the warm-up',
    notWarming: 'The account is not warming up.',
    day: (n, most) => `Day ${n} of ${most}`,
    allowance: 'New messages a day',
    channels: 'Channels',
    hint: 'A warming account joins one or two channels a day and reads them a few times a day, within working hours only. It writes nothing and leaves no reactions.',
    empty: 'There is no channel on the list. Add the first one.',
    states: {
      new: 'not joined yet',
      joined: 'reads it',
      requested: 'asked to be let in',
      refused: 'not let in',
    },
    forAll: 'for all accounts',
    own: 'for this one only',
    posts: (n) => enCount(n, 'post'),
    today: (joins, reads) => `Today: joined ${joins}, read ${reads}`,
    next: { join: 'Next it joins', read: 'Next it reads' },
    add: 'Add the channel',
    name: '@name or link of the channel',
    onlyThis: 'For this account only',
    remove: (name) => `Take ${name} off`,
  },
);
