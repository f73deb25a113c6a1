import type { Text } from '../../base/text.ts';
import type { WaitingReason } from '../messages/message.ts';

export const texts = {
  noSuchDialog: (number: number): Text => ({
    ru: `Диалога ${number} нет. Список диалогов: GET /dialogs.`,
    en: `There is no dialog ${number}. The list of dialogs: GET /dialogs.`,
  }),
  hasEnded: {
    ru: 'Этот диалог уже завершён.',
    en: 'This dialog has already ended.',
  },
  badCursor: {
    ru: 'Параметр after неверен: подставьте в него next из предыдущего ответа с тем же sort.',
    en: 'The parameter after is wrong: give it the next of the previous answer with the same sort.',
  },
  notSnoozed: { ru: 'Диалог больше не отложен.', en: 'The dialog is no longer put off.' },
  stopped: { ru: 'Диалог остановлен.', en: 'The dialog is stopped.' },
  completed: { ru: 'Диалог завершён.', en: 'The dialog is completed.' },
  handedOver: { ru: 'Диалог передан оператору.', en: 'The dialog is handed over to an operator.' },
  resumed: {
    ru: 'Диалог снова ведёт скрипт.',
    en: 'The script leads the dialog again.',
  },
  nothingToResume: {
    ru: 'Этот диалог некому вести: ни кампании, ни роли ИИ в нём нет.',
    en: 'Nothing can lead this dialog: it has neither a campaign nor an AI role.',
  },
  assigned: { ru: 'Диалог назначен.', en: 'The dialog is assigned.' },
  unassigned: {
    ru: 'С диалога снят ответственный.',
    en: 'Nobody is responsible for the dialog now.',
  },
  operatorNotFound: { ru: 'Такого оператора нет.', en: 'There is no such operator.' },
  roleNotFound: { ru: 'Такой роли ИИ нет.', en: 'There is no such AI role.' },
  snoozed: (until: string): Text => ({
    ru: `Диалог отложен до ${until}: тогда он напомнит о себе.`,
    en: `The dialog is put off until ${until}; it will come up again then.`,
  }),
  snoozeWhen: {
    ru: 'Укажите until (время) или days (через сколько дней).',
    en: 'Give until (a moment) or days (in how many days).',
  },
  snoozePast: { ru: 'Это время уже прошло.', en: 'That moment has passed.' },
  changed: { ru: 'Сохранено.', en: 'Saved.' },
  corrected: { ru: 'Вердикт исправлен.', en: 'The verdict is corrected.' },
  judgementNotFound: { ru: 'Такого вердикта нет.', en: 'There is no such verdict.' },
  draftForNobody: {
    ru: 'Этот черновик больше некому отправить: диалога нет.',
    en: 'This draft can no longer be sent to anybody: its dialog is gone.',
  },
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
    ru: 'Диалог передан оператору, скрипт в нём больше не пишет.',
    en: 'The dialog was handed over to an operator; the script writes no more in it.',
  },
  fileLost: {
    ru: 'Telegram больше не отдаёт этот файл.',
    en: 'Telegram does not give this file any more.',
  },
};

/** Why a dialog waits for a person. */
export const waitingTexts: Record<WaitingReason, Text> = {
  question: { ru: 'Человек задал вопрос.', en: 'The person asked a question.' },
  unclear: {
    ru: 'Неясно, что человек имел в виду.',
    en: 'It is not clear what the person meant.',
  },
  media: {
    ru: 'Пришёл файл или голосовое: его нужно посмотреть.',
    en: 'A file or a voice message came: somebody has to look at it.',
  },
  script_ended: {
    ru: 'Человек согласился, а скрипт закончился.',
    en: 'The person agreed, and the script is at its end.',
  },
  draft: { ru: 'ИИ написал ответ: проверьте его.', en: 'The AI wrote an answer: look at it.' },
  ai_failed: {
    ru: 'ИИ не смог ответить на этот вопрос.',
    en: 'The AI could not answer this.',
  },
  wrote_after_stop: {
    ru: 'Человек просил не писать, но написал сам.',
    en: 'The person had asked not to be written to and wrote again.',
  },
  asked_by_operator: { ru: 'Диалог взял оператор.', en: 'An operator took the dialog.' },
  reminder: { ru: 'Вы просили напомнить.', en: 'You asked to be reminded.' },
};

const decisions: Record<string, Text> = {
  stop: {
    ru: 'Больше никто не пишет этому человеку.',
    en: 'Nobody writes to this person any more.',
  },
  next_stage: { ru: 'Следующий этап скрипта.', en: 'The next stage of the script.' },
  waits: {
    ru: 'Предыдущее сообщение ещё не ушло: ждём его.',
    en: 'The message before has not left yet: it is waited for.',
  },
  complete: { ru: 'Скрипт пройден.', en: 'The script is gone through.' },
  stuck: { ru: 'Скрипт не смог продолжить.', en: 'The script could not go on.' },
  answer: { ru: 'Отвечает ИИ.', en: 'The AI answers.' },
  leave: { ru: 'Диалог ведёт человек.', en: 'A person leads the dialog.' },
};

/** What followed from a judged reply, for people. */
export function decisionText(decision: string): Text {
  const because = /^hand_over:(\w+)$/.exec(decision)?.[1];
  const waiting = because ? waitingTexts[because as WaitingReason] : undefined;
  if (waiting)
    return { ru: `Ждёт оператора. ${waiting.ru}`, en: `Waits for an operator. ${waiting.en}` };
  return decisions[decision] ?? { ru: decision, en: decision };
}
