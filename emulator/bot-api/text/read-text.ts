import type { Entity } from '../../world/messages/message.ts';
import { type Arguments, jsonOf, textOf } from '../arguments.ts';
import { badRequest } from '../bot-api-error.ts';
import { entitiesSchema, readEntities } from '../views/entity-json.ts';
import { parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';

/** A text with its styles. */
export type StyledText = { text: string; entities: Entity[] };

/**
 * A styled text as a bot gives it: in a markup language, or with entities.
 *
 * @throws BotApiError 400 `unsupported parse_mode`, `can't parse entities`
 */
export function styledText(
  text: string,
  parseMode: string,
  entities: Entity[] | undefined,
): StyledText {
  const given = text.replaceAll('\0', '').replaceAll('\r', '');
  switch (parseMode.toLowerCase()) {
    case '':
    case 'none':
      return { text: given, entities: entities ?? [] };
    case 'html':
      return parseHtml(given);
    case 'markdownv2':
      return parseMarkdownV2(given);
    case 'markdown':
      return parseMarkdown(given);
    default:
      throw badRequest('unsupported parse_mode');
  }
}

/**
 * The text or caption among a call's arguments.
 *
 * @param name  `text` or `caption`
 */
export function readText(args: Arguments, name: 'text' | 'caption'): StyledText {
  const entitiesName = name === 'text' ? 'entities' : 'caption_entities';
  const entities = jsonOf(args, entitiesName, entitiesSchema, 'message entities');
  const parseMode = textOf(args, 'parse_mode');
  return styledText(textOf(args, name), parseMode, entities && readEntities(entities));
}
