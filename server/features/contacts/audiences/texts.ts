import { enCount, ruCount, type Text } from '../../../base/text.ts';

const ruPeople = (n: number) => ruCount(n, ['человека', 'человек', 'человек']);
const enPeople = (n: number) => enCount(n, 'person', 'people');

export const texts = {
  notFound: {
    ru: 'Такой аудитории нет. Список: GET /audiences.',
    en: 'There is no such audience. The list: GET /audiences.',
  },
  nameTaken: (name: string): Text => ({
    ru: `Аудитория «${name}» уже есть. Выберите другое имя.`,
    en: `There is already an audience "${name}". Choose another name.`,
  }),
  isFilter: (name: string): Text => ({
    ru: `Аудитория «${name}» — это фильтр: он находит людей сам. Добавлять и убирать людей можно только в списке.`,
    en: `The audience "${name}" is a filter: it finds people by itself. Only a list can be added to and taken from.`,
  }),
  isList: {
    ru: 'Эта аудитория — список, фильтра у неё нет. Создайте новую аудиторию с фильтром.',
    en: 'This audience is a list and has no filter. Make a new audience with a filter.',
  },
  overLimit: (most: number): Text => ({
    ru: `В аудитории больше ${ruPeople(most)} — столько допускает тариф. Запустить рассылку на всех не получится: разделите аудиторию.`,
    en: `The audience has more than ${enPeople(most)}, which is what the plan allows. A campaign cannot be sent to all of them: split the audience.`,
  }),
  nearLimit: (size: number, most: number): Text => ({
    ru: `В аудитории уже ${ruCount(size, ['человек', 'человека', 'человек'])}, тариф допускает ${most}.`,
    en: `The audience has ${enPeople(size)} already; the plan allows ${most}.`,
  }),
  added: (n: number): Text => ({
    ru: `Добавлено: ${ruCount(n, ['человек', 'человека', 'человек'])}`,
    en: `Added: ${enPeople(n)}`,
  }),
  removed: (n: number): Text => ({
    ru: `Убрано: ${ruCount(n, ['человек', 'человека', 'человек'])}`,
    en: `Removed: ${enPeople(n)}`,
  }),
  filling: {
    ru: 'Люди добавляются. Ход работы: GET /jobs/:id.',
    en: 'People are being added. How far it is: GET /jobs/:id.',
  },
  deleted: {
    ru: 'Аудитория удалена, люди остались',
    en: 'The audience is deleted, its people stay',
  },
  fillTitle: (name: string): Text => ({
    ru: `Наполнение списка «${name}»`,
    en: `Filling the list "${name}"`,
  }),
  exportTitle: (name: string): Text => ({
    ru: `Выгрузка аудитории «${name}»`,
    en: `Export of the audience "${name}"`,
  }),
  contactsExportTitle: { ru: 'Выгрузка контактов', en: 'Export of contacts' },
  tooManyForXlsx: {
    ru: 'В аудитории больше людей, чем строк в листе Excel (1 048 576). Выгрузите её в CSV.',
    en: 'The audience has more people than a sheet of Excel has rows (1,048,576). Export it as CSV.',
  },
  tooManyCustom: (most: number): Text => ({
    ru: `У людей этой аудитории больше ${ruCount(most, ['своего поля', 'своих полей', 'своих полей'])}: столько столбцов не выгрузить. Разделите аудиторию.`,
    en: `The people of this audience have more than ${enCount(most, 'custom field')}: too many columns to export. Split the audience.`,
  }),
};
