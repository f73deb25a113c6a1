import type { Entity } from '../../world/messages/message.ts';
import { badRequest } from '../bot-api-error.ts';
import { linkEntity } from './parse-html.ts';

type Styled = { text: string; entities: Entity[] };
type Open = { mark: string; offset: number; at: number };

const reserved = new Set('_*[]()~`>#+-=|{}.!');
const kinds: Record<string, [kind: string, name: string]> = {
  '*': ['bold', 'Bold'],
  _: ['italic', 'Italic'],
  __: ['underline', 'Underline'],
  '~': ['strike', 'Strikethrough'],
  '||': ['spoiler', 'Spoiler'],
  '[': ['textUrl', 'TextUrl'],
};

const wrong = (what: string) => badRequest(`can't parse entities: ${what}`);

/**
 * A text in Telegram's second Markdown (https://core.telegram.org/bots/api#markdownv2-style).
 *
 * @throws BotApiError 400 `can't parse entities`, with the place in bytes
 */
export function parseMarkdownV2(source: string): Styled {
  const entities: Entity[] = [];
  const open: Open[] = [];
  let text = '';
  let at = 0;
  let quote: number | undefined;
  const byteAt = (index: number) => Buffer.byteLength(source.slice(0, index));
  const unended = (name: string, from: number) =>
    wrong(`Can't find end of ${name} entity at byte offset ${byteAt(from)}`);

  while (at < source.length) {
    const rest = source.slice(at, at + 3);
    const [character = ''] = rest;
    const lineStart = at === 0 || source[at - 1] === '\n';
    if (quote !== undefined && lineStart && !rest.startsWith('>')) endQuote();
    if (character === '\\' && reserved.has(rest[1] ?? '')) {
      text += rest[1];
      at += 2;
    } else if (rest === '```') {
      block();
    } else if (character === '`') {
      const from = at;
      const end = verbatim(at + 1, '`');
      if (end.at < 0) throw unended('Code', from);
      push('code', end.text);
      at = end.at + 1;
    } else if (lineStart && rest.startsWith('**>')) {
      endQuote();
      quote = text.length;
      at += 3;
    } else if (lineStart && character === '>') {
      quote ??= text.length;
      at += 1;
    } else if (character === ']' && open.at(-1)?.mark === '[') {
      link();
    } else if (rest.startsWith('![')) {
      open.push({ mark: '[', offset: text.length, at });
      at += 2;
    } else {
      const mark = ['__', '||'].find((long) => rest.startsWith(long)) ?? character;
      if (kinds[mark]) toggle(mark);
      else if (reserved.has(character)) {
        throw wrong(
          `Character '${character}' is reserved and must be escaped with the preceding '\\'`,
        );
      } else {
        text += character;
        at += 1;
      }
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw unended(kinds[unclosed.mark]?.[1] ?? '', unclosed.at);
  endQuote();
  return { text, entities };

  function push(kind: string, content: string, detail?: string): void {
    if (content === '') return;
    const entity = { kind, offset: text.length, length: content.length };
    entities.push(detail === undefined ? entity : { ...entity, detail });
    text += content;
  }

  /** Text up to `end`, in which only the backslash and the backquote may be escaped. */
  function verbatim(from: number, end: string): { text: string; at: number } {
    let content = '';
    for (let i = from; i < source.length; i++) {
      if (source.startsWith(end, i)) return { text: content, at: i };
      const escaped = source[i] === '\\' && /[\\`]/.test(source[i + 1] ?? '');
      if (escaped) i++;
      content += source[i];
    }
    return { text: content, at: -1 };
  }

  function block(): void {
    const end = verbatim(at + 3, '```');
    if (end.at < 0) throw unended('Pre', at);
    const [, language = '', content = ''] = /^(?:([^\s`]*)\n)?(.*)$/s.exec(end.text) ?? [];
    push('pre', content.replace(/\n$/, ''), language);
    at = end.at + 3;
  }

  function toggle(mark: string): void {
    const last = open.at(-1);
    const [kind = ''] = kinds[mark] ?? [];
    if (last?.mark === mark && mark !== '[') {
      open.pop();
      const length = text.length - last.offset;
      if (length > 0) entities.push({ kind, offset: last.offset, length });
    } else {
      open.push({ mark, offset: text.length, at });
    }
    at += mark.length;
  }

  function link(): void {
    const last = open.pop();
    const offset = last?.offset ?? 0;
    const length = text.length - offset;
    at += 1;
    let url = text.slice(offset);
    if (source[at] === '(') {
      const from = at;
      url = '';
      for (at += 1; at < source.length && source[at] !== ')'; at++) {
        if (source[at] === '\\' && reserved.has(source[at + 1] ?? '')) at++;
        url += source[at];
      }
      if (at >= source.length) {
        throw wrong(`Can't find end of a URL at byte offset ${byteAt(from)}`);
      }
      at += 1;
    }
    if (length > 0) entities.push(...linkEntity(url, offset, length));
  }

  function endQuote(): void {
    if (quote === undefined) return;
    const length = text.replace(/\n$/, '').length - quote;
    if (length > 0) entities.push({ kind: 'blockquote', offset: quote, length });
    quote = undefined;
  }
}
