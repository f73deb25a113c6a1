import type { importFields } from '../../../../contract/contacts.ts';

export type ImportField = (typeof importFields)[number] | `custom.${string}`;

/** What people call their columns, in Russian and in English, without case, spaces and signs. */
const names: Record<(typeof importFields)[number], string> = {
  telegram_id:
    'telegramid tgid userid idtelegram idтелеграм телеграмid idпользователя тгid telegramuserid chatid',
  username:
    'username user login nick nickname telegram tg telegramusername tgusername ник никнейм логин юзернейм имяпользователя телеграм телеграмм тг usernametelegram аккаунттелеграм',
  phone:
    'phone phonenumber tel telephone mobile mobilephone cell телефон номер номертелефона тел мобильный мобильныйтелефон контактныйтелефон сотовый whatsapp',
  first_name: 'firstname name givenname имя имяклиента имяконтакта',
  last_name: 'lastname surname familyname фамилия',
  full_name:
    'fullname fio contactname client clientname фио имяфамилия имяифамилия фамилияимя фамилияимяотчество клиент контакт контактноелицо полноеимя',
  priority: 'priority приоритет важность',
  status: 'status статус',
  account_id: 'accountid account assignedaccount аккаунт назначенныйаккаунт',
  tags: 'tags tag labels label теги тег метки метка',
  language: 'language lang locale язык',
  time_zone: 'timezone tz часовойпояс',
  notes:
    'notes note comment comments remark заметки заметка комментарий комментарии reason причина примечание примечания',
};

const fieldOf = new Map<string, ImportField>(
  Object.entries(names).flatMap(([field, words]) =>
    words.split(' ').map((word) => [word, field as ImportField] as const),
  ),
);

/** The field that a header names, in Russian or English; undefined when it is none we know. */
export function fieldOfHeader(header: string): ImportField | undefined {
  const own = /^custom\.(\S.{0,63})$/.exec(header.trim())?.[1];
  if (own) return `custom.${own}`;
  return fieldOf.get(
    header
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(/[^a-zа-я0-9]/g, ''),
  );
}

const looks: [ImportField, RegExp][] = [
  ['username', /^(@[a-z]\w{2,31}|(https?:\/\/)?(www\.)?(t|telegram)\.me\/\w+\/?)$/i],
  ['phone', /^(\+?[\d\s()./-]{11,20}|8[\d\s()-]{10,16})$/],
  ['telegram_id', /^\d{5,10}$/],
];

/** What a column's cells look like: most of them must; undefined when it may be anything. */
export function fieldOfCells(cells: readonly string[]): ImportField | undefined {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean);
  if (filled.length === 0) return undefined;
  return looks.find(
    ([, look]) => filled.filter((cell) => look.test(cell)).length > filled.length * 0.6,
  )?.[0];
}
