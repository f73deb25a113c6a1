import { z } from 'zod';

export const newUser = z.strictObject({
  id: z
    .number()
    .int()
    .min(1)
    .max(2 ** 52)
    .optional(),
  firstName: z.string().min(1).max(64),
  lastName: z.string().min(1).max(64).optional(),
  username: z.string().optional(),
  phone: z.string().optional(),
  bio: z.string().max(140).optional(),
  language: z.string().min(2).max(8).optional(),
  premium: z.boolean().optional(),
});

export const userJson = z.object({
  id: z.number(),
  firstName: z.string(),
  lastName: z.string().nullable(),
  username: z.string().nullable(),
  phone: z.string().nullable(),
  bot: z.boolean(),
  premium: z.boolean(),
  sessions: z.number(),
});
