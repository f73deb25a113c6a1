import type { Language } from '../../../base/text.ts';
import type { ScriptedPerson } from '../read-people.ts';
import type { RehearsedPerson } from './protocol.ts';

const names: Record<Language, { first: string[]; last: string[] }> = {
  ru: {
    first: ['Анна', 'Борис', 'Вера', 'Глеб', 'Дина', 'Егор', 'Жанна', 'Захар', 'Инна', 'Кирилл'],
    last: ['Лесная', 'Морозко', 'Невская', 'Полевой', 'Речная', 'Снежко', 'Тихая'],
  },
  en: {
    first: ['Anna', 'Brian', 'Clara', 'Derek', 'Emma', 'Frank', 'Grace', 'Henry', 'Irene', 'Jack'],
    last: ['Field', 'Brook', 'Hill', 'Lake', 'Moore', 'Reed', 'Stone'],
  },
};

/**
 * People under other names. Where somebody has no name they have none here either, so that what a
 * script says to the nameless shows. Usernames, numbers and Telegram ids stay behind altogether.
 */
export function disguisePeople(
  people: readonly ScriptedPerson[],
  priorities: ReadonlyMap<number, number>,
  language: Language,
): RehearsedPerson[] {
  const { first, last } = names[language];
  return people.map((person, i) => ({
    firstName: person.firstName && (first[i % first.length] ?? ''),
    lastName: person.lastName && (last[i % last.length] ?? ''),
    hasUsername: person.username !== null,
    hasPhone: person.phone !== null,
    language: person.language,
    timeZone: person.timeZone,
    priority: priorities.get(person.id) ?? 5,
    source: person.source,
    tags: person.tags,
    custom: person.custom,
  }));
}
