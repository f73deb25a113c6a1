import type { Text } from '../../base/text.ts';

export const texts = {
  pointNotFound: {
    ru: 'Такой точки подписки нет. Список: GET /opt-in/points.',
    en: 'There is no such opt-in point. The list: GET /opt-in/points.',
  },
  accountMissing: {
    ru: 'Ссылке нужен аккаунт, с которым откроется чат: укажите account_id.',
    en: 'A link needs the account to open a chat with: give account_id.',
  },
  accountHasNoUsername: (key: string): Text => ({
    ru: `У аккаунта ${key} нет имени пользователя, поэтому ссылки на него не существует. Задайте имя в настройках Telegram и проверьте аккаунт (POST /accounts/${key}/check) или выберите другой.`,
    en: `The account ${key} has no username, so no link leads to it. Set one in Telegram's settings and check the account (POST /accounts/${key}/check), or choose another one.`,
  }),
  accountRemoved: (key: string): Text => ({
    ru: `Аккаунт ${key} удалён. Выберите другой: PATCH /opt-in/points/:id с полем account_id.`,
    en: `The account ${key} is deleted. Choose another one: PATCH /opt-in/points/:id with account_id.`,
  }),
  fieldsMissing: {
    ru: 'Укажите, что спрашивает форма: fields, хотя бы phone или username.',
    en: 'Say what the form asks for: fields, with a phone or a username at least.',
  },
  agreementMissing: {
    ru: 'Форме нужен текст, с которым человек соглашается: agreement.',
    en: 'A form needs the text that people agree to: agreement.',
  },
  formFieldsOfLink: {
    ru: 'Поля fields и allowed_origins бывают только у формы.',
    en: 'Only a form has fields and allowed_origins.',
  },
  badOrigin: (given: string): Text => ({
    ru: `«${given}» не адрес сайта. Нужен вид https://example.com, без пути.`,
    en: `"${given}" is no origin of a site. It looks like https://example.com, without a path.`,
  }),
};
