import type { tl } from '@mtcute/core';
import type { Entity } from '../../world/messages/message.ts';

/** Entities that carry nothing but their place in the text: Telegram's name by ours. */
const plain = {
  bold: 'messageEntityBold',
  italic: 'messageEntityItalic',
  underline: 'messageEntityUnderline',
  strike: 'messageEntityStrike',
  spoiler: 'messageEntitySpoiler',
  code: 'messageEntityCode',
  url: 'messageEntityUrl',
  email: 'messageEntityEmail',
  phone: 'messageEntityPhone',
  mention: 'messageEntityMention',
  hashtag: 'messageEntityHashtag',
  cashtag: 'messageEntityCashtag',
  botCommand: 'messageEntityBotCommand',
  bankCard: 'messageEntityBankCard',
  blockquote: 'messageEntityBlockquote',
} as const;
type PlainKind = keyof typeof plain;
const plainKinds = new Map<string, PlainKind>(
  Object.keys(plain).map((kind) => [plain[kind as PlainKind], kind as PlainKind]),
);
const isPlain = (kind: string): kind is PlainKind => kind in plain;

/** The wire's entity. */
export function entityView(entity: Entity): tl.TypeMessageEntity {
  const { offset, length } = entity;
  if (isPlain(entity.kind)) return { _: plain[entity.kind], offset, length };
  if (entity.kind === 'pre') {
    return { _: 'messageEntityPre', offset, length, language: String(entity.detail ?? '') };
  }
  if (entity.kind === 'textUrl') {
    return { _: 'messageEntityTextUrl', offset, length, url: String(entity.detail ?? '') };
  }
  if (entity.kind === 'mentionName') {
    return { _: 'messageEntityMentionName', offset, length, userId: Number(entity.detail ?? 0) };
  }
  return { _: 'messageEntityUnknown', offset, length };
}

/** The world's entity, or undefined for kinds that the box doesn't keep. */
export function readEntity(entity: tl.TypeMessageEntity): Entity | undefined {
  const { offset, length } = entity;
  const kind = plainKinds.get(entity._);
  if (kind) return { kind, offset, length };
  if (entity._ === 'messageEntityPre') {
    return { kind: 'pre', offset, length, detail: entity.language };
  }
  if (entity._ === 'messageEntityTextUrl') {
    return { kind: 'textUrl', offset, length, detail: entity.url };
  }
  if (entity._ === 'inputMessageEntityMentionName' && 'userId' in entity.userId) {
    return { kind: 'mentionName', offset, length, detail: entity.userId.userId };
  }
  return undefined;
}
