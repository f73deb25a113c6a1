import { enCount, ruCount, type Text } from '../../base/text.ts';

/** What Telegram's refusals mean to the one who sent the message. */
export const problemTexts = {
  floodWait: (seconds: number): Text => ({
    ru: `Telegram просит подождать ${ruCount(seconds, ['секунду', 'секунды', 'секунд'])}. Аккаунт отправлен отдыхать.`,
    en: `Telegram asks to wait ${enCount(seconds, 'second')}. The account has been put to rest.`,
  }),
  businessEnded: {
    ru: 'Владелец отключил бота от своего бизнес-аккаунта. Подключить снова: Настройки Telegram → Telegram для бизнеса → Чат-боты.',
    en: 'The owner has disconnected the bot from their business account. To connect it again: Telegram Settings → Telegram Business → Chatbots.',
  },
  botSignedOut: {
    ru: 'Токен бота больше не действует. Возьмите новый у @BotFather и укажите его в настройках.',
    en: 'The token of the bot is no longer valid. Take a new one from @BotFather and enter it in the settings.',
  },
  banned: { ru: 'Аккаунт забанен Telegram.', en: 'Telegram has banned the account.' },
  limited: {
    ru: 'Telegram ограничил аккаунт: он слишком много писал незнакомым людям.',
    en: 'Telegram has limited the account: it wrote to too many strangers.',
  },
  signedOut: {
    ru: 'Сессия аккаунта больше не действует. Войдите в него заново (POST /accounts/login).',
    en: 'The session of the account is no longer valid. Sign in again (POST /accounts/login).',
  },
  blocked: {
    ru: 'Человек заблокировал этот аккаунт.',
    en: 'The person has blocked this account.',
  },
  privacy: {
    ru: 'Настройки приватности человека не разрешают ему писать.',
    en: 'The person’s privacy settings do not let this account write.',
  },
  notAddable: {
    ru: 'Человек не разрешает добавлять себя в чаты.',
    en: 'The person does not let themselves be added to chats.',
  },
  leftChat: {
    ru: 'Человек сам вышел из этого чата: добавить его обратно может только взаимный контакт.',
    en: 'The person once left this chat: only a mutual contact could add them again.',
  },
  alreadyInChat: {
    ru: 'Человек уже состоит в этом чате.',
    en: 'The person is in this chat already.',
  },
  bannedInChat: {
    ru: 'В этом чате человек заблокирован. Приглашать его не стали.',
    en: 'The person is banned in this chat, and was not invited.',
  },
  cannotInvite: {
    ru: 'Аккаунт больше не может приглашать в этот чат: он там не администратор, или чат закрыт.',
    en: 'The account may not invite into this chat any more: it is no administrator there, or the chat is closed.',
  },
  peerNotFound: {
    ru: 'Этот аккаунт не может найти такого человека. Проверьте user_id, username или телефон. По одному user_id можно писать только тем, с кем аккаунт уже знаком.',
    en: 'This account cannot find such a person. Check the user_id, username or phone. By user_id alone only people the account has already met can be written to.',
  },
  invalidMedia: (code: string): Text => ({
    ru: `Telegram не принял файл: ${code}.`,
    en: `Telegram did not take the file: ${code}.`,
  }),
  proxyUnavailable: {
    ru: 'Прокси аккаунта не отвечает. Проверьте его или отключите.',
    en: 'The proxy of the account does not answer. Check it or switch it off.',
  },
  unavailable: {
    ru: 'Telegram не отвечает. Повторите позже.',
    en: 'Telegram does not answer. Try again later.',
  },
  refused: (code: string): Text => ({
    ru: `Telegram отказал: ${code}.`,
    en: `Telegram refused: ${code}.`,
  }),
};
