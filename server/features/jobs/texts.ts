import type { Text } from '../../base/text.ts';

export const texts = {
  notFound: {
    ru: 'Такого задания нет. Список: GET /jobs.',
    en: 'There is no such job. The list: GET /jobs.',
  },
  notFailed: {
    ru: 'Повторить можно только задание, которое не удалось.',
    en: 'Only a job that failed can be tried again.',
  },
  finished: {
    ru: 'Задание уже закончено, отменять нечего.',
    en: 'The job has already ended, there is nothing to cancel.',
  },
  noFile: {
    ru: 'У этого задания нет файла, или его срок хранения истёк.',
    en: 'This job has no file, or it was kept long enough and is gone.',
  },
  internal: {
    ru: 'Внутренняя ошибка. Подробности в журнале сервера.',
    en: 'Internal error. The details are in the server log.',
  },
  crashed: {
    ru: 'Процесс несколько раз завершался во время этого задания. Подробности в журнале сервера.',
    en: 'The process ended several times in the middle of this job. The details are in the server log.',
  },
  unknownKind: {
    ru: 'Эта версия программы не умеет выполнять такое задание.',
    en: 'This version of the program cannot do such a job.',
  },
} satisfies Record<string, Text>;
