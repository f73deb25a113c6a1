import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { messageTypes } from './messages.ts';

const mediaType = z.enum(messageTypes).exclude(['text']);

export const mediaQuery = pageQuery.extend({ type: mediaType.optional() });
export const newMediaQuery = z.object({
  type: mediaType.describe('What it is sent as: the file is made ready for that'),
});

export const mediaView = z.object({
  id: z.number(),
  type: mediaType,
  filename: z.string(),
  mime_type: z.string(),
  size: z.number().describe('Bytes'),
  width: z.number().nullable(),
  height: z.number().nullable(),
  duration: z.number().nullable().describe('Seconds'),
  last_used_at: timestamp,
});

export const mediaAnswer = z.object({ success, media: mediaView });
export const mediaPageAnswer = z.object({ success, media: z.array(mediaView), next: nextPage });
