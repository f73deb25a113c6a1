import { enCount, ruCount, type Text } from '../../base/text.ts';

const ruPeople = (n: number) => ruCount(n, ['человек', 'человека', 'человек']);
const enPeople = (n: number) => enCount(n, 'person', 'people');

export const texts = {
  notAdmin: (key: string, title: string): Text => ({
    ru: `Аккаунт ${key} не администратор чата «${title}». Собирать людей можно только из чатов, которыми управляет ваш аккаунт: попросите владельца сделать его администратором.`,
    en: `The account ${key} is no administrator of the chat "${title}". People can be collected only from chats that your account administers: ask the owner to make it an administrator.`,
  }),
  rightsLacking: {
    ru: 'Telegram показывает это только администраторам чата, а аккаунт не из их числа.',
    en: 'Telegram shows this to administrators of the chat only, and the account is none.',
  },
  closed: {
    ru: 'Такого чата нет, или он закрыт для этого аккаунта. Годится @имя, ссылка t.me или номер чата, в котором аккаунт состоит.',
    en: 'There is no such chat, or it is closed to this account. Give its @name, t.me link, or the number of a chat that the account is in.',
  },
  requested: {
    ru: 'Чат принимает по заявкам: заявка отправлена и ждёт решения администратора.',
    en: 'The chat lets in by request: the request is sent and waits for an administrator.',
  },
  tooManyChats: {
    ru: 'Аккаунт состоит в таком числе чатов, какое Telegram допускает. Выйдите из лишних.',
    en: 'The account is in as many chats as Telegram allows. Leave some of them.',
  },
  wait: {
    ru: 'Telegram просит подождать.',
    en: 'Telegram asks to wait.',
  },
  proxyUnavailable: {
    ru: 'Прокси аккаунта не отвечает. Проверьте его или отключите.',
    en: 'The account’s proxy does not answer. Check it or switch it off.',
  },
  unavailable: {
    ru: 'Не удалось связаться с Telegram. Повторите позже.',
    en: 'Telegram could not be reached. Try again later.',
  },
  refused: (code: string): Text => ({
    ru: `Telegram отказал: ${code}.`,
    en: `Telegram refused: ${code}.`,
  }),
  collectTitle: (name: string, chat: string): Text => ({
    ru: `Сбор аудитории «${name}» из чата «${chat}»`,
    en: `Collecting the audience "${name}" from the chat "${chat}"`,
  }),
  writersTitle: (name: string): Text => ({
    ru: `Сбор аудитории «${name}» из тех, кто писал`,
    en: `Collecting the audience "${name}" from those who wrote`,
  }),
  basisNeeded: (name: string): Text => ({
    ru: `Источник «${name}» ещё не объявлен. Укажите, почему этим людям можно писать: source.basis (opt_in, customer, contract или public_business).`,
    en: `The source "${name}" is not declared yet. Say why these people may be written to: source.basis (opt_in, customer, contract or public_business).`,
  }),
  notInbound: {
    ru: 'Участники чата вам не писали: основание inbound для них не подходит. Тех, кто писал, собирает from: "wrote".',
    en: 'The members of a chat did not write to you: the basis inbound does not fit them. Those who wrote are collected with from: "wrote".',
  },
  accountCannot: (key: string): Text => ({
    ru: `Аккаунт ${key} отключён или заблокирован: собрать людей он уже не может.`,
    en: `The account ${key} is disabled or banned: it cannot collect people any more.`,
  }),
  waitsForAccount: (key: string): Text => ({
    ru: `Аккаунт ${key} на паузе или не на связи. Сбор продолжится сам.`,
    en: `The account ${key} is paused or not connected. Collecting goes on by itself.`,
  }),
  isFull: (most: number): Text => ({
    ru: `В аудитории уже ${ruPeople(most)} — больше тариф не допускает. Остальные участники чата не добавлены.`,
    en: `The audience has ${enPeople(most)}, and the plan allows no more. The other members of the chat were not added.`,
  }),
  badReference: {
    ru: 'Не похоже на канал. Укажите @имя или ссылку: https://t.me/имя, https://t.me/+…',
    en: 'That does not look like a channel. Give its @name or a link: https://t.me/name, https://t.me/+…',
  },
  channelKnown: (reference: string): Text => ({
    ru: `Канал ${reference} уже в этом списке.`,
    en: `The channel ${reference} is on this list already.`,
  }),
  tooManyChannels: (most: number): Text => ({
    ru: `В списке не больше ${ruCount(most, ['канала', 'каналов', 'каналов'])}. Уберите лишние.`,
    en: `The list holds no more than ${enCount(most, 'channel')}. Take some off.`,
  }),
  noChannel: {
    ru: 'Такого канала в списке нет. Список: GET /warmup/channels.',
    en: 'There is no such channel on the list. The list: GET /warmup/channels.',
  },
  channelRemoved: {
    ru: 'Канал убран из списка. Аккаунты, которые в нём состоят, из него не вышли.',
    en: 'The channel is off the list. Accounts that are in it have not left it.',
  },
};
