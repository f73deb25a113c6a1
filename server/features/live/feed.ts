import { setTimeout as pause } from 'node:timers/promises';
import type { Unlisten } from '../../base/db/database.ts';
import { EVENTS_CHANNEL } from '../../base/events/record-events.ts';
import { SIGNALS_CHANNEL, type Signal } from '../../base/events/signal.ts';
import { type Loop, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import type { Place } from './place.ts';
import { type LiveEvent, readLive, readNow } from './read-live.ts';

const PAGE = 500;
/** Meanwhile an older transaction that hides events may end. */
const AGAIN_MS = 10;
const POLL_MS = 5_000;
/** The same thing gets on so often at most, as far as onlookers hear of it. */
const SIGNALS_EVERY_MS = 1_000;

/** Somebody who looks on. */
export type Listener = {
  workspaceId: number;
  /** Events of the workspace, in order; called between two others' turns, so it must not wait. */
  hear(events: readonly LiveEvent[]): void;
  notice(signal: Signal): void;
};

/** What happens, read once for everybody who looks on in this process. */
export type Feed = {
  /** Everything up to here was told to those who listen. */
  place(): Place;
  /** From now on, which is `place()`, `listener` is told. */
  listen(listener: Listener): void;
  leave(listener: Listener): void;
  stop(): Promise<void>;
};

/** Starts reading what happens from now on, woken by NOTIFY with polling as the fall-back. */
export async function startFeed(app: App): Promise<Feed> {
  const listeners = new Set<Listener>();
  let place = await readNow(app);

  const read = async () => {
    const { events, hasMore } = await readLive(app, { after: place, limit: PAGE });
    // No waiting from here on: a listener that joins stands either before or behind all of these.
    place = events.at(-1)?.place ?? place;
    for (const workspaceId of new Set(events.map((e) => e.workspaceId))) {
      const own = events.filter((e) => e.workspaceId === workspaceId);
      for (const listener of [...listeners])
        if (listener.workspaceId === workspaceId) listener.hear(own);
    }
    if (hasMore && events.length < PAGE) await pause(AGAIN_MS);
    return hasMore;
  };
  const loop: Loop = startLoop({
    name: 'live events',
    clock: app.clock,
    log: app.log,
    everyMs: POLL_MS,
    run: read,
  });

  const gathered = new Map<string, Signal>();
  let timer: NodeJS.Timeout | undefined;
  const tellSignals = () => {
    timer = undefined;
    const signals = [...gathered.values()];
    gathered.clear();
    for (const listener of [...listeners])
      for (const one of signals) if (one.workspaceId === listener.workspaceId) listener.notice(one);
  };
  const gather = (payload: string) => {
    if (payload === '' || listeners.size === 0) return;
    const { workspaceId, type, data }: Signal = JSON.parse(payload);
    gathered.set(payload, { workspaceId, type, data });
    timer ??= setTimeout(tellSignals, SIGNALS_EVERY_MS);
  };

  const unlisten: Unlisten[] = [];
  try {
    unlisten.push(await app.database.listen(EVENTS_CHANNEL, loop.wake));
    unlisten.push(await app.database.listen(SIGNALS_CHANNEL, gather));
  } catch (error) {
    await loop.stop();
    throw error;
  }
  return {
    place: () => place,
    listen: (listener) => void listeners.add(listener),
    leave: (listener) => void listeners.delete(listener),
    async stop() {
      clearTimeout(timer);
      for (const stopListening of unlisten) await stopListening();
      await loop.stop();
    },
  };
}
