import type { Text } from '../../base/text.ts';
import type { JobStatus } from './tables.ts';

export const statusTexts: Record<JobStatus, Text> = {
  queued: { ru: 'ждёт очереди', en: 'waits for its turn' },
  running: { ru: 'идёт', en: 'going on' },
  done: { ru: 'готово', en: 'done' },
  failed: { ru: 'не удалось', en: 'failed' },
  cancelled: { ru: 'отменено', en: 'cancelled' },
};

/** What the workspace's bot says about long work. */
export const botTexts = {
  numberNeeded: { ru: 'Нужен номер задания.', en: 'A job’s number is needed.' },
  cancel: { ru: 'Отменить', en: 'Cancel' },
  done: (done: number, total: number | undefined): Text => ({
    ru: total === undefined ? `Сделано: ${done}` : `${done} из ${total}`,
    en: total === undefined ? `Done: ${done}` : `${done} of ${total}`,
  }),
};
