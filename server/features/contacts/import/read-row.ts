import { AppError } from '../../../base/errors.ts';
import type { Text } from '../../../base/text.ts';
import { readPhone, readUsername } from '../identifiers.ts';
import type { ContactStatus } from '../tables.ts';
import type { ImportField } from './column-names.ts';
import {
  readFullName,
  readLanguage,
  readPriority,
  readStatus,
  readTags,
  readTelegramId,
  readTimeZone,
} from './read-cells.ts';
import { texts } from './texts.ts';

/** What a row says of a person; what it leaves out stays as it is. */
export type RowPerson = {
  telegramId?: number;
  username?: string;
  phone?: string;
  firstName?: string;
  lastName?: string;
  priority?: number;
  status?: ContactStatus;
  assignedSenderId?: number;
  custom?: Record<string, string>;
  tags?: string[];
  language?: string;
  timeZone?: string;
  notes?: string;
};

export type ReadRow = { person: RowPerson } | { refused: Text } | 'empty';

export type RowDefaults = {
  tags: readonly string[];
  language?: string | undefined;
  timeZone?: string | undefined;
  /** Senders of accounts by key, acc_1. */
  accounts: ReadonlyMap<string, number>;
};

/** What people write where there is nothing. */
const NOTHING = /^(-+|–|—|n\/?a|null|none|nil|нет|пусто|#н\/д|#n\/a|0)$/i;

const longest = { first_name: 200, last_name: 200, full_name: 400, notes: 10_000, custom: 2_000 };

/**
 * Makes what reads the rows of a file by its columns. A row with a cell that can't be right is
 * refused as a whole, so that nobody is kept by half of what was meant.
 */
export function rowReader(
  columns: readonly (ImportField | null)[],
  defaults: RowDefaults,
): (cells: readonly string[]) => ReadRow {
  const read = columns.flatMap((field, i) => (field === null ? [] : [{ field, i }]));
  return (cells) => {
    if (cells.every((cell) => cell.trim() === '')) return 'empty';
    const person: RowPerson = {};
    try {
      for (const { field, i } of read) {
        const value = (cells[i] ?? '').trim();
        if (value !== '') readCell(person, field, value, defaults);
      }
    } catch (error) {
      if (error instanceof AppError) return { refused: error.text };
      throw error;
    }
    const { telegramId, username, phone } = person;
    if (telegramId === undefined && !username && !phone) return { refused: texts.noIdentifier };
    return { person: withDefaults(person, defaults) };
  };
}

function readCell(person: RowPerson, field: ImportField, value: string, defaults: RowDefaults) {
  if (!value.isWellFormed()) throw refuse(texts.unstorable);
  switch (field) {
    case 'telegram_id':
      if (!NOTHING.test(value)) person.telegramId = readTelegramId(value);
      return;
    case 'username':
      if (!NOTHING.test(value)) person.username = readUsername(value);
      return;
    case 'phone':
      if (!NOTHING.test(value)) person.phone = readPhone(value);
      return;
    case 'first_name':
      person.firstName = withinLength(field, value);
      return;
    case 'last_name':
      person.lastName = withinLength(field, value);
      return;
    case 'full_name': {
      const { first, last } = readFullName(withinLength(field, value));
      person.firstName ??= first;
      person.lastName ??= last;
      return;
    }
    case 'priority':
      person.priority = readPriority(value);
      return;
    case 'status':
      person.status = readStatus(value);
      return;
    case 'account_id': {
      const sender = defaults.accounts.get(value.toLowerCase());
      if (sender === undefined) throw refuse(texts.noSuchAccount(value));
      person.assignedSenderId = sender;
      return;
    }
    case 'tags':
      person.tags = readTags(value);
      return;
    case 'language':
      person.language = readLanguage(value);
      return;
    case 'time_zone':
      person.timeZone = readTimeZone(value);
      return;
    case 'notes':
      person.notes = withinLength(field, value);
      return;
    default:
      person.custom ??= {};
      person.custom[field.slice('custom.'.length)] = withinLength('custom', value);
  }
}

function withDefaults(person: RowPerson, { tags, language, timeZone }: RowDefaults): RowPerson {
  if (tags.length > 0) person.tags = [...new Set([...(person.tags ?? []), ...tags])];
  if (language !== undefined) person.language ??= language;
  if (timeZone !== undefined) person.timeZone ??= timeZone;
  return person;
}

function withinLength(field: keyof typeof longest, value: string): string {
  if (value.length <= longest[field]) return value;
  throw refuse(texts.tooLong(field, longest[field]));
}

function refuse(text: Text): AppError {
  return new AppError('invalid_request', text);
}
