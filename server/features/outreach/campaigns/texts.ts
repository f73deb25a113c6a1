import type { TargetStatus } from '../../../../contract/campaigns.ts';
import { enCount, ruCount, type Text } from '../../../base/text.ts';
import { problemTexts } from '../../messages/problem-texts.ts';

export const texts = {
  notFound: { ru: 'Такой кампании нет.', en: 'There is no such campaign.' },
  nameTaken: (name: string): Text => ({
    ru: `Кампания «${name}» уже есть. Назовите эту иначе.`,
    en: `There already is a campaign "${name}". Give this one another name.`,
  }),
  audienceNotFound: { ru: 'Такой аудитории нет.', en: 'There is no such audience.' },
  onlyDraft: {
    ru: 'Скрипт и аудиторию можно менять только до запуска.',
    en: 'The script and the audience can be changed only before the launch.',
  },
  isDone: {
    ru: 'Кампания завершена, её уже не изменить.',
    en: 'The campaign is done and cannot be changed any more.',
  },
  deleteDraft: {
    ru: 'Удалить можно только черновик. Запущенную кампанию завершите: POST /campaigns/:id/finish.',
    en: 'Only a draft can be deleted. End a launched campaign: POST /campaigns/:id/finish.',
  },
  cannotLaunch: {
    ru: 'Запустить можно только черновик.',
    en: 'Only a draft can be launched.',
  },
  cannotPause: {
    ru: 'Приостановить можно кампанию, которая идёт или ждёт начала.',
    en: 'Only a campaign that runs or waits for its start can be paused.',
  },
  cannotResume: {
    ru: 'Продолжить можно только приостановленную кампанию.',
    en: 'Only a paused campaign can be resumed.',
  },
  cannotFinish: {
    ru: 'Завершить можно только запущенную кампанию.',
    en: 'Only a launched campaign can be ended.',
  },
  noAccounts: {
    ru: 'Ни один аккаунт не подходит: проверьте accounts и account_tags.',
    en: 'No account fits: look at accounts and account_tags.',
  },
  tooManyRunning: (most: number): Text => ({
    ru: `Одновременно может идти не больше ${ruCount(most, ['кампании', 'кампаний', 'кампаний'])}. Дождитесь конца одной из них или приостановите её.`,
    en: `At most ${enCount(most, 'campaign')} may run at once. Wait for one to end, or pause it.`,
  }),
  coolDown: (minutes: number): Text => ({
    ru: `Между запусками кампаний нужна пауза. Можно повторить через ${ruCount(minutes, ['минуту', 'минуты', 'минут'])}.`,
    en: `Launches of campaigns need a pause between them. Try again in ${enCount(minutes, 'minute')}.`,
  }),
  deleted: { ru: 'Черновик удалён.', en: 'The draft is deleted.' },
  launched: { ru: 'Кампания запущена.', en: 'The campaign is launched.' },
  paused: { ru: 'Кампания приостановлена.', en: 'The campaign is paused.' },
  pausedLate: (n: number): Text => ({
    ru: `Кампания приостановлена. О ${ruCount(n, ['сообщении', 'сообщениях', 'сообщениях'])}, ушедших до этого, Telegram ещё не ответил.`,
    en: `The campaign is paused. Of ${enCount(n, 'message')} that had left before, Telegram has not answered yet.`,
  }),
  resumed: { ru: 'Кампания продолжается.', en: 'The campaign goes on.' },
  finished: { ru: 'Кампания завершена.', en: 'The campaign is ended.' },
  pausedByOperator: { ru: 'Приостановил оператор.', en: 'An operator paused it.' },
  pausedWithoutAccounts: {
    ru: 'Ни один аккаунт больше не участвует: все удалены, заблокированы или без нужной метки.',
    en: 'No account takes part any more: all are deleted, banned or without the tag.',
  },
  /** Of a message that waited for a contact who turned out to be another one. */
  samePerson: {
    ru: 'Оказалось, что это тот же человек, что и другой контакт кампании: ему уже пишут.',
    en: 'This turned out to be the same person as another contact of the campaign, who is written to already.',
  },
  inAnotherCampaign: {
    ru: 'Оказалось, что с этим человеком уже идёт другая кампания.',
    en: 'It turned out that another campaign is under way with this person.',
  },
  /** Of a reminder that waited when the person wrote. */
  answered: {
    ru: 'Человек ответил сам, напоминание больше не нужно.',
    en: 'The person answered; the reminder is no longer needed.',
  },
  badFollowUp: (problem: Text): Text => ({
    ru: `Текст напоминания: ${problem.ru}`,
    en: `The text of the follow-up: ${problem.en}`,
  }),
  pausedByErrors: (failed: number, of: number, most: Text): Text => ({
    ru: `Из последних ${ruCount(of, ['отправки', 'отправок', 'отправок'])} не удалось ${failed}. Чаще всего: ${most.ru}`,
    en: `Of the last ${enCount(of, 'send')}, ${failed} failed. Most often: ${most.en}`,
  }),
};

