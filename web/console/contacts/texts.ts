import { enCount, ruCount } from '../../shared/counts.ts';
import { defineTexts } from '../../shared/language.tsx';

const ruContacts = (n: number) => ruCount(n, ['контакт', 'контакта', 'контактов']);
const enContacts = (n: number) => enCount(n, 'contact');

/** Words that several pages of the room use. */
export const contactsTexts = defineTexts(
  {
    room: 'Разделы контактов',
    contacts: 'Контакты',
    audiences: 'Аудитории',
    doNotContact: 'Не писать',
    sources: 'Источники',
    import: 'Импорт',
    contactCount: ruContacts,
    moreThan: (n: number) => `больше ${ruCount(n, ['контакта', 'контактов', 'контактов'])}`,
    nameless: (id: number) => `Контакт ${id}`,
    status: {
      pending: 'не писали',
      contacted: 'написали',
      in_progress: 'в диалоге',
      completed: 'завершён',
      failed: 'не вышло',
    },
    basis: {
      opt_in: 'Подписка',
      customer: 'Клиент',
      inbound: 'Написал первым',
      contract: 'Договор',
      public_business: 'Открытый контакт компании',
    },
    basisHint: {
      opt_in: 'Человек сам разрешил писать: форма, ссылка, галочка.',
      customer: 'Он уже ваш клиент и ждёт сообщений по делу.',
      inbound: 'Он сам обратился к вам первым.',
      contract: 'Писать ему нужно, чтобы исполнить договор.',
      public_business: 'Контакт опубликован компанией для деловых обращений.',
    },
    basisLabel: 'Основание',
    basisKnown: 'Источник уже объявлен, его основание не меняется.',
    basisNew: 'Источник новый: почему этим людям можно писать?',
    identifier: { telegram_id: 'Telegram ID', username: 'Имя в Telegram', phone: 'Телефон' },
    /** Reasons that the server writes itself, in words; any other is somebody's own. */
    stopReasonOf: (reason: string) =>
      ({ refused: 'Отказался в переписке', operator: 'Решение оператора', import: 'Из файла' })[
        reason
      ] ?? reason,
    writeOnly: 'Ваша роль позволяет только смотреть.',
    stoppedBadge: 'не писать',
    noConsent: 'нет согласия',
  },
  {
    room: 'Parts of contacts',
    contacts: 'Contacts',
    audiences: 'Audiences',
    doNotContact: 'Do not contact',
    sources: 'Sources',
    import: 'Import',
    contactCount: enContacts,
    moreThan: (n) => `more than ${enContacts(n)}`,
    nameless: (id) => `Contact ${id}`,
    status: {
      pending: 'not written to',
      contacted: 'written to',
      in_progress: 'in a dialog',
      completed: 'completed',
      failed: 'failed',
    },
    basis: {
      opt_in: 'Opt-in',
      customer: 'Customer',
      inbound: 'Wrote first',
      contract: 'Contract',
      public_business: 'Public business contact',
    },
    basisHint: {
      opt_in: 'The person allowed it themselves: a form, a link, a tick.',
      customer: 'They are your customer and expect messages about it.',
      inbound: 'They turned to you first.',
      contract: 'A contract cannot be kept without writing to them.',
      public_business: 'The company published this contact for business.',
    },
    basisLabel: 'Basis',
    basisKnown: 'The source is declared already; its basis stays.',
    basisNew: 'The source is new: why may these people be written to?',
    identifier: { telegram_id: 'Telegram ID', username: 'Username', phone: 'Phone' },
    stopReasonOf: (reason) =>
      ({
        refused: 'Refused in a dialog',
        operator: 'An operator decided so',
        import: 'From a file',
      })[reason] ?? reason,
    writeOnly: 'Your role may only look.',
    stoppedBadge: 'do not contact',
    noConsent: 'no consent',
  },
);
