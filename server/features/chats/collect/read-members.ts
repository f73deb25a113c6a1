import { z } from 'zod';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import type { ChatAddress, MembersPage } from '../../../edges/telegram-account/port.ts';
import type { Verb } from '../../../feature.ts';
import { askAccount } from '../../accounts/ask-account.ts';
import type { Account } from '../../accounts/tables.ts';
import { isAdministered } from '../chat.ts';
import { ASK_TIMEOUT_MS, onConnection } from '../on-connection.ts';
import { texts } from '../texts.ts';

export const MEMBERS_VERB = 'chats.members';

const args = z.object({
  chat: z.object({ chatId: z.number(), accessHash: z.string().nullable() }),
  from: z.number(),
  asksForRights: z.boolean(),
});

const sealed = z.string();
const sealContext = (workspaceId: number) => `workspace ${workspaceId} members`;

/**
 * A page of the people of a chat, read by the account's holder. The page travels sealed: it is full
 * of people, and answers stay in the database for a while.
 * @param asksForRights looks first whether the account still administers the chat
 * @throws AppError not_chat_admin, flood_wait, and those of `askAccount`
 */
export async function readMembers(
  app: App,
  account: Account,
  chat: ChatAddress,
  from: number,
  asksForRights: boolean,
): Promise<MembersPage> {
  const answer = await askAccount(app, account, {
    verb: MEMBERS_VERB,
    args: { chat, from, asksForRights },
    timeoutMs: ASK_TIMEOUT_MS,
  });
  const bytes = Buffer.from(sealed.parse(answer), 'base64');
  const opened = app.crypto.decrypt(bytes, sealContext(account.workspaceId)).toString();
  return JSON.parse(opened) as MembersPage;
}

export const membersVerb: Verb = async (app, { workspaceId, sender, args: given }) => {
  const { chat, from, asksForRights } = args.parse(given);
  const page = await onConnection(app, sender, async (connection) => {
    if (asksForRights && !isAdministered(await connection.lookAtChat(chat)))
      throw new AppError('not_chat_admin', texts.rightsLacking);
    return connection.chatMembers(chat, from);
  });
  const bytes = app.crypto.encrypt(JSON.stringify(page), sealContext(workspaceId));
  return Buffer.from(bytes).toString('base64');
};
