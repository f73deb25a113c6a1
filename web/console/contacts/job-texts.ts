import { defineTexts } from '../../shared/language.tsx';

export const jobTexts = defineTexts(
  {
    queued: 'Ждёт очереди',
    running: 'Идёт',
    done: 'Готово',
    failed: 'Не получилось',
    cancelled: 'Остановлено: что успели, осталось',
    of: (done: string, total: string) => `${done} из ${total}`,
    download: 'Скачать файл',
  },
  {
    queued: 'Waits for its turn',
    running: 'Under way',
    done: 'Done',
    failed: 'It failed',
    cancelled: 'Stopped; what was done stays',
    of: (done, total) => `${done} of ${total}`,
    download: 'Download the file',
  },
);
