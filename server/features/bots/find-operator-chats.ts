import { sql } from 'drizzle-orm';
import { permissionsOf, type Role } from '../../../contract/permissions.ts';
import type { Db } from '../../base/db/database.ts';
import { int, nullable, oneOf, selectRow, selectRows, text } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { Rights } from '../../feature.ts';

/** Where an operator reads what a bot tells them. */
export type OperatorChat = {
  workspaceId: number;
  operatorId: number;
  name: string;
  rights: Rights;
  language: Language;
  botId: number;
  chatId: number;
};

/** A team is smaller; each may have several Telegram accounts. */
const MOST_CHATS = 500;

/**
 * Which bot tells the operators of a workspace what they should know, and in which chats: the first
 * bot with the feature `admin`, else the sales bot whose customer's the workspace is; each linked
 * operator in their own chat with it, and the person of ADMIN_TELEGRAM_ID as the first owner. Empty
 * where there is no such bot.
 */
export async function findOperatorChats(
  app: App,
  db: Db,
  workspaceId: number,
): Promise<OperatorChat[]> {
  const bot = await selectRow(
    db,
    { id: int },
    sql`
      select b.id from bots b
      where b.is_enabled and b.token is not null and (
        (b.workspace_id = ${workspaceId} and 'admin' = any(b.features))
        or b.id = (select seller_bot_id from workspaces where id = ${workspaceId}))
      order by b.workspace_id = ${workspaceId} desc, b.id limit 1`,
  );
  if (!bot) return [];
  const admin = app.config.bots.adminTelegramId ?? null;
  const rows = await selectRows(
    db,
    {
      operatorId: int,
      name: text,
      role: oneOf<Role>(),
      chatId: int,
      language: nullable(oneOf<Language>()),
    },
    sql`
      with first_owner as (
        select o.id, ${admin}::bigint as chat_id from operators o
        where o.workspace_id = ${workspaceId} and o.role = 'owner' and o.disabled_at is null
          and ${admin}::bigint is not null and ${workspaceId} = (select min(id) from workspaces)
          and not exists (select from operator_chats
            where workspace_id = ${workspaceId} and telegram_id = ${admin}::bigint)
        order by o.id limit 1),
      chats as (
        select operator_id as id, telegram_id as chat_id, language from operator_chats
        where workspace_id = ${workspaceId}
        union all
        select id, chat_id, ${app.config.language}::text from first_owner)
      select o.id as "operatorId", o.name, o.role, c.chat_id as "chatId",
        coalesce(c.language, w.language) as language
      from chats c
      join operators o on o.workspace_id = ${workspaceId} and o.id = c.id
      join workspaces w on w.id = o.workspace_id
      where o.disabled_at is null
      order by o.id, c.chat_id limit ${MOST_CHATS}`,
  );
  return rows.map(({ role, language, ...row }) => ({
    ...row,
    workspaceId,
    rights: { role, permissions: permissionsOf(role) },
    language: language ?? app.config.language,
    botId: bot.id,
  }));
}
