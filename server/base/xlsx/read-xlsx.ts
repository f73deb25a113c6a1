import { csvRow } from '../csv/write-csv.ts';
import { AppError } from '../errors.ts';
import { columnOf, isDateFormat, type NumberStyles, numberText } from './cell-text.ts';
import { openWorkbook, type Workbook } from './open-workbook.ts';
import { readAllXml, readXml } from './read-xml.ts';
import { texts } from './texts.ts';

/** Rows with anything in them. */
const MOST_ROWS = 100_001;
const MOST_COLUMNS = 500;
const MB = 1024 * 1024;
const MOST_SHEET_BYTES = 500 * MB;
const MOST_STRINGS_BYTES = 200 * MB;
const MOST_OTHER_BYTES = 20 * MB;
/** Of all shared texts together; each stays in memory. */
const MOST_STRING_CHARACTERS = 40_000_000;

/**
 * The first sheet of a workbook as the text of a CSV with commas, row by row; empty rows are kept,
 * so that rows have the numbers that Excel shows. At most 100,000 rows below the header.
 * @throws AppError invalid_request when it can't be read or has more
 */
export async function* readXlsxAsCsv(path: string): AsyncGenerator<string> {
  const workbook = await openWorkbook(path);
  try {
    const { sheet, calendar } = await findSheet(workbook);
    const shared = await readSharedStrings(workbook);
    const isDate = await readStyles(workbook);
    yield* readSheet(workbook, sheet, shared, { isDate, calendar });
  } finally {
    workbook.close();
  }
}

/** The first sheet that isn't hidden. */
async function findSheet(workbook: Workbook): Promise<{ sheet: string; calendar: 1900 | 1904 }> {
  const sheets: { id: string; isHidden: boolean }[] = [];
  let calendar: 1900 | 1904 = 1900;
  await readAllXml(workbook.read('xl/workbook.xml', MOST_OTHER_BYTES), {
    open(name, attributes) {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) calendar = 1904;
      if (name === 'sheet')
        sheets.push({
          id: attributes['r:id'] ?? attributeEnding(attributes, ':id') ?? '',
          isHidden: (attributes['state'] ?? 'visible') !== 'visible',
        });
    },
  });
  const wanted = sheets.find((sheet) => !sheet.isHidden) ?? sheets[0];
  const targets = new Map<string, string>();
  await readAllXml(workbook.read('xl/_rels/workbook.xml.rels', MOST_OTHER_BYTES), {
    open(name, attributes) {
      if (name === 'Relationship') targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '');
    },
  });
  const target = targets.get(wanted?.id ?? '');
  if (!target) throw new AppError('invalid_request', texts.damaged);
  return { sheet: target.startsWith('/') ? target.slice(1) : `xl/${target}`, calendar };
}

function attributeEnding(
  attributes: Readonly<Record<string, string>>,
  end: string,
): string | undefined {
  return Object.entries(attributes).find(([name]) => name.endsWith(end))?.[1];
}

async function readSharedStrings(workbook: Workbook): Promise<string[]> {
  const path = 'xl/sharedStrings.xml';
  const strings: string[] = [];
  if (!workbook.has(path)) return strings;
  let current = '';
  let characters = 0;
  let isText = false;
  // The reading aid above Japanese texts is no part of them.
  let isPhonetic = false;
  await readAllXml(workbook.read(path, MOST_STRINGS_BYTES), {
    open(name) {
      if (name === 'si') current = '';
      if (name === 'rPh') isPhonetic = true;
      if (name === 't') isText = !isPhonetic;
    },
    text(piece) {
      if (isText) current += piece;
    },
    close(name) {
      if (name === 't') isText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name !== 'si') return;
      characters += current.length;
      if (characters > MOST_STRING_CHARACTERS)
        throw new AppError('invalid_request', texts.tooLarge);
      strings.push(current);
    },
  });
  return strings;
}

/** @returns by the number of a style, whether its numbers are dates */
async function readStyles(workbook: Workbook): Promise<boolean[]> {
  const path = 'xl/styles.xml';
  const isDate: boolean[] = [];
  if (!workbook.has(path)) return isDate;
  const codes = new Map<number, string>();
  let isInCells = false;
  await readAllXml(workbook.read(path, MOST_OTHER_BYTES), {
    open(name, attributes) {
      if (name === 'numFmt')
        codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') isInCells = true;
      if (name !== 'xf' || !isInCells) return;
      const id = Number(attributes['numFmtId'] ?? 0);
      isDate.push(isDateFormat(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return isDate;
}

async function* readSheet(
  workbook: Workbook,
  path: string,
  shared: readonly string[],
  styles: NumberStyles,
): AsyncGenerator<string> {
  let ready = '';
  let rows = 0;
  let lastNumber = 0;
  let cells: string[] = [];
  let number = 0;
  let column = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let isValue = false;
  const pieces = readXml(workbook.read(path, MOST_SHEET_BYTES), {
    open(name, attributes) {
      if (name === 'row') {
        cells = [];
        column = -1;
        number = Number(attributes['r'] ?? lastNumber + 1);
      } else if (name === 'c') {
        column = columnOf(attributes['r']) ?? column + 1;
        if (column >= MOST_COLUMNS)
          throw new AppError('invalid_request', texts.tooManyColumns(MOST_COLUMNS));
        type = attributes['t'] ?? 'n';
        style = Number(attributes['s'] ?? 0);
        value = '';
      } else if (name === 'v' || name === 't') {
        isValue = true;
      }
    },
    text(piece) {
      if (isValue) value += piece;
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'c') {
        while (cells.length < column) cells.push('');
        cells[column] = cellText(type, value, style, shared, styles);
      } else if (name === 'row') {
        if (cells.every((cell) => cell === '')) return;
        rows += 1;
        if (rows > MOST_ROWS)
          throw new AppError('invalid_request', texts.tooManyRows(MOST_ROWS - 1));
        if (!(number > lastNumber && number <= 1_048_576))
          throw new AppError('invalid_request', texts.damaged);
        ready += '\r\n'.repeat(number - lastNumber - 1) + csvRow(cells, ',');
        lastNumber = number;
      }
    },
  });
  for await (const _ of pieces) {
    if (ready === '') continue;
    yield ready;
    ready = '';
  }
}

function cellText(
  type: string,
  value: string,
  style: number,
  shared: readonly string[],
  styles: NumberStyles,
): string {
  switch (type) {
    case 's':
      return shared[Number(value)] ?? '';
    case 'n':
      return numberText(value, style, styles);
    case 'b':
      return value === '1' ? 'true' : 'false';
    case 'e':
      return '';
    default:
      return value;
  }
}
