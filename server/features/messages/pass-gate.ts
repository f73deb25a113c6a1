import type { App } from '../../context.ts';
import type { HeldSender } from '../../held-senders.ts';
import type { Decided, Passed } from './decided.ts';
import { decide } from './gate.ts';
import { addHolds, type Candidate, factsOf, goesItsWay, readCandidates } from './gate-facts.ts';
import { headsOfQueues, lockQueued, theseMessages } from './lock-queued.ts';
import { needsLook } from './look-before-inviting.ts';
import type { Lane } from './message.ts';
import { pauseAfter } from './spacing.ts';
import {
  dialogsInFlight,
  freshDecisions,
  nextLooks,
  postpone,
  recordDecisions,
  reserve,
  settleRefused,
} from './write-decisions.ts';

/**
 * About so many messages are looked at in one pass: enough for its queries to be worth their while,
 * and few enough for its transaction to be short.
 */
const PER_PASS = 600;
/** Of one queue at least and at most so many. */
const PER_LANE = { least: 10, most: 200 };

export type GatePass = {
  passed: Passed[];
  /** Allowed, but the person must be looked up or the file uploaded first. */
  unprepared: Candidate[];
  /** When each sender may have something to send again; absent: nothing is queued. */
  lookAgainAt: Map<number, Date>;
  /** There may be more that is due now. */
  isMore: boolean;
};

/**
 * Lets the due messages of some senders through the gate: one transaction reads everything,
 * decides, reserves quota and records each decision.
 * @param senders those held here whose time has come; what another process has taken over, and
 * what is being connected anew through a proxy, is left alone
 * @param known decisions recorded before, so that the same one isn't recorded each minute
 */
export async function passGate(
  app: App,
  senders: ReadonlyMap<number, Pick<HeldSender, 'fence' | 'usesProxy'>>,
  preparing: ReadonlySet<number>,
  known: Map<number, string>,
): Promise<GatePass> {
  const now = app.clock.now();
  const senderIds = [...senders.keys()];
  const pass = await app.database.transaction(async (tx) => {
    const heads = await headsOfQueues(app, tx, senderIds, perLane(senderIds.length));
    if (heads.length === 0) return nothingDue(await nextLooks(tx, senderIds, new Map(), now));
    const locked = await lockQueued(tx, theseMessages(heads));
    const found = await readCandidates(app, tx, theseMessages(locked));
    const mine = found.filter((candidate) => {
      const sender = senders.get(candidate.senderId);
      if (sender?.fence !== candidate.fence || !goesItsWay(sender, candidate)) return false;
      return !preparing.has(candidate.id);
    });
    const busy = await dialogsInFlight(tx, senderIds);
    const looking = found.filter((c) => preparing.has(c.id) && needsLook(c, now));
    const round = decideAll(app, await addHolds(app, tx, mine, now), busy, looking, now);
    await reserve(tx, round.passed, now);
    await settleRefused(app, tx, round.refused, now);
    await postpone(tx, round.postponed);
    const fresh = freshDecisions(round.decided, known);
    await recordDecisions(tx, fresh, now);
    // While something passes, there may be more behind it.
    const isMore = round.passed.length > 0;
    const lookAgainAt = isMore
      ? new Map(senderIds.map((id) => [id, now]))
      : await nextLooks(tx, senderIds, round.blockedUntil, now);
    return { passed: round.passed, unprepared: round.unprepared, lookAgainAt, isMore, fresh };
  });
  // Only now: a transaction may have to begin anew.
  for (const { candidate, decision } of pass.fresh) {
    if (decision.verdict === 'deferred') known.set(candidate.id, decision.reason);
    else known.delete(candidate.id);
  }
  return pass;
}

function perLane(senders: number): number {
  const share = Math.floor(PER_PASS / senders);
  return Math.min(Math.max(share, PER_LANE.least), PER_LANE.most);
}

function nothingDue(lookAgainAt: Map<number, Date>): GatePass & { fresh: Decided[] } {
  return { passed: [], unprepared: [], lookAgainAt, isMore: false, fresh: [] };
}

