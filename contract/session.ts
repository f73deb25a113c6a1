import { z } from 'zod';
import { success, timestamp } from './common.ts';
import { permissions, roles } from './permissions.ts';

/**
 * The header, with its value, that a request must carry when it changes something and is let in by
 * the session's cookie: no other site can make a browser send it.
 */
export const consoleHeader = { name: 'x-vestnik', value: 'console' } as const;

export const sessionCookie = 'vestnik_session';

/** Without regard to letter case; what an address of mail may hold will do. */
export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u)
  .min(3)
  .max(100)
  .describe('Letters, digits and . _ @ + -; kept in lower case');

/** A new password; its rules answer in words of their own (`weak_password`). */
const newPassword = z.string().max(1_000).describe('10 to 200 characters, and not the login');
/** A password that is compared: whatever was typed. */
const typedPassword = z.string().max(1_000);
const totpCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/)
  .describe('Six digits from the authenticator app');
const token = z.string().trim().min(1).max(200);

export const operatorInSession = z.object({
  id: z.number(),
  name: z.string(),
  login: z.string().nullable().describe('null: came by a link and has no password yet'),
  role: z.enum(roles),
  has_totp: z.boolean(),
});

export const sessionView = z.object({
  operator: operatorInSession,
  workspace: z.object({
    id: z.number(),
    name: z.string(),
    language: z.enum(['ru', 'en']),
    time_zone: z.string(),
  }),
  permissions: z.array(z.enum(permissions)).describe('What the role may do'),
  expires_at: timestamp.describe('If nothing is done until then; each use moves it'),
});

/** In a sandbox time passes faster than on the wall. */
const serverNow = timestamp.describe('What time it is for the server');

export const sessionAnswer = z.object({
  success,
  set_up_needed: z.boolean().describe('Nobody has a password yet: the owner is to be made'),
  session: sessionView.nullable().describe('null: not signed in'),
  now: serverNow,
});

/** What every way of signing in answers; the session itself is in the cookie. */
export const signedInAnswer = z.object({
  success,
  set_up_needed: z.literal(false),
  session: sessionView,
  now: serverNow,
});

export const setUpBody = z.strictObject({
  code: z.string().trim().min(1).max(100).describe('Printed by the server when it starts'),
  name: z.string().trim().min(1).max(100),
  login,
  password: newPassword,
  language: z.enum(['ru', 'en']).optional().describe('Of the workspace'),
});

export const signInBody = z.strictObject({
  login: z.string().max(200),
  password: typedPassword,
  totp: z.string().max(20).optional().describe('Asked for by the error totp_required'),
});

export const linkBody = z.strictObject({ token });

export const passwordBody = z.strictObject({ current: typedPassword, password: newPassword });

export const totpAnswer = z.object({
  success,
  secret: z.string().describe('Base32, to be typed by hand'),
  uri: z.string().describe('otpauth://…, to be shown as a QR code'),
});
export const totpConfirmBody = z.strictObject({ code: totpCode });
export const totpOffBody = z.strictObject({ password: typedPassword });

export const sessionEntry = z.object({
  id: z.number(),
  created_at: timestamp,
  last_seen_at: timestamp,
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  is_this: z.boolean(),
});
export const sessionsAnswer = z.object({ success, sessions: z.array(sessionEntry) });

export const invitationLookBody = z.strictObject({ token });
export const invitationLookAnswer = z.object({
  success,
  operator: z.object({ name: z.string(), login: z.string().nullable() }),
  expires_at: timestamp,
});
export const invitationBody = z.strictObject({ token, login, password: newPassword });

/** A one-time link for somebody of the team: `/app/invite#<token>`. */
export const invitation = z.object({ token: z.string(), expires_at: timestamp });
export const invitationAnswer = z.object({ success, invitation });
