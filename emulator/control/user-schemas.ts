import { z } from 'zod';
import { moods } from '../personas/persona.ts';

const audience = z.enum(['everyone', 'contacts', 'nobody']);
const userId = z
  .number()
  .int()
  .min(1)
  .max(2 ** 52);

const privacy = z.strictObject({
  messages: z
    .enum(['everyone', 'contacts', 'premium', 'paid'])
    .optional()
    .describe('Who may write first; people the user has written to always may'),
  stars: z.number().int().min(0).optional().describe("A stranger's price when messages is paid"),
  findByPhone: z.enum(['everyone', 'contacts']).optional(),
  phoneNumber: audience.optional(),
  lastSeen: audience.optional(),
  voiceMessages: audience.optional(),
  chatInvite: audience.optional().describe('Who may add the person to groups and channels'),
});

const spamLimit = z.strictObject({
  strangersPerDay: z.number().int().min(0).optional(),
  addsPerDay: z.number().int().min(0).optional(),
  channels: z.number().int().min(0).optional(),
  messagesPerMinute: z.number().int().min(1).optional(),
});

const contact = z.union([
  userId,
  z.strictObject({
    id: userId,
    firstName: z.string().min(1).max(64),
    lastName: z.string().min(1).max(64).optional(),
  }),
]);

const reply = z.union([
  z.string().min(1),
  z.strictObject({
    media: z.enum(['photo', 'video', 'video_note', 'voice', 'audio', 'document']),
    caption: z.string().optional(),
  }),
]);

export const personaWish = z.union([
  z.enum(moods),
  z.strictObject({
    mood: z.enum(moods),
    language: z.enum(['ru', 'en']).optional().describe("The message's own when left out"),
    delaySeconds: z
      .tuple([
        z.number().min(0),
        z
          .number()
          .min(0)
          .max(30 * 24 * 3600),
      ])
      .optional()
      .describe("World's seconds until the answer: least and most"),
    script: z
      .array(
        z.strictObject({
          match: z
            .string()
            .optional()
            .describe('A regular expression; without it the rule answers once, in its turn'),
          inGroups: z
            .boolean()
            .optional()
            .describe('For groups, where a persona says nothing else; answers whatever fits'),
          replies: z.array(reply).max(20),
          action: z.enum(['block', 'silence']).optional(),
        }),
      )
      .max(100)
      .optional(),
  }),
]);

const settings = {
  persona: personaWish.nullable().optional().describe('Answers by itself; null stops that'),
  language: z.string().min(2).max(8).optional(),
  premium: z.boolean().optional(),
  verified: z.boolean().optional(),
  privacy: privacy.optional(),
  spamLimit: spamLimit.optional(),
  blocks: z.array(userId).optional().describe('The whole list of those the person has blocked'),
  contacts: z.array(contact).optional().describe("The person's whole address book"),
};

const template = {
  firstName: z.string().min(1).max(64),
  lastName: z.string().min(1).max(64).optional(),
  bio: z.string().max(140).optional(),
  bot: z.boolean().optional(),
  password: z.string().min(1).max(128).optional().describe('Asked for after the code (2FA)'),
  ...settings,
};

export const newUser = z.strictObject({
  id: userId.optional(),
  username: z.string().optional(),
  phone: z.string().optional(),
  ...template,
});

export const newUsers = z.strictObject({
  count: z.number().int().min(1).max(100_000),
  username: z.string().optional().describe('The beginning of the usernames; 1, 2, 3… follows'),
  phone: z.string().optional().describe('The first phone number; the others count up from it'),
  ...template,
});

/** A time of the world, as ISO 8601. */
const isoTime = z.iso.datetime({ offset: true });

export const userChange = z.strictObject({
  firstName: z.string().min(1).max(64).optional(),
  lastName: z.string().min(1).max(64).nullable().optional(),
  username: z.string().nullable().optional(),
  phone: z.string().nullable().optional(),
  bio: z.string().max(140).nullable().optional(),
  password: z.string().min(1).max(128).nullable().optional(),
  banned: z.boolean().optional().describe('USER_DEACTIVATED_BAN; no sign-in by phone either'),
  frozen: z.boolean().optional().describe('May read, not act: FROZEN_METHOD_INVALID'),
  deleted: z.boolean().optional(),
  restricted: z
    .union([z.boolean(), z.strictObject({ reason: z.string().min(1) })])
    .optional()
    .describe('The flag in the profile; such an account is limited as well'),
  limited: z
    .union([z.boolean(), z.strictObject({ until: isoTime })])
    .optional()
    .describe('May not write to strangers: PEER_FLOOD; @SpamBot says so'),
  ...settings,
});

export const userJson = z.object({
  id: z.number(),
  firstName: z.string(),
  lastName: z.string().nullable(),
  username: z.string().nullable(),
  phone: z.string().nullable(),
  bio: z.string().nullable(),
  language: z.string(),
  bot: z.boolean(),
  premium: z.boolean(),
  verified: z.boolean(),
  banned: z.boolean(),
  frozen: z.boolean(),
  deleted: z.boolean(),
  restricted: z.object({ reason: z.string() }).nullable(),
  limited: z.object({ until: z.string().nullable() }).nullable(),
  hasPassword: z.boolean(),
  privacy: z.object({
    messages: z.string(),
    stars: z.number(),
    findByPhone: z.string(),
    phoneNumber: z.string(),
    lastSeen: z.string(),
    voiceMessages: z.string(),
    chatInvite: z.string(),
  }),
  spamLimit: z.object({
    strangersPerDay: z.number(),
    addsPerDay: z.number(),
    channels: z.number(),
    messagesPerMinute: z.number().nullable(),
  }),
  blocks: z.array(z.number()),
  contacts: z.array(z.number()),
  sessions: z.number().describe('How many apps are signed in'),
  connections: z.number().describe('How many connections the person has open'),
  persona: z.enum(moods).nullable(),
});
