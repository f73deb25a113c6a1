import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { AccountChat, AdminChat } from '../../edges/telegram-account/port.ts';
import type { Verb } from '../../feature.ts';
import { accountKey } from '../accounts/account.ts';
import { askAccount } from '../accounts/ask-account.ts';
import { findAccount } from '../accounts/find-account.ts';
import { type Account, accounts } from '../accounts/tables.ts';
import { isAdministered } from './chat.ts';
import { ASK_TIMEOUT_MS, onConnection } from './on-connection.ts';
import { type AccountChatRow, accountChats } from './tables.ts';
import { texts } from './texts.ts';

export const LIST_VERB = 'chats.list';
export const FIND_VERB = 'chats.find';

/**
 * One page of the chats that an account administers, and when they were looked at. The account is
 * asked the first time, and whenever `isAnew`.
 * @throws AppError not_found, and those of `askAccount`
 */
export async function listAdminChats(
  app: App,
  workspaceId: number,
  key: string,
  page: { limit: number; afterId: number | undefined; isAnew: boolean },
): Promise<{ chats: AccountChatRow[]; seenAt: Date }> {
  const account = await findAccount(app, workspaceId, key);
  if (page.isAnew || account.chatsSeenAt === null)
    await askAccount(app, account, { verb: LIST_VERB, args: null, timeoutMs: ASK_TIMEOUT_MS });
  const chats = await app.db
    .select()
    .from(accountChats)
    .where(
      and(
        eq(accountChats.workspaceId, workspaceId),
        eq(accountChats.accountId, account.id),
        page.afterId === undefined ? undefined : gt(accountChats.id, page.afterId),
      ),
    )
    .orderBy(asc(accountChats.id))
    .limit(page.limit);
  const { chatsSeenAt } = await findAccount(app, workspaceId, key);
  return { chats, seenAt: chatsSeenAt ?? app.clock.now() };
}

/** The holder's side: what Telegram tells is kept, so that choosing a chat asks nobody. */
export const listChatsVerb: Verb = async (app, { workspaceId, sender }) => {
  const chats = await onConnection(app, sender, (connection) => connection.adminChats());
  if (sender)
    await app.database.transaction((tx) => keepChats(app, tx, workspaceId, sender.id, chats));
};

/** Keeps all chats of an account; those that it administers no more go. */
async function keepChats(
  app: App,
  tx: Db,
  workspaceId: number,
  accountId: number,
  chats: readonly AdminChat[],
): Promise<void> {
  const now = app.clock.now();
  await saveChats(tx, workspaceId, accountId, chats, now);
  const kept = jsonRows(chats.map((chat) => chat.chatId));
  await tx.execute(sql`
    delete from account_chats where account_id = ${accountId}
      and chat_id not in (select value::bigint from jsonb_array_elements_text(${kept}))`);
  await tx
    .update(accounts)
    .set({ chatsSeenAt: now })
    .where(and(eq(accounts.workspaceId, workspaceId), eq(accounts.id, accountId)));
}

async function saveChats(
  tx: Db,
  workspaceId: number,
  accountId: number,
  chats: readonly AdminChat[],
  now: Date,
): Promise<void> {
  const rows = chats.map((chat, n) => ({
    n,
    chat_id: chat.chatId,
    access_hash: chat.accessHash,
    kind: chat.kind,
    title: chat.title,
    username: chat.username,
    members: chat.members,
    place: chat.place,
    may_invite: chat.mayInvite,
  }));
  await tx.execute(sql`
    insert into account_chats as c (workspace_id, account_id, chat_id, access_hash, kind, title,
      username, members, place, may_invite, seen_at)
    select ${workspaceId}, ${accountId}, r.chat_id, r.access_hash, r.kind, r.title, r.username,
      r.members, r.place, r.may_invite, ${at(now)}
    from jsonb_to_recordset(${jsonRows(rows)}) as r(n int, chat_id bigint, access_hash bigint,
      kind text, title text, username text, members int, place text, may_invite boolean)
    order by r.n
    on conflict (account_id, chat_id) do update set access_hash = excluded.access_hash,
      kind = excluded.kind, title = excluded.title, username = excluded.username,
      members = excluded.members, place = excluded.place, may_invite = excluded.may_invite,
      seen_at = excluded.seen_at`);
}

/**
 * One chat that an account administers, as Telegram shows it now.
 * @param reference @name, t.me link, invite link or number
 * @throws AppError not_found, not_chat_admin, and those of `askAccount`
 */
export async function findAdminChat(
  app: App,
  account: Account,
  reference: string,
): Promise<AdminChat> {
  const chat = (await askAccount(app, account, {
    verb: FIND_VERB,
    args: { reference },
    timeoutMs: ASK_TIMEOUT_MS,
  })) as AccountChat;
  if (isAdministered(chat)) return chat;
  throw new AppError('not_chat_admin', texts.notAdmin(accountKey(account.number), chat.title));
}

const findArgs = z.object({ reference: z.string() });

export const findChatVerb: Verb = async (app, { workspaceId, sender, args }) => {
  const { reference } = findArgs.parse(args);
  const chat = await onConnection(app, sender, (connection) => connection.findChat(reference));
  if (sender && isAdministered(chat))
    await app.database.transaction((tx) =>
      saveChats(tx, workspaceId, sender.id, [chat], app.clock.now()),
    );
  return chat;
};
