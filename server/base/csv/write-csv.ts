/** What a spreadsheet would calculate, or take as the begin of a formula. Source: OWASP. */
const FORMULA = /^[=+\-@\t\r]/;
/** What begins like one and is none: a phone, a number. */
const HARMLESS = /^(\+\d{7,15}|-?\d+([.,]\d+)?)$/;

/** So that Excel takes the file for UTF-8. */
export const UTF8_MARK = '\ufeff';

/**
 * One row of a CSV file with its line end. Cells that a spreadsheet would run as a formula get an
 * apostrophe before them; phones and numbers stay as they are.
 */
export function csvRow(
  cells: readonly (string | number | null)[],
  delimiter: ',' | ';' | '\t' | '|',
): string {
  return `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;
}

function csvCell(cell: string | number | null, delimiter: string): string {
  const text = cell === null ? '' : String(cell);
  const safe = FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text;
  if (!/["\r\n]/.test(safe) && !safe.includes(delimiter) && safe === safe.trim()) return safe;
  return `"${safe.replaceAll('"', '""')}"`;
}
