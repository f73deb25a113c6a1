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
