import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import type { App } from '../../context.ts';
import type { OperatorChat } from './find-operator-chats.ts';
import type { PostWords } from './tables.ts';

/** Holders of bots look for posts when they hear this. */
export const POSTS_CHANNEL = 'vestnik_bot_posts';

export type NewPost = {
  to: Pick<OperatorChat, 'workspaceId' | 'botId' | 'chatId'>;
  /** Of what leads to it: a second post with the same key, in the same chat, is none. */
  key: string;
  words: PostWords;
  /** The person it tells of, if it is one. */
  contactId?: number | undefined;
};

/**
 * Has a bot tell operators something, in the transaction of what leads to it. The holder of the bot
 * says it as soon as Telegram's limits allow; after a crash in the middle it may be said twice.
 */
export async function postToOperators(app: App, tx: Db, posts: readonly NewPost[]): Promise<void> {
  if (posts.length === 0) return;
  const now = at(app.clock.now());
  const rows = posts.map(({ to, key, words, contactId = null }) => ({
    workspace_id: to.workspaceId,
    bot_id: to.botId,
    chat_id: to.chatId,
    key: `${key} to ${to.chatId}`,
    words,
    contact_id: contactId,
  }));
  await tx.execute(sql`
    insert into bot_posts
      (workspace_id, bot_id, chat_id, key, words, contact_id, due_at, created_at)
    select workspace_id, bot_id, chat_id, key, words, contact_id, ${now}, ${now}
    from jsonb_to_recordset(${jsonRows(rows)}) as p(workspace_id bigint, bot_id bigint,
      chat_id bigint, key text, words jsonb, contact_id bigint)
    on conflict (workspace_id, key) do nothing`);
  await tx.execute(sql`select pg_notify(${POSTS_CHANNEL}, '')`);
}

/** Two contacts became one: what tells of either tells of the one. */
export async function mergePosts(
  _app: App,
  tx: Db,
  { workspaceId, keeperId, loserId }: { workspaceId: number; keeperId: number; loserId: number },
): Promise<void> {
  await tx.execute(sql`
    update bot_posts set contact_id = ${keeperId}
    where workspace_id = ${workspaceId} and contact_id = ${loserId}`);
}

/** What tells of an erased person is said to nobody. */
export async function erasePosts(
  _app: App,
  tx: Db,
  { workspaceId, contactId }: { workspaceId: number; contactId: number },
): Promise<void> {
  await tx.execute(sql`
    delete from bot_posts where workspace_id = ${workspaceId} and contact_id = ${contactId}`);
}
