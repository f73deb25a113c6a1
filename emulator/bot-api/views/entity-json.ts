import type { MessageEntity } from 'grammy/types';
import { z } from 'zod';
import type { Entity } from '../../world/messages/message.ts';
import type { World } from '../../world/world.ts';
import { userJsonById } from './user-json.ts';

/** The Bot API's names of entities that carry nothing but their place: ours by theirs. */
const plain = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strike',
  spoiler: 'spoiler',
  code: 'code',
  url: 'url',
  email: 'email',
  phone_number: 'phone',
  mention: 'mention',
  hashtag: 'hashtag',
  cashtag: 'cashtag',
  bot_command: 'botCommand',
  blockquote: 'blockquote',
} as const;
type Plain = keyof typeof plain;
const plainByKind = new Map<string, Plain>(
  Object.entries(plain).map(([name, kind]) => [kind, name as Plain]),
);

/** An entity as bots see it, or undefined for kinds that they have no word for. */
export function entityJson(world: World, entity: Entity): MessageEntity | undefined {
  const { kind, offset, length, detail } = entity;
  if (kind === 'pre') {
    return { type: 'pre', offset, length, language: detail ? String(detail) : undefined };
  }
  if (kind === 'textUrl') {
    return { type: 'text_link', offset, length, url: String(detail ?? '') };
  }
  if (kind === 'mentionName') {
    return { type: 'text_mention', offset, length, user: userJsonById(world, Number(detail)) };
  }
  const name = plainByKind.get(kind);
  return name && { type: name, offset, length };
}

/** Entities as a bot gives them. Kinds that the box doesn't keep are left out. */
export const entitiesSchema = z.array(
  z.object({
    type: z.string(),
    offset: z.number().int(),
    length: z.number().int(),
    url: z.string().optional(),
    language: z.string().optional(),
    user: z.object({ id: z.number().int() }).optional(),
  }),
);

/** The world's entities. */
export function readEntities(given: z.output<typeof entitiesSchema>): Entity[] {
  return given.flatMap(({ type, offset, length, url, language, user }): Entity[] => {
    if (type in plain) return [{ kind: plain[type as Plain], offset, length }];
    if (type === 'expandable_blockquote') return [{ kind: 'blockquote', offset, length }];
    if (type === 'pre') return [{ kind: 'pre', offset, length, detail: language ?? '' }];
    if (type === 'text_link' && url) return [{ kind: 'textUrl', offset, length, detail: url }];
    if (type === 'text_mention' && user) {
      return [{ kind: 'mentionName', offset, length, detail: user.id }];
    }
    return [];
  });
}
