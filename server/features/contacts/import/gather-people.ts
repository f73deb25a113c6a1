import type { NameHash } from './carry-stops-over.ts';
import type { RowPerson } from './read-row.ts';

/** A row of a file, read; with the hashes of its identifiers where somebody made them ahead. */
export type PersonRow = { row: number; person: RowPerson; hashes?: NameHash[] | undefined };

/** Everything that some rows say of one person; `row` is the first of them. */
export type Gathered = PersonRow & { rows: number };

const kinds = ['telegramId', 'username', 'phone'] as const;

/**
 * Makes one of the rows that share a Telegram id, a username or a phone; what a later row says
 * holds. Rows that share one of these and differ in another can't be one person as they stand:
 * they are left apart, in order, to be looked at one by one.
 */
export function gatherPeople(rows: readonly PersonRow[]): {
  people: Gathered[];
  doubtful: PersonRow[];
} {
  const groups = groupBySharing(rows);
  const people: Gathered[] = [];
  const doubtful: PersonRow[] = [];
  for (const group of groups) {
    const [first] = group;
    if (!first) continue;
    if (group.length === 1) people.push({ ...first, rows: 1 });
    else if (isOnePerson(group))
      people.push({ row: first.row, person: combine(group), rows: group.length });
    else doubtful.push(...group);
  }
  return { people, doubtful: doubtful.sort((a, b) => a.row - b.row) };
}

function groupBySharing(rows: readonly PersonRow[]): PersonRow[][] {
  const parent = rows.map((_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  };
  for (const kind of kinds) {
    const seen = new Map<string | number, number>();
    for (const [i, { person }] of rows.entries()) {
      const value = person[kind];
      if (value === undefined) continue;
      const other = seen.get(value);
      if (other === undefined) seen.set(value, i);
      else parent[rootOf(i)] = rootOf(other);
    }
  }
  const groups = new Map<number, PersonRow[]>();
  for (const [i, row] of rows.entries()) {
    const root = rootOf(i);
    const group = groups.get(root);
    if (group) group.push(row);
    else groups.set(root, [row]);
  }
  return [...groups.values()];
}

function isOnePerson(group: readonly PersonRow[]): boolean {
  return kinds.every(
    (kind) => new Set(group.map((r) => r.person[kind]).filter((v) => v !== undefined)).size <= 1,
  );
}

/** What several rows say of one person: what a later one says holds. */
export function combine(group: readonly PersonRow[]): RowPerson {
  const person: RowPerson = {};
  for (const { person: next } of group) {
    const custom = { ...person.custom, ...next.custom };
    const tags = [...new Set([...(person.tags ?? []), ...(next.tags ?? [])])];
    Object.assign(person, next);
    if (Object.keys(custom).length > 0) person.custom = custom;
    if (tags.length > 0) person.tags = tags;
  }
  return person;
}
