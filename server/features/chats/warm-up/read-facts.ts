import { and, eq } from 'drizzle-orm';
import { localDay } from '../../../base/days.ts';
import type { App } from '../../../context.ts';
import { warmupDay } from '../../accounts/account.ts';
import type { Account } from '../../accounts/tables.ts';
import { readSettings, type Settings } from '../../workspace/settings.ts';
import { channelTurns, channelVisits, type WarmupChannel } from '../tables.ts';
import { channelsOf } from './channels.ts';
import type { ReadingFacts } from './reading-plan.ts';

export type Visit = typeof channelVisits.$inferSelect;
export type Turn = typeof channelTurns.$inferSelect;

export type Reading = {
  channels: { channel: WarmupChannel; visit: Visit | undefined }[];
  turn: Turn | undefined;
  settings: Settings;
};

type OfAccount = Pick<Account, 'id' | 'workspaceId' | 'warmupStartedOn'>;

/** The channels of an account, how it stands to each, and when it goes there next. */
export async function readReading(app: App, account: OfAccount): Promise<Reading> {
  const { id, workspaceId } = account;
  const channels = await channelsOf(app.db, account);
  const visits = await app.db
    .select()
    .from(channelVisits)
    .where(and(eq(channelVisits.workspaceId, workspaceId), eq(channelVisits.accountId, id)));
  const byChannel = new Map(visits.map((visit) => [visit.channelId, visit]));
  const [turn] = await app.db.select().from(channelTurns).where(eq(channelTurns.accountId, id));
  return {
    channels: channels.map((channel) => ({ channel, visit: byChannel.get(channel.id) })),
    turn,
    settings: await readSettings(app, workspaceId),
  };
}

/** What the plan goes by, at a moment. */
export function factsAt(
  now: Date,
  { channels, turn, settings }: Reading,
  account: OfAccount,
): ReadingFacts {
  const { timeZone, quietHours } = settings;
  const today = localDay(now, timeZone);
  return {
    now,
    timeZone,
    quietHours,
    warmupDay: warmupDay(account.warmupStartedOn, today),
    done: turn ?? { day: today, joins: 0, reads: 0 },
    channels: channels.map(({ channel, visit }) => ({
      id: channel.id,
      state: visit?.state ?? 'new',
      readAt: visit?.readAt ?? null,
    })),
  };
}
