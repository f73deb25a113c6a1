import { createOpenHours, type Hours } from '../server/features/outreach/forecast/open-hours.ts';
import type { RehearsalOrder } from '../server/features/outreach/rehearsal/protocol.ts';

/** What of an order tells when people may be written to. */
type Hourly = {
  settings: Pick<RehearsalOrder['settings'], 'timeZone' | 'quietHours'>;
  campaign: Pick<RehearsalOrder['campaign'], 'schedule'>;
  people: readonly Pick<RehearsalOrder['people'][number], 'timeZone'>[];
};

/** A moment before the hours end, so that what is due until then still leaves. */
const BEFORE_MS = 60_000;

/**
 * Finds the next moment by which something has to leave, or has to wait until the hours of some
 * person's clock open again. Time that moves in big steps stops there.
 * @returns a function from a moment to the last one before an edge, undefined where all is closed
 */
export function createEdges({ settings, campaign, people }: Hourly) {
  const hours: Hours = {
    schedule: campaign.schedule,
    quietHours: settings.quietHours ?? undefined,
  };
  const openness = createOpenHours(hours);
  const zones = [...new Set(people.map((p) => p.timeZone ?? settings.timeZone))];
  return (now: number): number | undefined => {
    const closings = zones.flatMap((zone) => {
      const { isOpen, until } = openness(zone, now);
      return isOpen && until - BEFORE_MS > now ? [until - BEFORE_MS] : [];
    });
    return closings.length > 0 ? Math.min(...closings) : undefined;
  };
}
