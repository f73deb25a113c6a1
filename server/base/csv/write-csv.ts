/** What a spreadsheet would calculate, or take as the begin of a formula. Source: OWASP. */
const FORMULA = /^[=+\-@\t\r]/;
/** What begins like one and is none: a phone, a number. */
const HARMLESS = /^(\+\d{7,15}|-?\d+([.,]\d+)?)$/;

/** So that Excel takes the file for UTF-8. */
export const UTF8_MARK = '\ufeff';

type Cell = string | number | null;
type Delimiter = ',' | ';' | '\t' | '|';

/** One row of a CSV file with its line end, its cells as they are. */
export function csvRow(cells: readonly Cell[], delimiter: Delimiter): string {
  return `${cells.map((cell) => quote(cell === null ? '' : String(cell), delimiter)).join(delimiter)}\r\n`;
}

/**
 * As `csvRow`, for files that people open: cells that a spreadsheet would run as a formula get an
 * apostrophe before them; phones and numbers stay as they are.
 */
export function safeCsvRow(cells: readonly Cell[], delimiter: Delimiter): string {
  return csvRow(cells.map(disarm), delimiter);
}

function disarm(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  return FORMULA.test(cell) && !HARMLESS.test(cell) ? `'${cell}` : cell;
}

function quote(text: string, delimiter: string): string {
  if (!/["\r\n]/.test(text) && !text.includes(delimiter) && text === text.trim()) return text;
  return `"${text.replaceAll('"', '""')}"`;
}
