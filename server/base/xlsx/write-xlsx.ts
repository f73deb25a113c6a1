import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

type Cell = string | number | null;

/** The most rows that Excel opens. Source: Microsoft's limits of a worksheet. */
export const MOST_XLSX_ROWS = 1_048_576;
const LONGEST_CELL = 32_767;
const ROWS_AT_ONCE = 500;

/**
 * Writes a workbook of one sheet, row by row: memory holds some hundred rows, however many there
 * are. Texts stay texts, so that phones and ids keep their digits and nothing is calculated.
 * @param write takes the bytes of the file in order
 */
export async function writeXlsx(
  rows: AsyncIterable<readonly Cell[]>,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  let ready: Uint8Array[] = [];
  let failure: Error | undefined;
  const zip = new Zip((error, bytes) => {
    if (error) failure = error;
    else ready.push(bytes);
  });
  const flush = async () => {
    if (failure) throw failure;
    const bytes = ready;
    ready = [];
    for (const part of bytes) await write(part);
  };
  for (const [name, xml] of Object.entries(frame)) {
    const file = new ZipPassThrough(name);
    zip.add(file);
    file.push(encode(xml), true);
  }
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 6 });
  zip.add(sheet);
  sheet.push(encode(SHEET_START));
  let waiting = '';
  let number = 0;
  for await (const cells of rows) {
    number += 1;
    waiting += rowXml(cells, number);
    if (number % ROWS_AT_ONCE !== 0) continue;
    sheet.push(encode(waiting));
    waiting = '';
    await flush();
  }
  sheet.push(encode(`${waiting}</sheetData></worksheet>`), true);
  zip.end();
  await flush();
}

const encoder = new TextEncoder();
const encode = (text: string) => encoder.encode(text);

function rowXml(cells: readonly Cell[], number: number): string {
  const written = cells.map((cell, i) => {
    if (cell === null || cell === '') return '';
    const place = `${columnName(i)}${number}`;
    if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
    const text = escapeXml(cell.slice(0, LONGEST_CELL));
    return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  });
  return `<row r="${number}">${written.join('')}</row>`;
}

/** A, B, … Z, AA, … */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those that XML 1.0 can't hold
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const SHEET_START = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`;

/** The rest of a workbook. Source: ECMA-376, part 1. */
const frame: Record<string, string> = {
  '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
  '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};
