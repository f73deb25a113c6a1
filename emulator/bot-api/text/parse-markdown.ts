import type { Entity } from '../../world/messages/message.ts';
import { badRequest } from '../bot-api-error.ts';
import { linkEntity } from './parse-html.ts';

const styles: [mark: string, kind: string][] = [
  ['```', 'pre'],
  ['`', 'code'],
  ['*', 'bold'],
  ['_', 'italic'],
];

/**
 * A text in Telegram's first Markdown, which knows no nesting
 * (https://core.telegram.org/bots/api#markdown-style).
 *
 * @throws BotApiError 400 `can't parse entities`, with the place in bytes
 */
export function parseMarkdown(source: string): { text: string; entities: Entity[] } {
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  const unended = () =>
    badRequest(
      `can't parse entities: Can't find end of the entity starting at byte offset ${Buffer.byteLength(source.slice(0, at))}`,
    );

  while (at < source.length) {
    if (source[at] === '\\' && /[_*`[]/.test(source[at + 1] ?? '')) {
      text += source[at + 1];
      at += 2;
      continue;
    }
    const style = styles.find(([mark]) => source.startsWith(mark, at));
    if (style) {
      const [mark, kind] = style;
      const from = at + mark.length;
      const end = source.indexOf(mark, from);
      if (end < 0) throw unended();
      let content = source.slice(from, end);
      const language = kind === 'pre' ? /^([^\s`]*)\n/.exec(content) : null;
      if (language) content = content.slice(language[0].length);
      if (content !== '') {
        const place = { kind, offset: text.length, length: content.length };
        entities.push(kind === 'pre' ? { ...place, detail: language?.[1] ?? '' } : place);
      }
      text += content;
      at = end + mark.length;
      continue;
    }
    const link = source[at] === '[' ? /^\[([^\]]*)\](?:\(([^)]*)\))?/.exec(source.slice(at)) : null;
    if (source[at] === '[' && !link) throw unended();
    if (link) {
      const [whole, label = '', url] = link;
      if (url !== undefined && label !== '') {
        entities.push(...linkEntity(url, text.length, label.length));
      }
      text += url === undefined ? whole : label;
      at += whole.length;
      continue;
    }
    text += source[at];
    at += 1;
  }
  return { text, entities };
}
