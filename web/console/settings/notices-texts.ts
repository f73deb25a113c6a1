import { defineTexts } from '../../shared/language.tsx';

export const noticesTexts = defineTexts(
  {
    title: 'Мои уведомления',
    hint: 'О чём бот пишет вам сам. То же — командой /notifications в боте.',
    notLinked: 'Чтобы получать уведомления, привяжите свой Telegram: карточка выше.',
    quiet: 'Тихие часы',
    quietHint: 'Уведомления приходят без звука. Часы — по часовому поясу команды.',
    from: 'Тихо с',
    to: 'Тихо до',
    group: 'Диалоги в группе Telegram',
    groupHint:
      'Создайте группу с темами, добавьте бота администратором с правом «Управление темами» и напишите в ней /inbox. Каждый диалог, которому нужен человек, станет темой.',
    connected: (title: string) => `Диалоги, которым нужен человек, приходят темами в «${title}».`,
    problem: (code: string) =>
      `Telegram не даёт боту работать с темами: ${code}. Проверьте его права в группе.`,
    disconnect: 'Отключить группу',
  },
  {
    title: 'My notifications',
    hint: 'What the bot tells you of by itself. The same with /notifications in the bot.',
    notLinked: 'To be told, link your Telegram: the card above.',
    quiet: 'Quiet hours',
    quietHint: 'Notifications come without sound. The hours are those of the team’s time zone.',
    from: 'Quiet from',
    to: 'Quiet until',
    group: 'Dialogs in a Telegram group',
    groupHint:
      'Make a group with topics, add the bot as an administrator who may manage topics, and say /inbox there. Each dialog that needs a person becomes a topic.',
    connected: (title: string) => `Dialogs that need a person come as topics into “${title}”.`,
    problem: (code: string) =>
      `Telegram does not let the bot work with topics: ${code}. See to its rights in the group.`,
    disconnect: 'Disconnect the group',
  },
);
