import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, type Encoding } from './decode-text.ts';
import { type Delimiter, delimiters, detectDelimiter, readCsv } from './read-csv.ts';
import { csvRow, safeCsvRow } from './write-csv.ts';

/** Bytes as they come from a disk: in pieces cut anywhere. */
async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(bytes: Uint8Array, size = 64, given?: Encoding) {
  const decoded = decodeText(pieces(bytes, size), given);
  let text = '';
  for await (const part of decoded.text) text += part;
  return { text, encoding: decoded.encoding() };
}

function encode1251(text: string): Buffer {
  return Buffer.from(
    [...text].map((c) => {
      const code = c.charCodeAt(0);
      if (code < 128) return code;
      if (c === 'ё') return 0xb8;
      if (c === 'Ё') return 0xa8;
      return code - 0x410 + 0xc0;
    }),
  );
}

async function readAll(text: string, delimiter: Delimiter = ',') {
  const rows: string[][] = [];
  async function* parts() {
    yield text;
  }
  for await (const cells of readCsv(parts(), delimiter)) rows.push(cells);
  return rows;
}

describe('the encoding of a table', () => {
  const table = 'Имя;Телефон\r\nАнна;+79991234567\r\nПётр;+79991234568\r\n';

  test.each([1, 2, 3, 5, 7, 64, 10_000])('is found in pieces of %i bytes', async (size) => {
    expect(await decode(Buffer.from(table), size)).toEqual({ text: table, encoding: 'utf-8' });
    expect(await decode(Buffer.from(`\ufeff${table}`), size)).toEqual({
      text: table,
      encoding: 'utf-8',
    });
    expect(await decode(encode1251(table), size)).toEqual({
      text: table,
      encoding: 'windows-1251',
    });
    const wide = Buffer.from(`\ufeff${table}`, 'utf16le');
    expect(await decode(wide, size)).toEqual({ text: table, encoding: 'utf-16le' });
    expect(await decode(Buffer.from(wide).swap16(), size)).toEqual({
      text: table,
      encoding: 'utf-16be',
    });
  });

  test('of UTF-16 without a mark shows by its zeros', async () => {
    expect(await decode(Buffer.from(table, 'utf16le'))).toMatchObject({ encoding: 'utf-16le' });
  });

  test('is decided by the first letters that are not ASCII, however late they come', async () => {
    const text = `${'phone,name\n+79991234567,Anna\n'.repeat(5_000)}+79991234568,Пётр\n`;
    expect(await decode(encode1251(text), 4_096)).toEqual({ text, encoding: 'windows-1251' });
    expect(await decode(Buffer.from(text), 4_096)).toEqual({ text, encoding: 'utf-8' });
  });

  test('may be given by somebody who knows', async () => {
    expect((await decode(encode1251('Анна'), 64, 'windows-1251')).text).toBe('Анна');
  });

  test('leaves out NULs, which no database takes', async () => {
    expect((await decode(Buffer.from('a\0b,c'), 64, 'utf-8')).text).toBe('ab,c');
  });

  test('of any text is UTF-8 again, wherever it is cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll('\0', '').replaceAll('\ufeff', '')),
        fc.integer({ min: 1, max: 20 }),
        async (text, size) => {
          expect((await decode(Buffer.from(`я${text}`), size)).text).toBe(`я${text}`);
        },
      ),
    ));
});

describe('the delimiter', () => {
  test.each([
    ['a;b;c\n1;2,5;3\n', ';'],
    ['a,b,c\n"x;y;z;",2,3\n', ','],
    ['a\tb\n1\t2\n', '\t'],
    ['a|b|c\n1|2|3', '|'],
    ['phone\n+79991234567\n', ','],
    ['', ','],
  ])('of %j is %j', (head, delimiter) => {
    expect(detectDelimiter(head)).toBe(delimiter);
  });
});

describe('reading rows', () => {
  test('takes quotes, line breaks inside them and rows of any length', async () => {
    expect(await readAll('a,"b ""c""\nd",e\r\n1\r\n\r\n2,3,4,5\r\n')).toEqual([
      ['a', 'b "c"\nd', 'e'],
      ['1'],
      [''],
      ['2', '3', '4', '5'],
    ]);
  });

  test('takes a quote inside a cell as it stands', async () => {
    expect(await readAll('ООО "Ромашка",1\n')).toEqual([['ООО "Ромашка"', '1']]);
  });

  test('tells of a quote that is never closed, and reads no gigabytes for it', async () => {
    const text = `a,b\n1,"2\n${'x,y\n'.repeat(400_000)}`;
    await expect(readAll(text)).rejects.toMatchObject({
      code: 'invalid_request',
      text: { en: expect.stringMatching(/Row 2 .*quote/) },
    });
  });

  test('gives back every table that was written', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), {
          minLength: 1,
          maxLength: 10,
        }),
        fc.constantFrom(...delimiters),
        async (rows, delimiter) => {
          const text = rows.map((row) => csvRow(row, delimiter)).join('');
          // a mark at the very beginning belongs to the file, not to the cell
          fc.pre(!text.startsWith('\ufeff'));
          expect(await readAll(text, delimiter)).toEqual(rows);
        },
      ),
    ));
});

describe('a file for people', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1+cmd|x', "'+1+cmd|x"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['+79991234567', '+79991234567'],
    ['-12.5', '-12.5'],
    ['Anna', 'Anna'],
  ])('has %j as %j', (cell, written) => {
    expect(safeCsvRow([cell], ',').trimEnd()).toBe(written);
  });
});
