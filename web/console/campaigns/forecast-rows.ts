import type { Forecast } from './use-campaigns.ts';

/** More colours than this nobody tells apart: the least busy accounts become one. */
const MOST_SERIES = 8;

export type Series = { name: string; color: string; stackId: string };
type Row = Record<string, string | number>;

const colors = [
  'blue.6',
  'teal.6',
  'grape.6',
  'orange.6',
  'cyan.7',
  'pink.6',
  'lime.8',
  'indigo.4',
];
const REST = 'rest';

/**
 * The days of a forecast as a stacked chart takes them: one bar for a day, one part for an account.
 * @param nameOf the name of an account; the rest is named `restName`
 */
export function forecastRows(
  forecast: Forecast,
  nameOf: (accountId: string) => string,
  restName: string,
): { rows: Row[]; series: Series[] } {
  const days = forecast.days.filter(({ accounts }) => accounts.length > 0);
  const busiest = forecast.accounts
    .filter((account) => account.first + account.follow_ups > 0)
    .sort((a, b) => b.first + b.follow_ups - (a.first + a.follow_ups))
    .map(({ account_id }) => account_id);
  const shown = busiest.length > MOST_SERIES ? busiest.slice(0, MOST_SERIES - 1) : busiest;
  const labels = new Map(shown.map((id) => [id, uniqueName(id, nameOf)]));
  const keys = [...labels.values(), ...(busiest.length > shown.length ? [restName || REST] : [])];
  const rows = days.map((day) => {
    const row: Row = { day: day.day, ...Object.fromEntries(keys.map((key) => [key, 0])) };
    for (const { account_id, first, follow_ups } of day.accounts) {
      const key = labels.get(account_id) ?? (restName || REST);
      row[key] = Number(row[key] ?? 0) + first + follow_ups;
    }
    return row;
  });
  const series = keys.map((name, place) => ({
    name,
    color: colors[place % colors.length] ?? 'gray.6',
    stackId: 'day',
  }));
  return { rows, series };
}

/** Two accounts may bear one name: the key tells them apart. */
function uniqueName(id: string, nameOf: (id: string) => string): string {
  const name = nameOf(id);
  return name === id ? id : `${name} (${id})`;
}
