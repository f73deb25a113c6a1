import type { Message } from 'grammy/types';
import { decimalOf, flagOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { readSending, send } from '../messages/send.ts';
import { readText } from '../text/read-text.ts';
import { type MediaKind, type MediaWords, makeBotMedia } from './make-media.ts';
import { inputFileOf } from './read-input-file.ts';

/** The method that sends media of a kind (https://core.telegram.org/bots/api#sendphoto and so on). */
export function sendMediaOf(kind: MediaKind): (call: BotCall) => Promise<Message> {
  return async (call) => {
    const { args, world } = call;
    const sending = readSending(call);
    const input = inputFileOf(call, kind);
    if (!input) throw badRequest(`there is no ${kind.replace('_', ' ')} in the request`);
    const words = readWords(call);
    const media = await makeBotMedia(world, kind, input, words);
    return send(call, sending, { ...readText(args, 'caption'), media });
  };
}

function readWords(call: BotCall): MediaWords {
  const { args } = call;
  const thumbnail = inputFileOf(call, 'thumbnail');
  return {
    duration: decimalOf(args, 'duration'),
    width: decimalOf(args, 'width') ?? decimalOf(args, 'length'),
    height: decimalOf(args, 'height'),
    title: textOf(args, 'title') || undefined,
    performer: textOf(args, 'performer') || undefined,
    spoiler: flagOf(args, 'has_spoiler'),
    streaming: flagOf(args, 'supports_streaming'),
    thumbnail: thumbnail?.kind === 'upload' ? thumbnail.file : undefined,
  };
}

/** Sends a place on the map. */
export function sendLocation(call: BotCall): Message {
  const { args } = call;
  const sending = readSending(call);
  const latitude = decimalOf(args, 'latitude');
  const longitude = decimalOf(args, 'longitude');
  if (latitude === undefined) throw badRequest('latitude is empty');
  if (longitude === undefined) throw badRequest('longitude is empty');
  const media = { kind: 'place', latitude, longitude } as const;
  return send(call, sending, { text: '', media });
}

/** Sends a phone number with a name. */
export function sendContact(call: BotCall): Message {
  const { args, world } = call;
  const sending = readSending(call);
  const phone = textOf(args, 'phone_number').replace(/\D/g, '');
  const firstName = textOf(args, 'first_name');
  if (phone === '') throw badRequest('phone number is empty');
  if (firstName === '') throw badRequest('first name is empty');
  const media = {
    kind: 'contact',
    phone,
    firstName,
    lastName: textOf(args, 'last_name'),
    vcard: textOf(args, 'vcard'),
    userId: world.userIdsByPhone.get(phone) ?? 0,
  } as const;
  return send(call, sending, { text: '', media });
}
