import { z } from 'zod';
import type { Entity, Media } from '../../world/messages/message.ts';
import type { BotCall } from '../bot-api.ts';
import { styledText } from '../text/read-text.ts';
import { entitiesSchema, readEntities } from '../views/entity-json.ts';
import { makeBotMedia } from './make-media.ts';
import { inputFile } from './read-input-file.ts';

/** Media with a caption as a bot describes it (https://core.telegram.org/bots/api#inputmedia). */
export const inputMedia = z.object({
  type: z.enum(['photo', 'video', 'audio', 'document', 'animation']),
  media: z.string().min(1),
  thumbnail: z.string().optional(),
  caption: z.string().optional(),
  parse_mode: z.string().optional(),
  caption_entities: entitiesSchema.optional(),
  duration: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  title: z.string().optional(),
  performer: z.string().optional(),
  has_spoiler: z.boolean().optional(),
  supports_streaming: z.boolean().optional(),
});

/** The media and its caption. @throws BotApiError 400; TelegramError those of `makePhoto` */
export async function readInputMedia(
  call: BotCall,
  given: z.output<typeof inputMedia>,
): Promise<{ text: string; entities: Entity[]; media: Media }> {
  const { caption, parse_mode, caption_entities, thumbnail, has_spoiler, type, ...rest } = given;
  const entities = caption_entities && readEntities(caption_entities);
  const thumb = thumbnail === undefined ? undefined : inputFile(call, thumbnail);
  const words = {
    duration: rest.duration,
    width: rest.width,
    height: rest.height,
    title: rest.title,
    performer: rest.performer,
    streaming: rest.supports_streaming,
    spoiler: has_spoiler,
    thumbnail: thumb?.kind === 'upload' ? thumb.file : undefined,
  };
  const media = await makeBotMedia(call.world, type, inputFile(call, given.media), words);
  return { ...styledText(caption ?? '', parse_mode ?? '', entities), media };
}
