import type { User } from 'grammy/types';
import type { BotPerson } from './port.ts';

export function readPerson(user: User): BotPerson {
  return {
    telegramId: user.id,
    username: user.username?.toLowerCase() ?? null,
    firstName: user.first_name,
    lastName: user.last_name ?? '',
    language: user.language_code ?? null,
  };
}

export const momentOf = (seconds: number) => new Date(seconds * 1_000).toISOString();
