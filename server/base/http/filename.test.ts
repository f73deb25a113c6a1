import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filenameFromDisposition, filenameFromUrl, sanitizeFilename } from './filename.ts';

const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

describe('a file name', () => {
  it.each([
    ['договор.pdf', 'договор.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\Иван\\отчёт.xlsx', 'отчёт.xlsx'],
    ['line\r\nbreak\u0000.txt', 'linebreak.txt'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a<b>:c?.txt', 'a_b__c_.txt'],
    ['  spaced.txt  ', 'spaced.txt'],
    ['👨‍👩‍👧 family.jpg', '👨‍👩‍👧 family.jpg'],
  ])('%j becomes %j', (given, clean) => {
    expect(sanitizeFilename(given)).toBe(clean);
  });

  it.each(['', '..', '.', 'folder/', '\u0007', '\ud800', ' / '])(
    '%j is no name at all',
    (given) => {
      expect(sanitizeFilename(given)).toBeUndefined();
    },
  );

  it('is cut to 200 characters and keeps its extension', () => {
    expect(sanitizeFilename(`${'ж'.repeat(300)}.docx`)).toBe(`${'ж'.repeat(195)}.docx`);
  });

  it('is never a path, a control character or longer than 200 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = sanitizeFilename(given);
        if (name === undefined) return;
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cs}]/u);
        expect([...name].length).toBeLessThanOrEqual(200);
        expect(['.', '..', '']).not.toContain(name);
      }),
    );
  });

  it('stays the same when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 250 }), (given) => {
        const once = sanitizeFilename(given);
        if (once !== undefined) expect(sanitizeFilename(once)).toBe(once);
      }),
    );
  });
});

describe('the name in a Content-Disposition header', () => {
  it.each([
    ['attachment; filename="report.pdf"', 'report.pdf'],
    ['attachment; filename=report.pdf', 'report.pdf'],
    ['attachment;FILENAME="a \\"quoted\\" name.txt"', 'a _quoted_ name.txt'],
    ['attachment; filename="r.pdf"; filename*=UTF-8\'\'%D0%BE%D1%82.pdf', 'от.pdf'],
    ["attachment; filename*=iso-8859-1'en'%A3%20rates.txt", '£ rates.txt'],
    ['attachment; filename*=koi8-r\'\'%CF; filename="plain.txt"', 'plain.txt'],
    ['attachment; filename*=UTF-8\'\'%FF%FE; filename="plain.txt"', 'plain.txt'],
    [latin1('attachment; filename="отчёт.pdf"'), 'отчёт.pdf'],
    ['attachment; filename="caf\u00e9.txt"', 'café.txt'],
    ['inline; filename="../../x/../evil.sh"', 'evil.sh'],
    ['attachment', undefined],
    ['', undefined],
  ])('%j is %j', (header, name) => {
    expect(filenameFromDisposition(header)).toBe(name);
  });
});

describe('the name in a URL', () => {
  it.each([
    ['https://example.com/files/%D1%84%D0%BE%D1%82%D0%BE.jpg?size=big', 'фото.jpg'],
    ['https://example.com/a/..%2F..%2Fetc%2Fpasswd', 'passwd'],
    ['https://example.com/%E0%A4%A', '%E0%A4%A'],
    ['https://example.com/', undefined],
  ])('%s is %j', (address, name) => {
    expect(filenameFromUrl(new URL(address))).toBe(name);
  });
});
