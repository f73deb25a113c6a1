import { sql } from 'drizzle-orm';
import { int, selectRows } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import { accountKey } from '../../accounts/account.ts';
import { listAdminChats } from '../../chats/admin-chats.ts';

/** Accounts asked for their chats; a workspace with more chooses over the API. */
const MOST_ACCOUNTS = 20;
const MOST_CHATS = 30;
/** Of one account. */
const MOST_LISTED = 1_000;

export type InvitingChat = { chat: number; title: string; accounts: string[] };

/** The chats that accounts of a workspace may invite into, and which of them. Asks Telegram. */
export async function findInvitingChats(app: App, workspaceId: number): Promise<InvitingChat[]> {
  const accounts = await selectRows(
    app.db,
    { number: int },
    sql`
      select a.number from accounts a join senders s on s.id = a.id
      where a.workspace_id = ${workspaceId} and s.removed_at is null
        and a.connection = 'online' and a.status <> 'banned'
      order by a.number limit ${MOST_ACCOUNTS}`,
  );
  const found = await Promise.all(
    accounts.map(async ({ number }) => {
      const key = accountKey(number);
      return { key, chats: await ask(app, workspaceId, key) };
    }),
  );
  const byChat = new Map<number, InvitingChat>();
  for (const { key, chats } of found) {
    for (const { chatId: chat, title } of chats) {
      const known = byChat.get(chat) ?? { chat, title, accounts: [] };
      known.accounts.push(key);
      byChat.set(chat, known);
    }
  }
  return [...byChat.values()].slice(0, MOST_CHATS);
}

async function ask(app: App, workspaceId: number, key: string) {
  try {
    const page = { limit: MOST_LISTED, afterId: undefined, isAnew: true };
    const { chats } = await listAdminChats(app, workspaceId, key, page);
    return chats.filter((chat) => chat.mayInvite);
  } catch (error) {
    // One account out of reach doesn't keep back the chats of the others.
    if (!(error instanceof AppError)) throw error;
    app.log.info({ code: error.code, account: key }, 'an account did not tell its chats');
    return [];
  }
}
