import { sql } from 'drizzle-orm';
import type { Emulator } from '../emulator/start-emulator.ts';
import { joinByLink } from '../emulator/world/chats/invite-links.ts';
import { int, selectRows } from '../server/base/db/rows.ts';
import type { App } from '../server/context.ts';
import type { Mood } from '../server/features/outreach/rehearsal/protocol.ts';
import type { BoxControl } from './box-control.ts';
import type { Theatre } from './play-campaign.ts';

const LINK = /https:\/\/t\.me\/\+([\w-]+)/;
/** Of those who are sent a link, everybody of these moods comes. */
const COMING: readonly Mood[] = ['interested', 'asks'];
/** They come about as long afterwards as people answer. */
const COMING_AFTER_SECONDS = [120, 6 * 3_600] as const;
/** As often as a campaign's chats are looked at. */
const LOOK_MS = 11 * 60_000;

/** A chat in the box that every account may invite into, so that all of them take part. */
export async function makeChat(app: App, box: Emulator, control: BoxControl): Promise<number> {
  const rows = await selectRows(
    app.db,
    { telegramId: int },
    sql`select telegram_id as "telegramId" from accounts where telegram_id is not null`,
  );
  const ids = rows.map((row) => row.telegramId);
  const owner = await control.post<{ id: number }>('/users', { firstName: 'Owner' });
  const chat = await control.post<{ id: number }>('/chats', {
    kind: 'supergroup',
    title: 'Rehearsal',
    creator: owner.id,
    members: ids,
  });
  for (const id of ids) {
    await control.patch(`/chats/${chat.id}/members/${id}`, {
      status: 'admin',
      rights: ['inviteUsers'],
    });
    // How many somebody may add is Telegram's secret; what is rehearsed are the campaign's limits.
    const user = box.world.users.get(id);
    if (user) user.spamLimit = { ...user.spamLimit, addsPerDay: Number.MAX_SAFE_INTEGER };
  }
  return chat.id;
}

/**
 * People who were sent an invite link come by it some time later, if they are of that kind.
 * @param moods by Telegram id
 */
export function letPeopleCome(
  { world }: Pick<Emulator, 'world'>,
  moods: ReadonlyMap<number, Mood>,
): void {
  const seen = new Set<number>();
  world.listeners.add((event) => {
    if (event.kind !== 'delivered' || seen.has(event.toId)) return;
    const hash = LINK.exec(event.message.text)?.[1];
    const mood = moods.get(event.toId);
    const person = world.users.get(event.toId);
    if (hash === undefined || !person || !mood || !COMING.includes(mood)) return;
    seen.add(person.id);
    const after = world.random.between(...COMING_AFTER_SECONDS);
    world.clock.at(world.clock.now() + after * 1_000, () => {
      joinByLink(world, person, hash);
    });
  });
}

/** Lets the server look once more who came. */
export async function letNoticeJoins({ box, clock, drain }: Theatre): Promise<void> {
  await box.world.clock.advance(LOOK_MS);
  clock.advance(LOOK_MS);
  await drain();
}
