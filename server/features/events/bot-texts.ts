/** What a bot says of the audit log. */
export const botTexts = {
  about: { ru: 'Журнал: кто что сделал', en: 'The log: who did what' },
  menu: { ru: '📓 Журнал', en: '📓 Log' },
  empty: { ru: 'Записей нет.', en: 'Nothing is recorded.' },
  more: { ru: 'Раньше', en: 'Earlier' },
  file: { ru: '📥 Выгрузить CSV', en: '📥 Export CSV' },
  exported: {
    ru: 'Журнал целиком, новые записи сверху. У каждой записи контрольная сумма, связанная с предыдущей.',
    en: 'The whole log, newest first. Each entry has a hash that holds the one before it.',
  },
};