/** Why a target is where it is, when no message of its own tells. */
export const targetReasons: Record<string, Text> = {
  do_not_contact: {
    ru: 'Человек просил ему не писать.',
    en: 'The person asked not to be written to.',
  },
  no_consent_basis: {
    ru: 'Нет основания писать этому человеку первым.',
    en: 'There is no basis to write to this person first.',
  },
  not_reachable: {
    ru: 'Известен только id в Telegram, а ни один аккаунт кампании этого человека не видел.',
    en: 'Only the Telegram id is known, and no account of the campaign has met this person.',
  },
  dialog_of_another_account: {
    ru: 'У человека диалог с аккаунтом, который в этой кампании не участвует.',
    en: 'The person has a dialog with an account that takes no part in this campaign.',
  },
  lost: {
    ru: 'До этого человека уже не дозваться: блокировка или настройки приватности.',
    en: 'This person can no longer be reached: a block or privacy settings.',
  },
  in_another_campaign: {
    ru: 'С человеком уже идёт другая кампания.',
    en: 'Another campaign is under way with this person.',
  },
  with_a_person: {
    ru: 'С человеком сейчас разговаривает оператор.',
    en: 'An operator is talking with this person.',
  },
  erased: { ru: 'Данные человека удалены.', en: 'The person’s data are erased.' },
  no_stage: {
    ru: 'Ни один этап скрипта не подходит этому человеку по условиям.',
    en: 'No stage of the script fits this person by its conditions.',
  },
  empty_text: {
    ru: 'Для этого человека текст этапа вышел пустым или слишком длинным.',
    en: 'For this person the text of the stage came out empty or too long.',
  },
  campaign_ended: {
    ru: 'Кампанию завершили раньше, чем дошла очередь.',
    en: 'The campaign was ended before it was this person’s turn.',
  },
  script_completed: { ru: 'Скрипт пройден до конца.', en: 'The script was gone through.' },
  no_reply: { ru: 'Человек так и не ответил.', en: 'The person never answered.' },
  fell_silent: { ru: 'Человек перестал отвечать.', en: 'The person stopped answering.' },
  refused: { ru: 'Человек отказался.', en: 'The person refused.' },
  stopped_by_operator: { ru: 'Диалог остановил оператор.', en: 'An operator stopped the dialog.' },
  converted: { ru: 'Цель достигнута.', en: 'The goal is reached.' },
  added: { ru: 'Человек добавлен в чат.', en: 'The person was added to the chat.' },
  joined: { ru: 'Человек пришёл в чат по ссылке.', en: 'The person came to the chat by the link.' },
  invited_before: {
    ru: 'Этого человека в этот чат уже приглашали.',
    en: 'This person has been invited into this chat before.',
  },
  already_in_chat: problemTexts.alreadyInChat,
  banned_in_chat: problemTexts.bannedInChat,
  not_addable: {
    ru: 'Человека нельзя добавить в чат, а текста со ссылкой для него нет.',
    en: 'The person cannot be added to the chat, and there is no text with the link for them.',
  },
  completed_by_operator: {
    ru: 'Диалог завершил оператор.',
    en: 'An operator completed the dialog.',
  },
  waiting_for_a_person: { ru: 'Ждёт ответа оператора.', en: 'Waits for an operator’s answer.' },
};

/** Why a target is where it is, by its status, when nothing more is known. */
export const statusTexts: Record<TargetStatus, Text> = {
  planned: { ru: 'Ждёт своей очереди.', en: 'Waits for its turn.' },
  queued: { ru: 'Первое сообщение ждёт отправки.', en: 'The first message waits to be sent.' },
  active: { ru: 'Диалог идёт.', en: 'The dialog is under way.' },
  completed: { ru: 'Диалог завершён.', en: 'The dialog is completed.' },
  converted: { ru: 'Цель достигнута.', en: 'The goal is reached.' },
  stopped: { ru: 'Диалог остановлен.', en: 'The dialog is stopped.' },
  failed: { ru: 'Отправить не удалось.', en: 'It could not be sent.' },
  left_out: { ru: 'Человек пропущен.', en: 'The person is left out.' },
};

/** Where somebody is, as short as in a table. */
export const targetWords: Record<TargetStatus, Text> = {
  planned: { ru: 'ждёт своей очереди', en: 'planned' },
  queued: { ru: 'в очереди', en: 'queued' },
  active: { ru: 'диалог идёт', en: 'under way' },
  completed: { ru: 'завершён', en: 'completed' },
  converted: { ru: 'цель достигнута', en: 'converted' },
  stopped: { ru: 'остановлен', en: 'stopped' },
  failed: { ru: 'не дошло', en: 'failed' },
  left_out: { ru: 'пропущен', en: 'left out' },
};

/** The file of a campaign's people. */
export const exportTexts = {
  headings: [
    { ru: 'Контакт', en: 'Contact' },
    { ru: 'Имя', en: 'Name' },
    { ru: 'Имя в Telegram', en: 'Username' },
    { ru: 'Telegram ID', en: 'Telegram ID' },
    { ru: 'Аккаунт', en: 'Account' },
    { ru: 'Состояние', en: 'State' },
    { ru: 'Почему', en: 'Why' },
    { ru: 'Этап', en: 'Stage' },
    { ru: 'Ответил', en: 'Answered' },
    { ru: 'Первое сообщение', en: 'First message' },
    { ru: 'Изменено', en: 'Changed' },
  ],
  yes: { ru: 'да', en: 'yes' },
  no: { ru: 'нет', en: 'no' },
} satisfies Record<string, Text | Text[]>;
