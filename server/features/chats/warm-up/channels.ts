import { and, asc, eq, isNull, or, type SQL } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { findAccount } from '../../accounts/find-account.ts';
import { accounts } from '../../accounts/tables.ts';
import { workspaces } from '../../workspace/tables.ts';
import { type WarmupChannel, warmupChannels } from '../tables.ts';
import { texts } from '../texts.ts';
import { readChannelName } from './channel-name.ts';

/** On the workspace's list, and on the own list of each account. */
export const MOST_CHANNELS = 50;

/** The channels of the workspace's list, or of one account's own, in the order they are joined. */
export async function listChannels(
  app: App,
  workspaceId: number,
  key: string | undefined,
): Promise<WarmupChannel[]> {
  const account = key === undefined ? undefined : await findAccount(app, workspaceId, key);
  return readList(app.db, workspaceId, account?.id ?? null);
}

/** All channels that an account is to read: the workspace's, then its own. */
export function channelsOf(
  db: Db,
  account: { id: number; workspaceId: number },
): Promise<WarmupChannel[]> {
  return read(
    db,
    and(
      eq(warmupChannels.workspaceId, account.workspaceId),
      or(isNull(warmupChannels.accountId), eq(warmupChannels.accountId, account.id)),
    ),
  );
}

/**
 * Puts a channel on the workspace's list, or on an account's own.
 * @param name @name or a t.me link
 * @throws AppError invalid_request, already_exists, conflict when the list is full
 */
export async function addChannel(
  app: App,
  caller: Caller,
  name: string,
  key: string | undefined,
): Promise<WarmupChannel> {
  const { workspaceId, actor } = caller;
  const reference = readChannelName(name);
  if (reference === undefined) throw new AppError('invalid_request', texts.badReference);
  const account = key === undefined ? undefined : await findAccount(app, workspaceId, key);
  const accountId = account?.id ?? null;
  return app.database.transaction(async (tx) => {
    await lockList(tx, workspaceId, accountId);
    const known = await readList(tx, workspaceId, accountId);
    if (known.some((channel) => channel.reference === reference))
      throw new AppError('already_exists', texts.channelKnown(reference));
    if (known.length >= MOST_CHANNELS)
      throw new AppError('conflict', texts.tooManyChannels(MOST_CHANNELS));
    const now = app.clock.now();
    const [channel] = await tx
      .insert(warmupChannels)
      .values({ workspaceId, accountId, reference, addedAt: now })
      .returning();
    if (!channel) throw new Error('the channel was not stored');
    const data = { channel_id: channel.id };
    await recordEvents(tx, [
      {
        workspaceId,
        type: 'account.channel_listed',
        at: now,
        actor,
        ...(accountId !== null && { senderId: accountId }),
        data,
      },
    ]);
    return channel;
  });
}

/** Takes a channel off its list; accounts that joined it stay in it. @throws AppError not_found */
export async function removeChannel(app: App, caller: Caller, id: number): Promise<void> {
  const { workspaceId, actor } = caller;
  await app.database.transaction(async (tx) => {
    const [channel] = await tx
      .delete(warmupChannels)
      .where(and(eq(warmupChannels.workspaceId, workspaceId), eq(warmupChannels.id, id)))
      .returning();
    if (!channel) throw new AppError('not_found', texts.noChannel);
    const { accountId } = channel;
    await recordEvents(tx, [
      {
        workspaceId,
        type: 'account.channel_unlisted',
        at: app.clock.now(),
        actor,
        ...(accountId !== null && { senderId: accountId }),
        data: { channel_id: id },
      },
    ]);
  });
}

function readList(db: Db, workspaceId: number, accountId: number | null) {
  return read(
    db,
    and(
      eq(warmupChannels.workspaceId, workspaceId),
      accountId === null
        ? isNull(warmupChannels.accountId)
        : eq(warmupChannels.accountId, accountId),
    ),
  );
}

function read(db: Db, which: SQL | undefined): Promise<WarmupChannel[]> {
  return db
    .select()
    .from(warmupChannels)
    .where(which)
    .orderBy(asc(warmupChannels.id))
    .limit(2 * MOST_CHANNELS);
}

/** Two additions at once must not both find the last free place. */
async function lockList(tx: Db, workspaceId: number, accountId: number | null): Promise<void> {
  if (accountId === null)
    await tx
      .select({ id: workspaces.id })
      .from(workspaces)
      .where(eq(workspaces.id, workspaceId))
      .for('no key update');
  else
    await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.workspaceId, workspaceId), eq(accounts.id, accountId)))
      .for('no key update');
}
