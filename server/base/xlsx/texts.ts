import type { Text } from '../text.ts';

export const texts = {
  damaged: {
    ru: 'Файл повреждён или это не книга Excel (.xlsx). Откройте его в Excel и сохраните заново.',
    en: 'The file is damaged or is no Excel workbook (.xlsx). Open it in Excel and save it again.',
  },
  tooManyRows: (most: number): Text => ({
    ru: `В книге Excel больше ${most} строк. Сохраните её как CSV: там число строк не ограничено.`,
    en: `The Excel workbook has more than ${most} rows. Save it as CSV, which may have any number.`,
  }),
  tooManyColumns: (most: number): Text => ({
    ru: `На листе больше ${most} столбцов. Удалите лишние.`,
    en: `The sheet has more than ${most} columns. Remove what is not needed.`,
  }),
  tooLarge: {
    ru: 'Книга Excel в распакованном виде слишком велика. Сохраните нужный лист как CSV.',
    en: 'The Excel workbook is too large when unpacked. Save the sheet you need as CSV.',
  },
} satisfies Record<string, Text | ((most: number) => Text)>;
