import type { Client } from './client.ts';

/** Longer than mtcute waits (500 ms) for an update that overtook another. */
const LOOK_AGAIN_MS = 600;

/**
 * Makes sure that a gap in the updates is asked for. mtcute puts an update that came too early
 * aside and looks at it once, half a second later; its timer may fire a moment before that, and
 * is not set again: all that came since would wait for the next update, perhaps for minutes.
 */
export function fillGaps({ tg }: Client): void {
  const { updates } = tg;
  if (!updates) return;
  let isArmed = false;
  const look = () => {
    isArmed = false;
    if (!updates.updatesLoopActive || updates.pendingPtsUpdatesPostponed.length === 0) return;
    updates.postponedTimer.emitNow();
    arm();
  };
  const arm = () => {
    if (isArmed) return;
    isArmed = true;
    setTimeout(look, LOOK_AGAIN_MS).unref();
  };
  tg.onServerUpdate.add(arm);
}
