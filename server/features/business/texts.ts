import type { Text } from '../../base/text.ts';

export const texts = {
  isAccount: {
    ru: 'Этот Telegram-аккаунт уже есть в пуле: он слышит и отвечает сам. Чтобы работать через бота, сначала удалите аккаунт из пула.',
    en: 'This Telegram account is in the pool already: it hears and answers by itself. To go through the bot, delete the account from the pool first.',
  } satisfies Text,
  notWaiting: {
    ru: 'Владелец уже отключил бота от этого аккаунта. Пусть подключит его снова: Настройки Telegram → Telegram для бизнеса → Чат-боты.',
    en: 'The owner has disconnected the bot from this account. Let them connect it again: Telegram Settings → Telegram Business → Chatbots.',
  } satisfies Text,
  removed: {
    ru: 'Бизнес-аккаунт отключён: бот больше ничего в нём не читает и не пишет.',
    en: 'The business account is disconnected: the bot reads and writes nothing in it any more.',
  } satisfies Text,
};
