import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { int, selectRows } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import { accountKey } from '../../accounts/account.ts';
import { askHolder } from '../../senders/ask-holder.ts';
import { isOnline } from './is-online.ts';

/** Accounts asked for their chats; a workspace with more chooses over the API. */
const MOST_ACCOUNTS = 20;
const MOST_CHATS = 30;
const ASK_TIMEOUT_MS = 20_000;

export type InvitingChat = { chat: number; title: string; accounts: string[] };

const adminChats = z.array(z.object({ chat: z.number(), title: z.string() }));

/** The chats that accounts of a workspace may invite into, and which of them. Asks Telegram. */
export async function findInvitingChats(app: App, workspaceId: number): Promise<InvitingChat[]> {
  const accounts = await selectRows(
    app.db,
    { id: int, number: int },
    sql`
      select a.id, a.number from accounts a join senders s on s.id = a.id
      where a.workspace_id = ${workspaceId} and s.removed_at is null
        and a.connection = 'online' and a.status <> 'banned'
      order by a.number limit ${MOST_ACCOUNTS}`,
  );
  const found = await Promise.all(
    accounts.map(async ({ id, number }) => {
      const chats = await ask(app, workspaceId, id);
      return { key: accountKey(number), chats };
    }),
  );
  const byChat = new Map<number, InvitingChat>();
  for (const { key, chats } of found) {
    for (const { chat, title } of chats) {
      const known = byChat.get(chat) ?? { chat, title, accounts: [] };
      known.accounts.push(key);
      byChat.set(chat, known);
    }
  }
  return [...byChat.values()].slice(0, MOST_CHATS);
}

async function ask(app: App, workspaceId: number, senderId: number) {
  try {
    const answer = await askHolder(app, {
      workspaceId,
      senderId,
      verb: 'invites.list_chats',
      args: null,
      timeoutMs: ASK_TIMEOUT_MS,
      isWorthWaiting: () => isOnline(app, senderId),
    });
    return adminChats.parse(answer);
  } catch (error) {
    // One account out of reach doesn't keep back the chats of the others.
    if (!(error instanceof AppError)) throw error;
    app.log.info({ code: error.code, sender: senderId }, 'an account did not tell its chats');
    return [];
  }
}
