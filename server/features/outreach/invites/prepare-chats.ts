import { sql } from 'drizzle-orm';
import { jsonRows } from '../../../base/db/columns.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import type { Text } from '../../../base/text.ts';
import type { App } from '../../../context.ts';
import { accountKey } from '../../accounts/account.ts';
import { askAccount } from '../../accounts/ask-account.ts';
import type { Campaign } from '../campaigns/tables.ts';
import { takesPart } from '../campaigns/takes-part.ts';
import { usesLink } from './invite.ts';
import { openedChat } from './open-chat.ts';
import { texts } from './texts.ts';

/** As many administrators as a chat can have. Source: Telegram's public limits. */
const MOST_ACCOUNTS = 50;
const AT_ONCE = 5;
const ASK_TIMEOUT_MS = 25_000;
const FIRST_LOOK_MS = 10 * 60_000;

export type Refused = { id: number; key: string; why: Text };
type Account = { id: number; number: number };

/**
 * Has every account of an inviting campaign that isn't ready yet look at the chat and make its
 * link. Outside any transaction: it asks Telegram.
 * @returns those that may not invite there, each with the reason
 * @throws AppError conflict when there are more accounts than a chat can have administrators
 */
export async function prepareChats(app: App, campaign: Campaign): Promise<Refused[]> {
  const { invite } = campaign;
  if (invite === null) return [];
  const accounts = await findUnready(app, campaign);
  if (accounts.length > MOST_ACCOUNTS)
    throw new AppError('conflict', texts.tooManyAccounts(MOST_ACCOUNTS));
  const refused: Refused[] = [];
  for (let i = 0; i < accounts.length; i += AT_ONCE) {
    const part = accounts.slice(i, i + AT_ONCE);
    for (const failed of await Promise.all(part.map((a) => prepareChat(app, campaign, a))))
      if (failed) refused.push(failed);
  }
  return refused;
}

/** The accounts of the campaign that have no chat, or lost it. */
function findUnready(app: App, campaign: Campaign): Promise<Account[]> {
  return selectRows(
    app.db,
    { id: int, number: int },
    sql`
      select a.id, a.number from accounts a join senders s on s.id = a.id
      where a.workspace_id = ${campaign.workspaceId} and s.removed_at is null
        and a.status <> 'banned' and ${takesPart({ ...campaign, invite: null })}
        and not exists (select from campaign_chats c
          where c.campaign_id = ${campaign.id} and c.sender_id = a.id and c.lost_because is null)
      order by a.number limit ${MOST_ACCOUNTS + 1}`,
  );
}

async function prepareChat(
  app: App,
  campaign: Campaign,
  { id, number }: Account,
): Promise<Refused | undefined> {
  const { workspaceId, invite } = campaign;
  if (invite === null) return undefined;
  try {
    const account = { id, number, workspaceId };
    const answer = await askAccount(app, account, {
      verb: 'invites.open_chat',
      args: { chat: invite.chat, linkTitle: usesLink(invite) ? campaign.name : null },
      timeoutMs: ASK_TIMEOUT_MS,
    });
    await keepChat(app, campaign, id, openedChat.parse(answer));
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const why = error.code === 'account_unavailable' ? texts.notConnected : error.text;
    return { id, key: accountKey(number), why };
  }
}

async function keepChat(
  app: App,
  { workspaceId, id }: Campaign,
  senderId: number,
  { title, accessHash, link }: { title: string; accessHash: string | null; link: string | null },
): Promise<void> {
  const lookAt = new Date(app.clock.now().getTime() + FIRST_LOOK_MS).toISOString();
  const row = { sender_id: senderId, access_hash: accessHash, link, look_at: lookAt };
  await app.db.execute(sql`
    with kept as (
      insert into campaign_chats (workspace_id, campaign_id, sender_id, access_hash, link, look_at)
      select ${workspaceId}, ${id}, sender_id, access_hash, link, look_at
      from jsonb_to_recordset(${jsonRows([row])}) as r(sender_id bigint, access_hash text,
        link text, look_at timestamptz)
      on conflict (campaign_id, sender_id) do update set access_hash = excluded.access_hash,
        link = excluded.link, look_at = excluded.look_at, lost_because = null, joined = 0)
    update campaigns set invite = jsonb_set(invite, '{title}', to_jsonb(${title}::text))
    where id = ${id}`);
}
