import type { tl } from '@mtcute/core';
import type { AccountProfile, Peer } from './port.ts';

/** Text as the database takes it: no NUL, no half of a surrogate pair. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

export function readPeer(user: tl.RawUser): Peer {
  return {
    userId: user.id,
    accessHash: user.accessHash?.toString() ?? '',
    username: usernameOf(user)?.toLowerCase() ?? null,
    phone: phoneOf(user),
    firstName: cleanText(user.firstName ?? ''),
    lastName: cleanText(user.lastName ?? ''),
  };
}

export function readProfile(user: tl.RawUser): AccountProfile {
  const reasons = user.restrictionReason?.map((r) => `${r.platform}: ${r.reason}`) ?? [];
  return {
    telegramId: user.id,
    phone: phoneOf(user),
    username: usernameOf(user) ?? null,
    firstName: cleanText(user.firstName ?? ''),
    lastName: cleanText(user.lastName ?? ''),
    restrictions: user.restricted && reasons.length === 0 ? ['restricted'] : reasons,
  };
}

function usernameOf(user: tl.RawUser): string | undefined {
  return user.username ?? user.usernames?.find((u) => u.active)?.username;
}

function phoneOf(user: tl.RawUser): string | null {
  return user.phone ? `+${user.phone.replace(/^\+/, '')}` : null;
}
