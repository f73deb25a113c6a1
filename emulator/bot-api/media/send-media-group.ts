import type { Message } from 'grammy/types';
import { z } from 'zod';
import { jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { deliver, readSending } from '../messages/send.ts';
import { inputMedia, readInputMedia } from './read-input-media.ts';

const MOST_IN_ALBUM = 10;

/** Sends an album (https://core.telegram.org/bots/api#sendmediagroup). */
export async function sendMediaGroup(call: BotCall): Promise<Message[]> {
  const { api, args, bot, world } = call;
  const sending = readSending(call);
  const items = jsonOf(args, 'media', z.array(inputMedia), 'media') ?? [];
  if (items.length === 0) throw badRequest('there are no messages to send');
  if (items.length > MOST_IN_ALBUM) throw badRequest('too many messages to send as an album');
  checkMixture(items.map(({ type }) => type));
  const contents = [];
  for (const item of items) contents.push(await readInputMedia(call, item));
  api.limits.spend(bot.id, sending.chat.id, contents.length);
  const groupedId = contents.length > 1 ? world.random.long() : undefined;
  const album = { ...sending, how: { ...sending.how, markup: undefined } };
  return contents.map((content) => deliver(call, album, { ...content, groupedId }));
}

/** Photos and videos go together; documents and audios only with their like. */
function checkMixture(types: string[]): void {
  const alone = types.some((type) => type === 'audio' || type === 'document');
  if (types.includes('animation') || (alone && new Set(types).size > 1)) {
    throw badRequest("can't use the media of the specified type in the album");
  }
}
