import { enCount, ruCount, type Text } from '../../../base/text.ts';
import type { RehearsalRecord } from './protocol.ts';

export const texts = {
  title: (name: string): Text => ({
    ru: `Репетиция кампании «${name}»`,
    en: `Rehearsal of the campaign "${name}"`,
  }),
  notFound: { ru: 'Такой репетиции нет.', en: 'There is no such rehearsal.' },
  isDone: {
    ru: 'Кампания завершена, репетировать нечего.',
    en: 'The campaign is done: there is nothing to rehearse.',
  },
  nobody: {
    ru: 'Писать некому: в аудитории нет никого, кому эта кампания написала бы. Почему, покажет прогноз: GET /campaigns/:id/forecast.',
    en: 'There is nobody to write to: the audience holds no one this campaign would write to. The forecast tells why: GET /campaigns/:id/forecast.',
  },
  noAccounts: {
    ru: 'Писать не с чего: ни один аккаунт кампании сейчас не работает.',
    en: 'There is nothing to write from: no account of the campaign is at work at present.',
  },
  brokeOff: {
    ru: 'Репетиция оборвалась. Запустите её ещё раз; если повторится, причина есть в журнале сервера.',
    en: 'The rehearsal broke off. Start it again; should it happen again, the log of the server tells why.',
  },
};

export const endingTexts: Record<RehearsalRecord['ending'], Text> = {
  done: { ru: 'Кампания дошла до конца.', en: 'The campaign came to its end.' },
  waiting: {
    ru: 'Скрипт сказал всё, что мог; оставшиеся диалоги ждут операторов.',
    en: 'The script has said all it could; the dialogs that are left wait for operators.',
  },
  paused: {
    ru: 'Кампания остановилась сама: слишком много отправок не удалось.',
    en: 'The campaign paused by itself: too many sends failed.',
  },
  horizon: {
    ru: 'За полгода кампания не закончилась.',
    en: 'In half a year the campaign did not end.',
  },
  late: {
    ru: 'Репетиция не успела дойти до конца: показано то, что успело произойти.',
    en: 'The rehearsal ran out of time: what is shown is as far as it came.',
  },
};

/** Why a dialog was handed to a person. */
export const handOverTexts: Record<string, Text> = {
  question: { ru: 'Человек задал вопрос.', en: 'The person asked something.' },
  unclear: { ru: 'Непонятно, согласен ли человек.', en: 'It isn’t clear whether they agree.' },
  media: { ru: 'Пришло голосовое, фото или файл.', en: 'A voice message, photo or file came.' },
  script_ended: { ru: 'Скрипт не знает, что дальше.', en: 'The script knows no further.' },
  wrote_after_stop: { ru: 'Человек написал после отказа.', en: 'They wrote after a refusal.' },
};

const people = (n: number) => ruCount(n, ['человека', 'человек', 'человек']);

/** What an operator should look at before the launch. */
export const problemTexts: Record<string, (count: number) => Text> = {
  empty_text: (n) => ({
    ru: `У ${people(n)} текст вышел пустым или слишком длинным: им ничего не отправлено.`,
    en: `For ${enCount(n, 'person', 'people')} the text came out empty or too long: nothing was sent.`,
  }),
  no_stage: (n) => ({
    ru: `Для ${people(n)} не подошёл ни один этап скрипта.`,
    en: `No stage of the script fits ${enCount(n, 'person', 'people')}.`,
  }),
  unanswered_questions: (n) => ({
    ru: `Вопросы остались без ответа: ${ruCount(n, ['диалог', 'диалога', 'диалогов'])}. Задайте роль ИИ или посадите оператора.`,
    en: `Questions were left without an answer: ${enCount(n, 'dialog')}. Set an AI role, or have an operator at hand.`,
  }),
  sends_failed: (n) => ({
    ru: `Не удалось отправить ${ruCount(n, ['сообщение', 'сообщения', 'сообщений'])}.`,
    en: `${enCount(n, 'message')} could not be sent.`,
  }),
  paused: () => endingTexts.paused,
  not_finished: () => endingTexts.horizon,
  out_of_time: () => endingTexts.late,
  nothing_sent: () => ({ ru: 'Не ушло ни одного сообщения.', en: 'Not one message left.' }),
  many_refusals: (n) => ({
    ru: `Отказалась больше чем четверть: ${n}. Проверьте аудиторию и первое сообщение.`,
    en: `More than a quarter refused: ${n}. Look at the audience and the first message.`,
  }),
  program_errors: (n) => ({
    ru: `Внутренних ошибок: ${n}. Сообщите тем, кто ведёт этот сервер.`,
    en: `Internal errors: ${n}. Tell those who run this server.`,
  }),
};
