const HOUR_MS = 3_600_000;

/** Who does nothing for so long signs in again. */
const IDLE_MS = 12 * HOUR_MS;
/** And everybody does after this time. */
export const LIFE_MS = 30 * 24 * HOUR_MS;

type Times = { createdAt: Date; lastSeenAt: Date };

/** When a session ends if nothing is done in it. */
export function sessionEnd({ createdAt, lastSeenAt }: Times): Date {
  return new Date(Math.min(createdAt.getTime() + LIFE_MS, lastSeenAt.getTime() + IDLE_MS));
}

/** Sessions that are alive at this moment began and were last used after these. */
export function aliveSince(now: Date): Times {
  return {
    createdAt: new Date(now.getTime() - LIFE_MS),
    lastSeenAt: new Date(now.getTime() - IDLE_MS),
  };
}
