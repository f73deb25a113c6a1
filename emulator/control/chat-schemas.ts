import { z } from 'zod';
import { adminRights, bannedRights } from '../world/chats/rights.ts';
import { numberText } from './schemas.ts';

const userId = z.number().int();
const title = z.string().min(1).max(128);
const about = z.string().max(255);

export const chatParams = z.object({
  id: numberText.describe('The id of a chat, as the Bot API writes it: a negative number'),
});

export const memberParams = chatParams.extend({ userId: numberText });

export const newChat = z.strictObject({
  kind: z.enum(['group', 'supergroup', 'channel']),
  title,
  creator: userId.describe('The owner'),
  about: about.optional(),
  username: z.string().optional().describe('Makes it public; not for a basic group'),
  forum: z.boolean().optional().describe('A supergroup with topics'),
  members: z
    .array(userId)
    .max(100_000)
    .default([])
    .describe('In it from the first, whatever their privacy says'),
});

export const chatChange = z.strictObject({
  title: title.optional(),
  about: about.optional(),
  username: z.string().nullable().optional(),
  forum: z.boolean().optional(),
  joinRequest: z.boolean().optional().describe('Joining takes consent'),
  participantsHidden: z.boolean().optional(),
  signatures: z.boolean().optional(),
  slowModeSeconds: z.number().int().min(0).max(3600).optional(),
  forbidden: z
    .array(z.enum(bannedRights))
    .optional()
    .describe('All that members may not do, by the names of chatBannedRights'),
  limits: z
    .strictObject({
      members: z.number().int().min(1).optional().describe('Above it: USERS_TOO_MUCH'),
      admins: z.number().int().min(0).optional().describe('Above it: ADMINS_TOO_MUCH'),
    })
    .optional(),
  linkedChat: z
    .number()
    .int()
    .nullable()
    .optional()
    .describe("A channel's discussion group, or the other way round"),
});

export const linkJson = z.object({
  link: z.string(),
  admin: z.number(),
  title: z.string().nullable(),
  permanent: z.boolean(),
  revoked: z.boolean(),
  requestNeeded: z.boolean(),
  expireDate: z.number().nullable().describe("World's time in seconds"),
  usageLimit: z.number().nullable(),
  usage: z.number(),
});

export const topicJson = z.object({
  id: z.number(),
  title: z.string(),
  creator: z.number(),
  closed: z.boolean(),
  hidden: z.boolean(),
  pinned: z.boolean(),
  messages: z.number(),
});

export const chatJson = z.object({
  id: z.number(),
  kind: z.enum(['group', 'supergroup', 'channel']),
  title: z.string(),
  about: z.string(),
  username: z.string().nullable(),
  creator: z.number(),
  date: z.number(),
  memberCount: z.number(),
  forum: z.boolean(),
  joinRequest: z.boolean(),
  participantsHidden: z.boolean(),
  signatures: z.boolean(),
  slowModeSeconds: z.number(),
  forbidden: z.array(z.string()),
  limits: z.object({ members: z.number(), admins: z.number() }),
  linkedChat: z.number().nullable(),
  migratedTo: z.number().nullable(),
  deleted: z.boolean(),
  links: z.array(linkJson).describe("The owner's permanent one first"),
  requests: z.array(z.number()).describe('Who asks to be let in'),
  topics: z.array(topicJson),
});

export const chatsQuery = z.strictObject({
  after: numberText.optional().describe('The last id of the page before'),
  limit: numberText.min(1).max(1000).default(100),
});

export const membersQuery = z.strictObject({
  after: numberText.optional().describe('The last user of the page before'),
  limit: numberText.min(1).max(10_000).default(1000),
  status: z.enum(['creator', 'admin', 'member', 'restricted', 'left', 'kicked']).optional(),
});

export const memberJson = z.object({
  userId: z.number(),
  status: z.string(),
  present: z.boolean(),
  joinedAt: z.number(),
  inviter: z.number(),
  rights: z.array(z.string()).describe("An administrator's"),
  forbidden: z.array(z.string()).describe('To a restricted person'),
  until: z.number().nullable().describe('When that ends; null for never'),
});

export const memberChange = z.union([
  z.strictObject({ status: z.literal('member') }),
  z.strictObject({
    status: z.literal('admin'),
    rights: z.array(z.enum(adminRights)).optional().describe('All but anonymity when left out'),
    rank: z.string().max(16).optional(),
  }),
  z.strictObject({
    status: z.enum(['restricted', 'kicked']),
    forbidden: z.array(z.enum(bannedRights)).default(['sendMessages']),
    seconds: z.number().int().min(0).default(0).describe("World's time; 0 for good"),
  }),
]);

export const newLink = z.strictObject({
  admin: userId.optional().describe('The owner when left out'),
  title: z.string().max(32).optional(),
  expireSeconds: z.number().int().min(1).optional().describe('From now on'),
  usageLimit: z.number().int().min(1).max(99_999).optional(),
  requestNeeded: z.boolean().optional(),
});

export const newTopic = z.strictObject({ title, creator: userId.optional() });

export const topicChange = z.strictObject({
  title: title.optional(),
  closed: z.boolean().optional(),
  hidden: z.boolean().optional(),
  pinned: z.boolean().optional(),
});
