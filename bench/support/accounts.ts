import { type Calls, inParallel } from './calls.ts';
import type { Box, Server } from './programs.ts';

/** A person of the box who is signed in by an issued key. */
export type SignedIn = { userId: number; session: string };

/** Makes people of the box with a session each; nothing of Telegram's limits binds them. */
export async function signIn(box: Box, count: number, username: string): Promise<SignedIn[]> {
  const { ids } = await box.control.post<{ ids: number[] }>('/users/bulk', {
    count,
    firstName: 'Account',
    username,
    spamLimit: { strangersPerDay: 1_000_000 },
  });
  const { sessions } = await box.control.post<{ sessions: string[] }>('/sessions/bulk', {
    userIds: ids,
    format: 'mtcute',
  });
  return ids.map((userId, i) => ({ userId, session: sessions[i] ?? '' }));
}

/** Makes people whom accounts may write to. @returns their usernames */
export async function makePeople(box: Box, count: number, username: string): Promise<string[]> {
  await box.control.post('/users/bulk', { count, firstName: 'Person', username });
  return Array.from({ length: count }, (_, i) => `${username}${i + 1}`);
}

/** How many accounts are imported at the same time. */
const IMPORTS = 16;

/**
 * Imports sessions as an operator would, and vouches for the accounts: no warm-up, and limits that
 * don't get in the way. The gate decides about each message all the same.
 * @returns the keys of the accounts, in the order of the sessions
 */
export function importAccounts(
  { api }: Pick<Server, 'api'>,
  people: readonly SignedIn[],
): Promise<string[]> {
  return inParallel(people, IMPORTS, async ({ session }) => {
    const { account } = await api.form<{ account: { id: string } }>('/accounts/upload', {
      session_string: session,
    });
    await api.patch(`/accounts/${account.id}`, {
      status: 'active',
      max_daily_active: 100_000,
      max_daily_messages: 100_000,
      max_daily_answers: 100_000,
      min_message_delay: 0,
    });
    return account.id;
  });
}

/** How many messages an account has sent in all. */
export async function countSent(api: Calls, account: string): Promise<number> {
  const answer = await api.get<{ account: { total_sent: number } }>(`/accounts/${account}`);
  return answer.account.total_sent;
}
