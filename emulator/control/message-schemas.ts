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

export const newMessage = z.strictObject({
  to: z.number().int(),
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
});
