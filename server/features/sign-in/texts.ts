import type { Text } from '../../base/text.ts';

export const texts = {
  setUpNotice: (code: string, url: string): Text => ({
    ru: `Пульт: ${url}  Код для первого входа (создаёт владельца, действует до перезапуска): ${code}`,
    en: `Console: ${url}  Set-up code (makes the owner, good until the next start): ${code}`,
  }),
  wrongSetUpCode: {
    ru: 'Код первого входа неверен. Сервер печатает его при каждом запуске, действует последний.',
    en: 'The set-up code is wrong. The server prints one at every start; the last one counts.',
  },
  alreadySetUp: {
    ru: 'Владелец уже есть. Войдите или попросите у него приглашение.',
    en: 'There is an owner already. Sign in, or ask them for an invitation.',
  },
  wrongSignIn: {
    ru: 'Логин или пароль неверны. После десяти ошибок подряд вход закрывается на 15 минут.',
    en: 'The login or the password is wrong. After ten mistakes in a row sign-in is shut for 15 minutes.',
  },
  totpRequired: {
    ru: 'Введите шесть цифр из приложения-аутентификатора.',
    en: 'Type the six digits that your authenticator app shows.',
  },
  wrongTotp: {
    ru: 'Код не подошёл: каждый действует полминуты и только один раз. Дождитесь следующего и проверьте часы телефона.',
    en: 'The code does not fit: each is good for half a minute, and once. Wait for the next one and check the clock of your phone.',
  },
  tooManyTries: {
    ru: 'Слишком много попыток. Подождите и попробуйте снова.',
    en: 'Too many tries. Wait, and try again.',
  },
  passwordTooShort: {
    ru: 'Пароль слишком короткий: нужно хотя бы 10 символов. Несколько случайных слов подойдут.',
    en: 'The password is too short: it takes 10 characters or more. A few random words will do.',
  },
  passwordTooLong: {
    ru: 'Пароль длиннее 200 символов. Возьмите короче.',
    en: 'The password is longer than 200 characters. Take a shorter one.',
  },
  passwordIsLogin: {
    ru: 'Пароль совпадает с логином. Придумайте другой.',
    en: 'The password is the login. Think of another one.',
  },
  wrongPassword: {
    ru: 'Пароль неверен.',
    en: 'The password is wrong.',
  },
  noPassword: {
    ru: 'У вас ещё нет пароля. Попросите приглашение и задайте его там.',
    en: 'You have no password yet. Ask for an invitation and set it there.',
  },
  loginTaken: {
    ru: 'Этот логин уже занят. Выберите другой.',
    en: 'This login is taken. Choose another one.',
  },
  linkExpired: {
    ru: 'Ссылка уже использована, устарела или отозвана. Попросите новую.',
    en: 'The link was used already, has expired or was replaced. Ask for a new one.',
  },
  signedOut: { ru: 'Вы вышли', en: 'You are signed out' },
  sessionEnded: { ru: 'Сеанс завершён', en: 'The session is ended' },
  othersEnded: { ru: 'Остальные сеансы завершены', en: 'The other sessions are ended' },
  sessionNotFound: {
    ru: 'Такого сеанса нет, или он уже завершён.',
    en: 'There is no such session, or it has ended already.',
  },
  passwordChanged: {
    ru: 'Пароль изменён, остальные сеансы завершены',
    en: 'The password is changed, the other sessions are ended',
  },
  totpIsOn: {
    ru: 'Второй шаг входа уже включён. Чтобы сменить приложение, сначала отключите его.',
    en: 'The second step is on already. To move to another app, turn it off first.',
  },
  totpNotBegun: {
    ru: 'Сначала получите секрет для приложения-аутентификатора.',
    en: 'Get the secret for the authenticator app first.',
  },
  totpTurnedOn: { ru: 'Второй шаг входа включён', en: 'The second step is on' },
  totpTurnedOff: { ru: 'Второй шаг входа отключён', en: 'The second step is off' },
  operatorNotFound: { ru: 'Такого оператора нет.', en: 'There is no such operator.' },
  operatorDisabled: {
    ru: 'Этот оператор отключён. Сначала включите его.',
    en: 'This operator is disabled. Enable them first.',
  },
  operatorAboveOwn: (role: string): Text => ({
    ru: `Роль ${role} шире вашей: менять таких операторов и приглашать их может только тот, у кого прав не меньше.`,
    en: `The role ${role} is above yours: such operators are changed and invited by those who may as much.`,
  }),
  lastOwner: {
    ru: 'Это последний владелец, который может войти. Сначала сделайте владельцем кого-то ещё.',
    en: 'This is the last owner who can sign in. Make somebody else an owner first.',
  },
};
