import type { ContactStatus } from '../contact.ts';

/** Whom the list shows, as the API takes it. */
export type Filter = {
  q?: string;
  status?: ContactStatus[];
  tags?: string[];
  source?: string;
  language?: string;
  account_id?: string;
  has_consent?: boolean;
  opted_out?: boolean;
  priority?: number[];
};

/** The names under which a filter stands in the address. */
export const filterNames = [
  'q',
  'status',
  'tags',
  'source',
  'language',
  'account_id',
  'has_consent',
  'opted_out',
  'priority',
] as const;

type Address = Readonly<Record<string, string | undefined>>;

const listed = (value: string | undefined) => value?.split(',').filter(Boolean) ?? [];
/** The most urgent first. */
export const priorities = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
const statuses: readonly string[] = ['pending', 'contacted', 'in_progress', 'completed', 'failed'];

/** Reads a filter from the address; what makes no sense there is left out. */
export function readFilter(address: Address): Filter {
  const status = listed(address['status']).filter((s) => statuses.includes(s)) as ContactStatus[];
  const tags = listed(address['tags']);
  const priority = listed(address['priority'])
    .map(Number)
    .filter((n) => priorities.includes(n));
  const { q, source, language, account_id, has_consent, opted_out } = address;
  return {
    ...(q?.trim() && { q: q.trim() }),
    ...(status.length > 0 && { status }),
    ...(tags.length > 0 && { tags }),
    ...(source && { source }),
    ...(language && /^[a-z]{2}$/.test(language) && { language }),
    ...(account_id && { account_id }),
    ...(isFlag(has_consent) && { has_consent: has_consent === 'true' }),
    ...(isFlag(opted_out) && { opted_out: opted_out === 'true' }),
    ...(priority.length > 0 && { priority }),
  };
}

function isFlag(value: string | undefined): boolean {
  return value === 'true' || value === 'false';
}

/** How a saved filter is written into an address, so that the list shows it. */
export function addressOf(filter: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = filter[name];
      if (value === undefined || value === null) return [];
      return [[name, Array.isArray(value) ? value.join(',') : String(value)]];
    }),
  );
}
