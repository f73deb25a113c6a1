const DAY_MS = 86_400_000;
/** Day 0 of Excel's calendars. Its 1900 had a 29 February that never was. Source: ECMA-376. */
const EPOCHS = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };

/** How the numbers of a workbook are to be read. */
export type NumberStyles = {
  /** By the number of a cell's style: whether its numbers are dates. */
  isDate: readonly boolean[];
  calendar: 1900 | 1904;
};

/** Formats for dates and times that need no definition. Source: ECMA-376, part 1, 18.8.30. */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58);

/** Whether a number format shows dates: by the letters of days, months, years, hours or seconds. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id);
  const bare = code.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*./gi, '');
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare);
}

/**
 * The number of a cell as text: whole numbers with all their digits, so that phones and ids stay
 * what they are; dates as ISO.
 */
export function numberText(value: string, style: number, styles: NumberStyles): string {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return value;
  if (styles.isDate[style] === true && number >= 0 && number < 2_958_466)
    return dateText(number, styles.calendar);
  // Below 10^21 this never gives an exponent.
  return Math.abs(number) < 1e21 && (Math.abs(number) >= 1e-6 || number === 0)
    ? String(number)
    : value;
}

function dateText(days: number, calendar: 1900 | 1904): string {
  const ms = Math.round((days * DAY_MS) / 1_000) * 1_000;
  const iso = new Date(EPOCHS[calendar] + ms).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
}

/** The column of a cell from 0: C7 is 2. Undefined when the place isn't written. */
export function columnOf(place: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(place ?? '')?.[0];
  if (!letters) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
