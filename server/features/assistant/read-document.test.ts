import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { cutPassages } from './cut-passages.ts';
import { readDocument } from './read-document.ts';

const read = (name: string, text: string | Uint8Array) =>
  readDocument(name, typeof text === 'string' ? strToU8(text) : text);

describe('a file is read by its kind', () => {
  test('text in UTF-8, with a mark or without, and in the encoding of old Russian programs', () => {
    expect(read('a.txt', 'Доставка').text).toBe('Доставка');
    expect(read('a.TXT', '\ufeffДоставка').text).toBe('Доставка');
    expect(read('a.txt', Buffer.from('c4eef1f2e0e2eae0', 'hex')).text).toBe('Доставка');
    expect(read('a.md', Buffer.from('\ufeffДоставка', 'utf16le')).text).toBe('Доставка');
  });

  test('a table says of each value what it is', () => {
    const { kind, text } = read('prices.csv', 'Товар;Цена\nСтол;5000\n"Стул; белый";\n\n');
    expect(kind).toBe('csv');
    expect(text).toBe('Товар: Стол; Цена: 5000\n\nТовар: Стул; белый');
  });

  test('a page keeps its words and loses the rest', () => {
    const { text } = read(
      'page.html',
      `<html><head><title>x</title><style>p{}</style></head><body><h2>Доставка</h2>
       <p>Два&nbsp;дня,&#32;<b>500</b> &#x20BD;</p><script>alert('<p>no</p>')</script>
       <ul><li>Москва<li>Тверь</ul></body></html>`,
    );
    expect(text).toBe('## Доставка\n\nДва дня, 500 ₽\n\n— Москва\n— Тверь');
  });

  test('a document of Word keeps its paragraphs', () => {
    const xml =
      '<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Доставка </w:t></w:r><w:r><w:t>&amp; оплата</w:t></w:r></w:p><w:p><w:r><w:t>Два дня</w:t></w:r></w:p></w:body></w:document>';
    const docx = zipSync({ 'word/document.xml': strToU8(xml), 'word/styles.xml': strToU8('<x/>') });
    expect(read('terms.docx', docx).text.trim()).toBe('Доставка & оплата\n\nДва дня');
  });
});

describe('a file is refused', () => {
  test.each([
    ['price.pdf', '%PDF-1.7', /PDF/],
    ['noname', 'text', /txt, md/],
    ['terms.docx', 'no archive', /damaged/],
    ['a.txt', 'PK\0\0', /damaged/],
  ])('%s', (name, text, said) => expect(() => read(name, text)).toThrow(said));

  test('an archive that unpacks to something huge', () => {
    const docx = zipSync({ 'word/document.xml': new Uint8Array(9 * 1024 * 1024) });
    expect(() => read('bomb.docx', docx)).toThrow(/damaged/);
  });

  test('a document of Word with broken XML', () => {
    const docx = zipSync({ 'word/document.xml': strToU8('<w:document><w:p>') });
    expect(() => read('broken.docx', docx)).toThrow(/damaged/);
  });
});

describe('a text is cut', () => {
  test('at headings, which stay with what stands below them', () => {
    expect(cutPassages('Начало\n# Доставка\nДва дня\n\nПо Москве\n## Оплата ##\nКартой')).toEqual([
      { heading: '', content: 'Начало' },
      { heading: 'Доставка', content: 'Два дня\n\nПо Москве' },
      { heading: 'Оплата', content: 'Картой' },
    ]);
  });

  test('into pieces of one size, at sentences and then at words, and nothing is lost', () => {
    const text = `${'Это предложение. '.repeat(200)}\n\n${'слово '.repeat(500)}\n\n${'я'.repeat(3_000)}`;
    const cuts = cutPassages(text);
    expect(Math.max(...cuts.map(({ content }) => content.length))).toBeLessThanOrEqual(800);
    const letters = (value: string) => value.replace(/\s/g, '');
    expect(letters(cuts.map(({ content }) => content).join(''))).toBe(letters(text));
  });

  test('and one without words gives none', () => {
    expect(cutPassages(' \n\n\t\n')).toEqual([]);
  });
});
