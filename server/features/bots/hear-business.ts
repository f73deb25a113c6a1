import { and, eq } from 'drizzle-orm';
import { isGranted } from '../../../contract/permissions.ts';
import type { App } from '../../context.ts';
import type { HeardMessage } from '../../edges/telegram-account/port.ts';
import {
  BotError,
  type BotUpdate,
  type BusinessMessage,
  type BusinessState,
} from '../../edges/telegram-bot/port.ts';
import { ownersInPool } from '../business/find-connection.ts';
import { noteConnection } from '../business/note-connection.ts';
import { type BusinessConnection, businessConnections } from '../business/tables.ts';
import { findMember } from './find-operator.ts';
import type { HeldBot } from './listen-to-bot.ts';

export type BusinessUpdate = Extract<
  BotUpdate,
  { kind: 'business_connection' | 'business_message' }
>;

export function isBusinessUpdate(update: BotUpdate): update is BusinessUpdate {
  return update.kind === 'business_connection' || update.kind === 'business_message';
}

/**
 * What a bot hears of the Business accounts it is connected to: a message goes the same road as one
 * that an account of the pool hears. Nothing of an account that the team hasn't agreed to is kept.
 */
export async function hearBusiness(app: App, held: HeldBot, update: BusinessUpdate): Promise<void> {
  if (update.kind === 'business_connection') return void (await note(app, held, update));
  const connection = await findConnection(app, held, update.connectionId);
  if (connection?.status !== 'connected') return;
  if ((await ownersInPool(app.db, [connection.telegramId])).size > 0) return;
  const { id, workspaceId } = connection;
  const { message } = update;
  const heard = {
    // A Business account has no stream of its own to keep the place of: its bot's updates are it.
    sender: { id, workspaceId, fence: held.fence },
    heard: {
      kind: message.isOwn ? ('own_message' as const) : ('message' as const),
      message: readMessage(update, message),
    },
  };
  for (const hear of app.extensions.messagesHeard) await hear(app, [heard]);
}

/** Who may bring accounts in has agreed by connecting the bot to their own. */
async function note(app: App, { bot }: HeldBot, state: BusinessState) {
  const operator = await findMember(app, bot.workspaceId, state.owner);
  const role = operator?.caller.rights?.role;
  const mayConnect = role !== undefined && isGranted(role, 'accounts.write');
  return noteConnection(app, bot, state, mayConnect ? operator?.caller.actor : undefined);
}

/** One that was there before the bot was ours, or came back with it, is asked about. */
async function findConnection(
  app: App,
  held: HeldBot,
  connectionId: string,
): Promise<BusinessConnection | undefined> {
  const [known] = await app.db
    .select()
    .from(businessConnections)
    .where(
      and(
        eq(businessConnections.workspaceId, held.workspaceId),
        eq(businessConnections.botId, held.id),
        eq(businessConnections.connectionId, connectionId),
      ),
    );
  if (known && known.status !== 'ended') return known;
  const state = await held.connection.businessConnection(connectionId).catch((error: unknown) => {
    if (error instanceof BotError && error.problem.kind === 'connection_ended') return undefined;
    throw error;
  });
  return state?.isEnabled ? note(app, held, state) : undefined;
}

function readMessage(
  { from }: BusinessUpdate,
  { messageId, sentAt, type, text, file, isAutomatic }: BusinessMessage,
): HeardMessage {
  return {
    telegramId: messageId,
    from: {
      userId: from.telegramId,
      // The bot needs none, and tells none.
      accessHash: '',
      username: from.username,
      phone: null,
      firstName: from.firstName,
      lastName: from.lastName,
    },
    sentAt: new Date(sentAt),
    type,
    text,
    ...(file && { attachment: attachmentOf(file) }),
    ...(isAutomatic && { isAutomatic }),
  };
}

function attachmentOf({ fileId, ...file }: NonNullable<BusinessMessage['file']>) {
  return { location: fileId, ...file };
}
