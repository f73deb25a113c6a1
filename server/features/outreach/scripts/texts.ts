import { enCount, ruCount, type Text } from '../../../base/text.ts';

export const texts = {
  notFound: { ru: 'Такого скрипта нет.', en: 'There is no such script.' },
  samplePerson: { ru: 'Анна', en: 'Anna' },
  sampleSurname: { ru: 'Смирнова', en: 'Smith' },
  sampleVoice: { ru: 'Вера', en: 'Vera' },
  contactNotFound: { ru: 'Такого контакта нет.', en: 'There is no such contact.' },
  versionNotFound: { ru: 'Такой версии скрипта нет.', en: 'There is no such version.' },
  nameTaken: (name: string): Text => ({
    ru: `Скрипт «${name}» уже есть. Назовите этот иначе.`,
    en: `There already is a script "${name}". Give this one another name.`,
  }),
  invalid: (problems: number, first: string, firstEn: string): Text => ({
    ru: `В скрипте ${ruCount(problems, ['ошибка', 'ошибки', 'ошибок'])}. ${first}`,
    en: `The script has ${enCount(problems, 'mistake')}. ${firstEn}`,
  }),
  at: (stage: number, text: Text): Text => ({
    ru: `Этап ${stage}: ${text.ru}`,
    en: `Stage ${stage}: ${text.en}`,
  }),
  delayBackwards: {
    ru: 'delay_min больше, чем delay_max.',
    en: 'delay_min is greater than delay_max.',
  },
  empty: { ru: 'Нет текста.', en: 'There is no text.' },
  fileMissing: {
    ru: 'Для этого типа нужен файл: file_url, file_path или media_id.',
    en: 'This type needs a file: file_url, file_path or media_id.',
  },
  mediaNotFound: (id: number): Text => ({
    ru: `Файла с media_id ${id} нет, или он другого типа.`,
    en: `There is no file with media_id ${id}, or it is of another type.`,
  }),
  bothForms: {
    ru: 'Укажите либо содержание этапа, либо variants, не оба сразу.',
    en: 'Give either the content of the stage or its variants, not both.',
  },
  tooLong: (length: number, longest: number): Text => ({
    ru: `Слишком длинно: ${ruCount(length, ['знак', 'знака', 'знаков'])}, Telegram берёт до ${longest}.`,
    en: `Too long: ${enCount(length, 'character')}; Telegram takes up to ${longest}.`,
  }),
  notLiquid: (message: string): Text => ({
    ru: `Ошибка в переменных или тегах: ${message}`,
    en: `A mistake in the variables or tags: ${message}`,
  }),
  unknownVariable: (name: string): Text => ({
    ru: `Переменной ${name} нет. Есть first_name, last_name, name, username, phone, language, source, tags, custom.…, account.…, today, hour.`,
    en: `There is no variable ${name}. There are first_name, last_name, name, username, phone, language, source, tags, custom.…, account.…, today, hour.`,
  }),
  noFallback: (name: string): Text => ({
    ru: `У кого ${name} не заполнено, у того здесь будет пусто. Подстрахуйтесь: {{ ${name} | default: "…" }}`,
    en: `Where ${name} is empty, nothing will stand here. Be safe: {{ ${name} | default: "…" }}`,
  }),
  twins: {
    ru: 'Два варианта говорят одно и то же: сравнивать будет нечего.',
    en: 'Two variants say the same: there will be nothing to compare.',
  },
};
