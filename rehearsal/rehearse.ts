import type {
  RehearsalLine,
  RehearsalOrder,
  RehearsalRecord,
} from '../server/features/outreach/rehearsal/protocol.ts';
import { homeWorkspaceId } from '../server/features/workspace/ensure-workspace.ts';
import { createBoxControl } from './box-control.ts';
import { dealMoods } from './deal-moods.ts';
import { makeAccounts } from './make-accounts.ts';
import { makeCampaign } from './make-campaign.ts';
import { letNoticeJoins, letPeopleCome, makeChat } from './make-chat.ts';
import { makePeople } from './make-people.ts';
import { makeSettings } from './make-settings.ts';
import { createEdges } from './next-edge.ts';
import { openTheatre } from './open-theatre.ts';
import { playCampaign } from './play-campaign.ts';
import { readProgress } from './read-figures.ts';
import { readRecord } from './read-record.ts';

/** Fine enough for days and hours to come out right; each step costs some fifty milliseconds. */
const STEP_MS = 30 * 60_000;
/** Distances in seconds that are left out: far below a step, each would cost one all the same. */
const SHORT_DELAY = 120;
const LONGEST_DAYS = 180;
/** Reading the record and stopping take a moment too. */
const CLOSING_MS = 5_000;
const TELL_EVERY_MS = 500;

/** Plays a campaign through with simulated people, and tells what came of it. */
export async function rehearse(
  given: RehearsalOrder,
  tell: (line: RehearsalLine) => void,
): Promise<RehearsalRecord> {
  const order = withoutShortDelays(given);
  const startedAt = performance.now();
  const theatre = await openTheatre(order);
  try {
    const { app, box } = theatre;
    const workspaceId = await homeWorkspaceId(app);
    const control = createBoxControl(box.control);
    const { timeZone } = order.settings;
    await makeSettings(app, workspaceId, order);
    const keys = await makeAccounts(app, control, workspaceId, timeZone, order.accounts);
    const dealt = dealMoods(order.mixture, order.people.length);
    const people = order.people.map((p, i) => ({ ...p, mood: dealt[i] ?? ('silent' as const) }));
    const { audienceId, moods, moodsInBox } = await makePeople(
      app,
      control,
      workspaceId,
      people,
      order.language,
    );
    await theatre.drain();
    const chat = order.campaign.invite && (await makeChat(app, box, control));
    if (chat !== null) letPeopleCome(box, moodsInBox);
    const beganAt = app.clock.now();
    const { id: campaignId } = await makeCampaign(app, workspaceId, audienceId, chat, order);
    let toldAt = 0;
    const ending = await playCampaign(theatre, {
      workspaceId,
      campaignId,
      stepMs: STEP_MS,
      edgeAfter: createEdges(order),
      until: new Date(beganAt.getTime() + LONGEST_DAYS * 86_400_000),
      limitMs: order.limitMs - (performance.now() - startedAt) - CLOSING_MS,
      onStep: async (now) => {
        if (performance.now() - toldAt < TELL_EVERY_MS) return;
        toldAt = performance.now();
        tell({
          kind: 'progress',
          now: now.toISOString(),
          ...(await readProgress(app, campaignId)),
        });
      },
    });
    // Whoever came at the very end is noticed too.
    if (chat !== null) await letNoticeJoins(theatre);
    return await readRecord(app, { workspaceId, campaignId, timeZone }, moods, keys, {
      ending,
      began_at: beganAt.toISOString(),
      took_ms: Math.round(performance.now() - startedAt),
      errors: theatre.errors(),
    });
  } finally {
    await theatre.close();
  }
}

function withoutShortDelays(order: RehearsalOrder): RehearsalOrder {
  const short = (delay: number) => (delay < SHORT_DELAY ? 0 : delay);
  const { settings, accounts } = order;
  return {
    ...order,
    settings: {
      ...settings,
      minMessageDelay: short(settings.minMessageDelay),
      inviteDelay: short(settings.inviteDelay),
      ...(settings.mailingDelayMax < SHORT_DELAY && { mailingDelayMin: 0, mailingDelayMax: 0 }),
    },
    accounts: accounts.map((a) => ({
      ...a,
      minMessageDelay: a.minMessageDelay === null ? null : short(a.minMessageDelay),
    })),
  };
}
