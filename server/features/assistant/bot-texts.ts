import { enCount, ruCount, type Text } from '../../base/text.ts';

/** What a bot says about AI roles; names are escaped already. */
export const botTexts = {
  menu: { ru: '🤖 ИИ-роли', en: '🤖 AI roles' },
  intro: {
    ru: 'Роль отвечает людям, которые пишут вашим аккаунтам в личные сообщения. Опишите её раз и назначьте аккаунтам.',
    en: 'A role answers people who write to your accounts in private messages. Describe it once and give it to accounts.',
  },
  noModel: {
    ru: '⚠️ Языковая модель не подключена: пока её нет, отвечают люди. Обратитесь к администратору.',
    en: '⚠️ No language model is connected: until there is one, people answer. Ask the administrator.',
  },
  add: { ru: '➕ Новая роль', en: '➕ A new role' },
  more: { ru: 'Дальше', en: 'More' },
  askName: {
    ru: 'Как назвать роль? Например: «Менеджер магазина».',
    en: 'What shall the role be called? For example: “Shop assistant”.',
  },
  askPrompt: {
    ru: 'Кто отвечает и как? Опишите своими словами: чем вы занимаетесь, что можно обещать, чего нет.',
    en: 'Who answers, and how? Say it in your own words: what you do, what may be promised, what not.',
  },
  tooLong: (most: number): Text => ({
    ru: `Слишком длинно: до ${ruCount(most, ['символа', 'символов', 'символов'])}.`,
    en: `Too long: up to ${enCount(most, 'character')}.`,
  }),
  nothing: { ru: 'Напишите хоть слово.', en: 'Write at least a word.' },
  made: (name: string): Text => ({
    ru: `Роль <b>${name}</b> готова. Какие аккаунты отвечают от её имени?`,
    en: `The role <b>${name}</b> is ready. Which accounts answer with it?`,
  }),
  one: (name: string, prompt: string, mode: string): Text => ({
    ru: `<b>${name}</b>\n<i>${mode}</i>\n\n${prompt}`,
    en: `<b>${name}</b>\n<i>${mode}</i>\n\n${prompt}`,
  }),
  accounts: { ru: '👤 Аккаунты', en: '👤 Accounts' },
  whichAccounts: (name: string): Text => ({
    ru: `Кто отвечает как <b>${name}</b>? Нажмите на аккаунт, чтобы включить или выключить.`,
    en: `Who answers as <b>${name}</b>? Press an account to switch it on or off.`,
  }),
  noAccounts: { ru: 'Аккаунтов пока нет.', en: 'There are no accounts yet.' },
  delete: { ru: '🗑 Удалить', en: '🗑 Delete' },
  deleteYes: { ru: 'Да, удалить', en: 'Yes, delete it' },
  askToDelete: (name: string): Text => ({
    ru: `Удалить роль <b>${name}</b>? Дальше людям ответят люди.`,
    en: `Delete the role <b>${name}</b>? People will answer from then on.`,
  }),
  deleted: { ru: 'Роль удалена.', en: 'The role is deleted.' },
  modes: {
    off: { ru: 'не отвечает', en: 'does not answer' },
    draft: { ru: 'готовит черновики, отправляет человек', en: 'drafts; a person sends' },
    workspace: { ru: 'отвечает, как задано для всех ролей', en: 'answers as set for all roles' },
    automatic: { ru: 'отвечает сама', en: 'answers by itself' },
  } satisfies Record<string, Text>,
  changeMode: { ru: '🔁 Как отвечает', en: '🔁 How it answers' },
};
