import type { MessageType } from '../../../contract/messages.ts';
import type { Text } from '../../base/text.ts';

export const texts = {
  connected: {
    ru: 'Готово: диалоги, которым нужен человек, будут приходить сюда темами.\n\nЧто операторы пишут в теме, уходит человеку. Начните сообщение с «/ » (косая черта и пробел), и оно останется заметкой для своих. Отключить: /inbox off',
    en: 'Done: dialogs that need a person come here as topics.\n\nWhat operators write in a topic goes to the person. Begin a message with “/ ” (a slash and a space), and it stays a note for the team. To end this: /inbox off',
  },
  disconnected: {
    ru: 'Диалоги сюда больше не приходят. Темы остались как есть.',
    en: 'Dialogs no longer come here. The topics stay as they are.',
  },
  notConnected: {
    ru: 'Эта группа и так не подключена.',
    en: 'This group isn’t connected anyway.',
  },
  noTopics: {
    ru: 'В этой группе нет тем. Включите «Темы» в настройках группы и повторите /inbox.',
    en: 'This group has no topics. Turn on “Topics” in the group’s settings and say /inbox again.',
  },
  noRight: {
    ru: 'Боту не хватает прав. Сделайте его администратором с правом «Управление темами» и повторите /inbox.',
    en: 'The bot lacks a right. Make it an administrator who may manage topics and say /inbox again.',
  },
  othersGroup: {
    ru: 'Эта группа уже принадлежит другой команде.',
    en: 'This group already belongs to another team.',
  },
  notAllowed: {
    ru: 'Подключать группу могут владелец и администраторы.',
    en: 'Only the owner and administrators may connect a group.',
  },
  problem: {
    ru: '⚠️ Telegram не даёт боту работать с темами. Проверьте, что в группе включены темы, а бот — администратор с правом «Управление темами».',
    en: '⚠️ Telegram does not let the bot work with topics. See that the group has topics and that the bot is an administrator who may manage them.',
  },
  onlyOperators: {
    ru: 'Бот слушает здесь только операторов. Если вы из команды, привяжите свой Telegram: пульт → Настройки → Боты → «Привязать мой Telegram».',
    en: 'The bot listens to operators alone here. If you are of the team, link your Telegram: console → Settings → Bots → “Link my Telegram”.',
  },
  noted: { ru: '📝 Записано: видят только свои.', en: '📝 Noted, for the team alone.' },
  nothingToSend: {
    ru: 'Такое сообщение переслать нельзя. Подойдут текст, фото или файл.',
    en: 'Such a message can’t be passed on. A text, a photo or a file can.',
  },
  tooLarge: { ru: 'Файл больше 20 МБ.', en: 'The file is larger than 20 MB.' },
  cannotSend: {
    ru: 'Ваша роль не позволяет отвечать людям.',
    en: 'Your role does not let you answer people.',
  },
  notSent: (why: string): Text => ({ ru: `❌ Не ушло. ${why}`, en: `❌ Not sent. ${why}` }),
  operator: (name: string): Text => ({ ru: `Оператор ${name}`, en: `Operator ${name}` }),
  somebody: { ru: 'Оператор', en: 'An operator' },
  assistant: { ru: 'ИИ', en: 'AI' },
  script: { ru: 'Скрипт', en: 'Script' },
  us: { ru: 'Мы', en: 'We' },
};

/** What stands for a file that can't be shown. */
export const fileTexts: Record<Exclude<MessageType, 'text'>, Text> = {
  photo: { ru: 'фото', en: 'photo' },
  video: { ru: 'видео', en: 'video' },
  video_note: { ru: 'видеосообщение', en: 'video message' },
  voice: { ru: 'голосовое', en: 'voice message' },
  document: { ru: 'файл', en: 'file' },
};
