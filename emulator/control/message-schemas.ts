import { z } from 'zod';
import { numberText } from './schemas.ts';

export const messagesQuery = z.strictObject({
  from: numberText.optional().describe('Only what this user sent'),
  to: numberText.optional().describe('Only what was sent to this user'),
  after: numberText.min(0).default(0).describe('Only what came after the message with this id'),
  limit: numberText.min(1).max(1000).default(100),
});

export const messageJson = z.object({
  id: z.number().describe('Grows over the whole world; use it as `after`'),
  from: z.number(),
  to: z.number(),
  date: z.number().describe("World's time in seconds"),
  type: z.enum(['text', 'photo', 'video', 'video_note', 'voice', 'audio', 'document', 'other']),
  text: z.string(),
  media: z
    .object({
      size: z.number().describe('Bytes'),
      mimeType: z.string(),
      filename: z.string().nullable(),
      width: z.number().nullable(),
      height: z.number().nullable(),
      durationSeconds: z.number().nullable(),
    })
    .nullable(),
  randomId: z.string().nullable().describe("The sender's `random_id`, in decimal"),
  seen: z.boolean().describe('The receiver has read it'),
  silent: z.boolean().describe('Sent without sound'),
  deleted: z.boolean().describe('Neither side has it any more'),
  idForSender: z.number(),
  idForReceiver: z.number(),
  replyTo: z.number().nullable().describe('The `id` of the message that it answers'),
  editDate: z.number().nullable(),
  replyMarkup: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('Buttons or a keyboard, as the Bot API writes them'),
});

const content = {
  text: z.string().optional(),
  media: z
    .strictObject({
      type: z.enum(['photo', 'video', 'video_note', 'voice', 'audio', 'document']),
      base64: z.base64().optional().describe('The file; a small real sample when left out'),
      filename: z.string().min(1).optional(),
      mimeType: z.string().min(1).optional(),
      caption: z.string().optional(),
      durationSeconds: z.number().min(0).optional(),
    })
    .optional(),
  replyTo: z.number().int().optional().describe('The `id` of the message that is answered'),
};

export const newMessage = z.strictObject({ to: z.number().int(), ...content });

export const newChatMessage = z.strictObject({
  from: z.number().int(),
  topic: z.number().int().optional().describe('A topic of a forum, by its number'),
  ...content,
});

export const chatMessagesQuery = z.strictObject({
  topic: numberText.optional().describe('Only what stands in this topic'),
  after: numberText.min(0).default(0).describe('Only what came after the message with this id'),
  limit: numberText.min(1).max(1000).default(100),
});

export const chatMessageJson = messageJson
  .omit({ to: true, seen: true, idForSender: true, idForReceiver: true })
  .extend({
    number: z
      .number()
      .describe("Its number in the chat; in a basic group, where each member counts, the sender's"),
    topic: z.number().nullable().describe('The topic of a forum that it stands in'),
    views: z.number().describe('How many looked at it, its author among them'),
    service: z.string().nullable().describe('What happened, when it is no message of anybody'),
  });
