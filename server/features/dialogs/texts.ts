export const texts = {
  noDialog: {
    ru: 'С этим человеком диалога ещё не было.',
    en: 'There has been no dialog with this person yet.',
  },
  noFile: {
    ru: 'Такого файла нет.',
    en: 'There is no such file.',
  },
  dialog_ended: {
    ru: 'Диалог завершён, сообщение больше не нужно.',
    en: 'The dialog has ended; the message is no longer needed.',
  },
  handed_over: {
    ru: 'Диалог передан оператору, сценарий в нём больше не пишет.',
    en: 'The dialog was handed over to an operator; the script writes no more in it.',
  },
  fileLost: {
    ru: 'Telegram больше не отдаёт этот файл.',
    en: 'Telegram does not give this file any more.',
  },
};
