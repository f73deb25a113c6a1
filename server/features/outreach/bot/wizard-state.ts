import { z } from 'zod';

export const pageName = z.enum(['chat', 'way', 'audience', 'text', 'accounts', 'role', 'summary']);

const invitingChat = z.object({
  chat: z.number(),
  title: z.string(),
  /** The keys of the accounts that may invite there. */
  accounts: z.array(z.string()),
});

/** What was chosen so far for a new campaign; it stands with the bot's question. */
export const wizardState = z.object({
  page: pageName,
  isInvite: z.boolean(),
  /** Those that may be chosen. */
  chats: z.array(invitingChat),
  chat: invitingChat.nullable(),
  way: z.enum(['link', 'add']).nullable(),
  audience: z.number().nullable(),
  script: z.number().nullable(),
  text: z.string().nullable(),
  /** Made of the text. */
  ownScript: z.number().nullable(),
  /** Keys; none: all. */
  accounts: z.array(z.string()),
  role: z.number().nullable(),
  /** The draft's number, once there is one. */
  campaign: z.number().nullable(),
});

export type Wizard = z.output<typeof wizardState>;
export type WizardPage = Wizard['page'];

export const NEW: Wizard = {
  page: 'audience',
  isInvite: false,
  chats: [],
  chat: null,
  way: null,
  audience: null,
  script: null,
  text: null,
  ownScript: null,
  accounts: [],
  role: null,
  campaign: null,
};
