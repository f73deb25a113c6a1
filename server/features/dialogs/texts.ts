export const texts = {
  noDialog: {
    ru: 'С этим человеком диалога ещё не было.',
    en: 'There has been no dialog with this person yet.',
  },
  noFile: {
    ru: 'Такого файла нет.',
    en: 'There is no such file.',
  },
  fileLost: {
    ru: 'Telegram больше не отдаёт этот файл.',
    en: 'Telegram does not give this file any more.',
  },
};
