import { describe, expect, it } from 'vitest';
import type { Entity } from '../../world/messages/message.ts';
import { parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';

const styles = ({ text, entities }: { text: string; entities: Entity[] }) => ({
  text,
  styles: entities.map(({ detail, kind, length, offset }) => {
    const part = text.slice(offset, offset + length);
    return detail === undefined ? [kind, part] : [kind, part, detail];
  }),
});

describe('HTML', () => {
  const read = (text: string) => styles(parseHtml(text));

  it('nests', () => {
    expect(
      read('<b>bold <i>both</i></b> <u>under</u><s>gone</s><tg-spoiler>psst</tg-spoiler>'),
    ).toEqual({
      text: 'bold both undergonepsst',
      styles: [
        ['italic', 'both'],
        ['bold', 'bold both'],
        ['underline', 'under'],
        ['strike', 'gone'],
        ['spoiler', 'psst'],
      ],
    });
  });

  it('knows code, quotes, links and people', () => {
    expect(
      read(
        '<pre><code class="language-ts">let a</code></pre><code>x</code><blockquote expandable>q</blockquote><a href="example.com">site</a><a href="tg://user?id=42">Anna</a>',
      ).styles,
    ).toEqual([
      ['pre', 'let a', 'ts'],
      ['code', 'x'],
      ['blockquote', 'q'],
      ['textUrl', 'site', 'http://example.com/'],
      ['mentionName', 'Anna', 42],
    ]);
  });

  it('decodes characters and leaves a lone ampersand', () => {
    expect(read('a &lt; b &amp;&amp; c &#1078; &#x1F600; & &copy;').text).toBe(
      'a < b && c ж 😀 & &copy;',
    );
  });

  it.each([
    ['</b>', 'Unexpected end tag at byte offset 0'],
    ['a <b', 'Unclosed start tag at byte offset 2'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['1 < 2', 'Unclosed start tag at byte offset 2'],
  ])('refuses %s', (text, why) => {
    expect(() => parseHtml(text)).toThrow(`Bad Request: can't parse entities: ${why}`);
  });
});

describe('The second Markdown', () => {
  const read = (text: string) => styles(parseMarkdownV2(text));

  it('nests and escapes', () => {
    expect(read('*bold _both_* __under__ ~gone~ ||psst|| 1\\.5')).toEqual({
      text: 'bold both under gone psst 1.5',
      styles: [
        ['italic', 'both'],
        ['bold', 'bold both'],
        ['underline', 'under'],
        ['strike', 'gone'],
        ['spoiler', 'psst'],
      ],
    });
  });

  it('knows code, quotes and links', () => {
    expect(
      read('`a.b`\n```ts\nlet a = 1;\n```\n>one\n>two\nafter [site](https://example.com/a\\)b)'),
    ).toEqual({
      text: 'a.b\nlet a = 1;\none\ntwo\nafter site',
      styles: [
        ['code', 'a.b'],
        ['pre', 'let a = 1;', 'ts'],
        ['blockquote', 'one\ntwo'],
        ['textUrl', 'site', 'https://example.com/a)b'],
      ],
    });
  });

  it.each([
    ['a-b', "Character '-' is reserved and must be escaped with the preceding '\\'"],
    ['_italic', "Can't find end of Italic entity at byte offset 0"],
    ['ж `code', "Can't find end of Code entity at byte offset 3"],
    ['*bold _mixed* up_', "Can't find end of Italic entity at byte offset 16"],
  ])('refuses %s', (text, why) => {
    expect(() => parseMarkdownV2(text)).toThrow(`Bad Request: can't parse entities: ${why}`);
  });
});

describe('The first Markdown', () => {
  const read = (text: string) => styles(parseMarkdown(text));

  it('knows bold, italic, code and links, one at a time', () => {
    expect(read('*b* _i_ `c` [site](https://example.com/) snake\\_case')).toEqual({
      text: 'b i c site snake_case',
      styles: [
        ['bold', 'b'],
        ['italic', 'i'],
        ['code', 'c'],
        ['textUrl', 'site', 'https://example.com/'],
      ],
    });
  });

  it('refuses what has no end', () => {
    expect(() => parseMarkdown('snake_case')).toThrow(
      "Can't find end of the entity starting at byte offset 5",
    );
  });
});