type Round = {
  passed: Passed[];
  unprepared: Candidate[];
  refused: Decided[];
  /** Messages that wait on their own: their due time moves. */
  postponed: { id: number; until: Date }[];
  decided: Decided[];
  /** Senders held up as a whole, and until when. */
  blockedUntil: Map<number, Date>;
};

/** Decides one after the other, each decision counting for the next one of the same sender. */
function decideAll(
  app: App,
  candidates: readonly Candidate[],
  busy: Set<number>,
  beingLooked: readonly Candidate[],
  now: Date,
): Round {
  const round: Round = {
    passed: [],
    unprepared: [],
    refused: [],
    postponed: [],
    decided: [],
    blockedUntil: new Map(),
  };
  const tallies = new Map<number, Tally>();
  /** Whom a first message of this round goes to, and from which sender. */
  const taken = new Map<number, number>();
  /** Senders that look into a chat for whoever they invite next: later looks would only grow old. */
  const looking = new Set(beingLooked.filter(isSpaced).map((c) => c.senderId));
  for (const candidate of candidates) {
    const tally = tallies.get(candidate.senderId) ?? newTally(candidate);
    tallies.set(candidate.senderId, tally);
    // One message of a dialog at a time: a person reads them in the order they were written.
    if (busy.has(candidate.dialogId)) continue;
    if (tally.blocked.has(candidate.lane) && !candidate.decideBy) continue;
    const takenBy = taken.get(candidate.contactId);
    const isBoundElsewhere =
      candidate.isBoundElsewhere || (takenBy !== undefined && takenBy !== candidate.senderId);
    const facts = factsOf({ ...candidate, ...tally.figures, isBoundElsewhere });
    const decision = decide(facts, now);
    const isReady = isPrepared(candidate, now);
    if (decision.verdict === 'passed') {
      if (needsLook(candidate, now)) {
        if (looking.has(candidate.senderId)) continue;
        if (isSpaced(candidate)) looking.add(candidate.senderId);
      }
      busy.add(candidate.dialogId);
      if (!isReady) {
        round.unprepared.push(candidate);
        continue;
      }
      taken.set(candidate.contactId, candidate.senderId);
      count(app, tally, decision.lane, candidate, now);
      round.passed.push({ ...candidate, lane: decision.lane, freeAt: tally.figures.freeAt });
    } else if (decision.verdict === 'refused' || candidate.decideBy) {
      round.refused.push({ candidate, decision });
    } else if (decision.lanes.length === 0) {
      round.postponed.push({ id: candidate.id, until: decision.until });
    } else {
      for (const lane of decision.lanes) tally.blocked.add(lane);
      const before = round.blockedUntil.get(candidate.senderId);
      if (!before || decision.until < before)
        round.blockedUntil.set(candidate.senderId, decision.until);
    }
    round.decided.push({ candidate, decision });
  }
  return round;
}

/** A bot speaks for a Business account by the person's number, and sends a file with the message. */
function isPrepared(candidate: Candidate, now: Date): boolean {
  const { businessMayReply, accessHash, mediaId, upload } = candidate;
  if (businessMayReply !== null) return true;
  if (needsLook(candidate, now)) return false;
  return accessHash !== null && (mediaId === null || upload !== null);
}

const isSpaced = (candidate: Candidate) => pauseAfter(candidate).most > 0;

type Tally = {
  figures: Pick<Candidate, 'sentToday' | 'answersToday' | 'freeAt'>;
  blocked: Set<Lane>;
};

function newTally({ sentToday, answersToday, freeAt }: Candidate): Tally {
  return { figures: { sentToday, answersToday, freeAt }, blocked: new Set() };
}

function count(app: App, tally: Tally, lane: Lane, candidate: Candidate, now: Date): void {
  tally.figures.sentToday += 1;
  if (lane === 'answer') tally.figures.answersToday += 1;
  else tally.figures.freeAt = nextFreeAt(app, candidate, now);
}

function nextFreeAt(app: App, candidate: Candidate, now: Date): Date | null {
  const { least, most } = pauseAfter(candidate);
  if (most === 0) return null;
  return new Date(now.getTime() + 1_000 * (least + (most - least) * app.random()));
}
