import type { Text } from '../../base/text.ts';

export const texts = {
  tooMany: (most: number): Text => ({
    ru: `Сервер уже держит ${most} живых подключений, больше он не примет. Закройте лишние вкладки или повторите через минуту.`,
    en: `The server already keeps ${most} live connections and takes no more. Close tabs you do not need, or try again in a minute.`,
  }),
  closing: {
    ru: 'Сервер останавливается. Подключитесь снова через несколько секунд.',
    en: 'The server is stopping. Connect again in a few seconds.',
  },
  badPlace: {
    ru: 'Last-Event-ID или after неверны: подставьте в них id последнего полученного сообщения.',
    en: 'Last-Event-ID or after is wrong: give it the id of the last message you got.',
  },
};
