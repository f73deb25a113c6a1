import type { FormField } from '../../../contract/opt-in.ts';
import type { Text } from '../../base/text.ts';

/** What visitors of the form read. */
export const formTexts = {
  optional: { ru: 'необязательно', en: 'optional' },
  send: { ru: 'Отправить', en: 'Send' },
  thanks: { ru: 'Спасибо!', en: 'Thank you!' },
  kept: {
    ru: 'Ваше согласие записано. Вы можете отозвать его в любой момент: просто напишите нам, что больше не хотите сообщений.',
    en: 'Your consent is recorded. You can withdraw it at any time: just write that you want no more messages.',
  },
  openChat: { ru: 'Написать нам в Telegram', en: 'Write to us in Telegram' },
  openChatHint: {
    ru: 'Сообщение уже будет набрано, останется его отправить. Так мы узнаем, что форму заполнили именно вы.',
    en: 'The message will be typed already, you only send it. It tells us that it was you who filled the form.',
  },
  afterStop: {
    ru: 'Если раньше вы просили вам не писать, форма эту просьбу не отменяет: её мог заполнить кто угодно. Напишите нам со своего аккаунта в Telegram.',
    en: 'If you once asked not to be written to, the form does not take that back: anybody could have filled it. Write to us from your own Telegram account.',
  },
  closed: { ru: 'Форма закрыта', en: 'This form is closed' },
  closedHint: {
    ru: 'Подписаться здесь больше нельзя.',
    en: 'It takes no more subscriptions.',
  },
  unknown: { ru: 'Такой формы нет', en: 'There is no such form' },
  unknownHint: {
    ru: 'Проверьте адрес: возможно, ссылка скопирована не целиком.',
    en: 'Check the address: perhaps the link was not copied whole.',
  },
  trap: { ru: 'Оставьте это поле пустым', en: 'Leave this field empty' },

  wrong: {
    ru: 'Форма не отправлена. Исправьте отмеченное, пожалуйста.',
    en: 'The form was not sent. Please mend what is marked.',
  },
  tooOften: {
    ru: 'Форма не отправлена: с вашего адреса её заполняли слишком часто. Попробуйте через час.',
    en: 'The form was not sent: it was filled too often from your address. Try again in an hour.',
  },
  trapped: {
    ru: 'Форма не отправлена: похоже, её заполнила программа. Проверьте поля и отправьте ещё раз.',
    en: 'The form was not sent: it looks as if a program had filled it. Check the fields and send it again.',
  },
  needed: { ru: 'Заполните это поле.', en: 'Fill in this field.' },
  tooLong: { ru: 'Слишком длинно.', en: 'This is too long.' },
  either: {
    ru: 'Чтобы мы могли написать вам в Telegram, укажите телефон или имя пользователя:',
    en: 'For us to write to you in Telegram, give a phone number or a username:',
  },
  phoneOrUsername: {
    ru: 'Укажите телефон или имя пользователя.',
    en: 'Give a phone number or a username.',
  },
  notAgreed: {
    ru: 'Без вашего согласия мы не можем вам писать: поставьте отметку.',
    en: 'We cannot write to you without your consent: tick the box.',
  },
  agreementChanged: {
    ru: 'Пока вы заполняли форму, этот текст изменился. Прочтите его и поставьте отметку ещё раз.',
    en: 'This text has changed while you were filling the form. Read it and tick the box again.',
  },
} satisfies Record<string, Text>;

export const fieldTexts: Record<FormField, { label: Text; hint?: Text }> = {
  name: { label: { ru: 'Имя', en: 'Name' } },
  phone: {
    label: { ru: 'Телефон', en: 'Phone' },
    hint: { ru: 'Тот, что привязан к Telegram', en: 'The one you use in Telegram' },
  },
  username: {
    label: { ru: 'Имя пользователя в Telegram', en: 'Telegram username' },
    hint: { ru: 'Например, @ivan_petrov', en: 'For example, @ivan_petrov' },
  },
};
