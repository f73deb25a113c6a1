import type { Entity } from '../../world/messages/message.ts';
import { badRequest } from '../bot-api-error.ts';

type Styled = { text: string; entities: Entity[] };
type Open = {
  tag: string;
  kind: string | undefined;
  offset: number;
  detail?: string | undefined;
  /** A code block inside a block, which only tells its language. */
  languageOnly?: boolean;
};

const kinds: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strike',
  strike: 'strike',
  del: 'strike',
  'tg-spoiler': 'spoiler',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};
const namedCharacters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

const wrong = (what: string) => badRequest(`can't parse entities: ${what}`);

/**
 * A text in Telegram's HTML (https://core.telegram.org/bots/api#html-style).
 *
 * @throws BotApiError 400 `can't parse entities`, with the place in bytes
 */
export function parseHtml(source: string): Styled {
  const entities: Entity[] = [];
  const open: Open[] = [];
  let text = '';
  let at = 0;
  const byteAt = (index: number) => Buffer.byteLength(source.slice(0, index));

  while (at < source.length) {
    const character = source[at];
    if (character === '&') {
      const [, name = '', hex, decimal] =
        /^&(?:(lt|gt|amp|quot)|#x([0-9a-fA-F]{1,6})|#(\d{1,7}));/.exec(source.slice(at, at + 12)) ??
        [];
      const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : undefined;
      const decoded = code === undefined ? namedCharacters[name] : decode(code);
      text += decoded ?? '&';
      at += decoded === undefined ? 1 : source.indexOf(';', at) + 1 - at;
      continue;
    }
    if (character !== '<') {
      text += character;
      at++;
      continue;
    }
    const end = source.indexOf('>', at);
    if (end < 0) throw wrong(`Unclosed start tag at byte offset ${byteAt(at)}`);
    const inside = source.slice(at + 1, end);
    if (inside.startsWith('/')) close(inside.slice(1).trim().toLowerCase(), byteAt(at));
    else open.push(start(inside, byteAt(at)));
    at = end + 1;
  }
  const unclosed = open.at(-1);
  if (unclosed) throw wrong(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities };

  function start(inside: string, byte: number): Open {
    const tag = /^[A-Za-z0-9-]*/.exec(inside)?.[0].toLowerCase() ?? '';
    const offset = text.length;
    if (tag === 'a') {
      return { tag, kind: 'textUrl', offset, detail: attribute(inside, 'href') ?? '' };
    }
    if (tag === 'span') {
      if (attribute(inside, 'class') !== 'tg-spoiler') {
        throw wrong(`Tag "span" must have class "tg-spoiler" at byte offset ${byte}`);
      }
      return { tag, kind: 'spoiler', offset };
    }
    if (tag === 'tg-emoji') return { tag, kind: undefined, offset };
    const kind = kinds[tag];
    if (!kind) throw wrong(`Unsupported start tag "${tag}" at byte offset ${byte}`);
    const language = /^language-(.*)$/.exec(attribute(inside, 'class') ?? '')?.[1];
    const block = open.at(-1);
    if (tag === 'code' && block?.tag === 'pre' && block.offset === offset && language) {
      block.detail = language;
      return { tag, kind: undefined, offset, languageOnly: true };
    }
    return { tag, kind, offset };
  }

  function close(tag: string, byte: number): void {
    const last = open.pop();
    if (!last) throw wrong(`Unexpected end tag at byte offset ${byte}`);
    if (tag !== '' && tag !== last.tag) {
      throw wrong(
        `Unmatched end tag at byte offset ${byte}, expected "</${last.tag}>", found "</${tag}>"`,
      );
    }
    const { kind, offset } = last;
    const length = text.length - offset;
    if (kind && length > 0) entities.push(...entityOf(last, kind, length));
  }

  function entityOf({ offset, detail }: Open, kind: string, length: number): Entity[] {
    if (kind === 'pre') return [{ kind, offset, length, detail: detail ?? '' }];
    if (kind !== 'textUrl') return [{ kind, offset, length }];
    return linkEntity(detail || text.slice(offset, offset + length), offset, length);
  }
}

/** A link leads to a page, or to a user when it is `tg://user?id=…`; anything else is no link. */
export function linkEntity(url: string, offset: number, length: number): Entity[] {
  const userId = /^tg:\/\/user\?id=(\d+)$/.exec(url)?.[1];
  if (userId) return [{ kind: 'mentionName', offset, length, detail: Number(userId) }];
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(whole) || !/^(https?|tg|ton|mailto|tel):/i.test(whole)) return [];
  const canonical = /^https?:\/\/[^/?#]+$/i.test(whole) ? `${whole}/` : whole;
  return [{ kind: 'textUrl', offset, length, detail: canonical }];
}

function decode(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function attribute(inside: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(
    inside,
  );
  const raw = found?.[1] ?? found?.[2] ?? found?.[3];
  return raw?.replace(/&(lt|gt|amp|quot);/g, (_, known: string) => namedCharacters[known] ?? '');
}
