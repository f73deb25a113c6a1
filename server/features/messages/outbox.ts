import { errorMessage } from '../../base/errors.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import type { HeldSender, HeldSenders } from '../../held-senders.ts';
import { SENDERS_CHANNEL } from '../accounts/change-status.ts';
import { SETTINGS_CHANNEL } from '../workspace/settings.ts';
import type { Candidate } from './gate-facts.ts';
import { OUTBOX_CHANNEL } from './message.ts';
import { passGate } from './pass-gate.ts';
import { prepareMessage } from './prepare-message.ts';
import { findUnfinished, repeatUnfinished } from './repeat-unfinished.ts';
import { sendMessage } from './send-message.ts';
import { type Settling, settleOutcomes } from './settle-outcomes.ts';

/** Should a notification get lost, every sender is looked at this often. */
const LOOK_EVERY_MS = 15_000;
const REPEAT_EVERY_MS = 2_000;
/** After an outage hundreds are unfinished: each asks the database and Telegram several times. */
const REPEATS_AT_ONCE = 20;
const SENDERS_PER_PASS = 100;
const MOST_IN_FLIGHT = 1_000;
const SETTLE_BATCH = 500;
/** How long a stop waits for what is on its way; the rest is repeated by whoever comes next. */
const STOP_WAIT_MS = 15_000;

/**
 * The way out of one process: for the senders held here, due messages pass the gate in batches,
 * leave, and are settled in batches.
 */
export async function startOutbox(app: App, held: HeldSenders): Promise<Runner> {
  /** When each sender is to be looked at; a sender without an entry has nothing to send. */
  const agenda = new Map<number, number>();
  const inFlight = new Set<number>();
  const preparing = new Set<number>();
  const work = new Set<Promise<void>>();
  const recorded = new Map<number, string>();
  let settling: Settling[] = [];
  let cancelAlarm = () => {};
  let lookAtAllAt = 0;
  /** A pass of the gate, until what it let through is noted as in flight. */
  let passing: Promise<unknown> = Promise.resolve();
  let repeating = 0;
  /** More may be unfinished than could be repeated at once. */
  let isMoreUnfinished = false;

  const track = (promise: Promise<void>) => {
    const tracked: Promise<void> = promise
      .catch((error) => app.log.error({ err: error }, 'a message could not be handled'))
      .finally(() => work.delete(tracked));
    work.add(tracked);
  };

  const lookAt = (senderId: number | undefined) => {
    const now = app.clock.now().getTime();
    for (const id of senderId === undefined ? held.ids() : [senderId]) agenda.set(id, now);
    gateLoop.wake();
  };

  const settle = (entry: Settling) => {
    settling.push(entry);
    settleLoop.wake();
  };

  const send = (message: Candidate) => {
    // Being repeated still when it went back to the gate: found again if nobody sends it now.
    if (inFlight.has(message.id)) return;
    inFlight.add(message.id);
    const sender = held.get(message.senderId);
    // Let go in the meantime: it stays on its way, and the next holder brings it to its end.
    if (!sender || !app.worker.isAlive()) return void inFlight.delete(message.id);
    track(
      sendMessage(app, sender, message).then((outcome) =>
        settle({ message, attempts: 1, outcome }),
      ),
    );
  };

  const prepare = (message: Candidate) => {
    const sender: HeldSender | undefined = held.get(message.senderId);
    if (sender?.kind !== 'account' || preparing.has(message.id)) return;
    preparing.add(message.id);
    track(
      prepareMessage(app, sender, message).finally(() => {
        preparing.delete(message.id);
        lookAt(message.senderId);
      }),
    );
  };

  const repeat = (id: number, isFull: boolean) => {
    inFlight.add(id);
    repeating += 1;
    track(
      repeatUnfinished(app, held, id)
        .then((repeated) => {
          if (!repeated) return void inFlight.delete(id);
          isMoreUnfinished ||= isFull;
          settle(repeated);
        })
        .catch((error) => {
          inFlight.delete(id);
          throw error;
        })
        .finally(() => {
          repeating -= 1;
        }),
    );
  };

  const passDue = async () => {
    const now = app.clock.now().getTime();
    if (now >= lookAtAllAt) {
      for (const id of held.ids()) agenda.set(id, now);
      lookAtAllAt = now + LOOK_EVERY_MS;
    }
    const senders = takeDueSenders(agenda, held, now);
    if (senders.size === 0) return false;
    const pass = await passGate(app, senders, preparing, recorded).catch((error) => {
      for (const id of senders.keys()) agenda.set(id, now);
      throw error;
    });
    for (const [id, at] of pass.lookAgainAt)
      agenda.set(id, pass.isMore ? now : Math.min(at.getTime(), agenda.get(id) ?? Infinity));
    for (const message of pass.passed) send(message);
    for (const message of pass.unprepared) prepare(message);
    return true;
  };

  /** Wakes the gate when the next sender is to be looked at. */
  const setAlarm = () => {
    cancelAlarm();
    const next = Math.min(...agenda.values());
    if (next === Infinity) return;
    // Timers may fire a moment early: whoever looks then sets the next alarm.
    cancelAlarm = app.clock.after(Math.max(1, next - app.clock.now().getTime()), gateLoop.wake);
  };

  const gateLoop = startLoop({
    name: 'gate',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      // With so much on its way, the next settled outcome wakes the gate.
      if (!app.worker.isAlive() || inFlight.size >= MOST_IN_FLIGHT) return false;
      const pass = passDue();
      passing = pass.catch(() => undefined);
      const isMore = await pass;
      if (!isMore) setAlarm();
      return isMore;
    },
  });

  const settleLoop = startLoop({
    name: 'settle',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const batch = settling.slice(0, SETTLE_BATCH);
      if (batch.length === 0) return false;
      await settleOutcomes(app, batch);
      settling = settling.slice(batch.length);
      for (const { message } of batch) inFlight.delete(message.id);
      for (const senderId of new Set(batch.map((s) => s.message.senderId))) lookAt(senderId);
      if (isMoreUnfinished) repeatLoop.wake();
      return settling.length > 0;
    },
  });

  const repeatLoop = startLoop({
    name: 'repeat',
    clock: app.clock,
    log: app.log,
    everyMs: REPEAT_EVERY_MS,
    run: async () => {
      if (!app.worker.isAlive() || held.ids().length === 0) return false;
      isMoreUnfinished = false;
      const room = REPEATS_AT_ONCE - repeating;
      if (room <= 0) return false;
      const found = await findUnfinished(app, held.ids(), inFlight, room);
      // The database may know of a pass sooner than we do: what it let through isn't unfinished.
      await passing;
      for (const id of found) if (!inFlight.has(id)) repeat(id, found.length === room);
      return false;
    },
  });

  const unlisten = await Promise.all([
    ...[OUTBOX_CHANNEL, SENDERS_CHANNEL].map((channel) =>
      app.database.listen(channel, (id) => lookAt(id === '' ? undefined : Number(id))),
    ),
    app.database.listen(SETTINGS_CHANNEL, () => lookAt(undefined)),
  ]);
  held.onChange((senderId) => {
    lookAt(senderId);
    repeatLoop.wake();
  });

  const quiet = async () => {
    while (work.size > 0 || settling.length > 0) {
      await Promise.all(work);
      await settleLoop.drain();
    }
  };

  return {
    name: 'outbox',
    async drain() {
      lookAt(undefined);
      do {
        await gateLoop.drain();
        await repeatLoop.drain();
        await quiet();
      } while (isMoreUnfinished || isAnyDue(agenda, held, app.clock.now().getTime()));
    },
    async stop() {
      await Promise.all(unlisten.map((stop) => stop()));
      cancelAlarm();
      await Promise.all([gateLoop.stop(), repeatLoop.stop()]);
      await Promise.race([
        quiet(),
        new Promise((resolve) => setTimeout(resolve, STOP_WAIT_MS).unref()),
      ]).catch((error) => app.log.warn({ error: errorMessage(error) }, 'stopped in mid-send'));
      await settleLoop.stop();
    },
  };
}

/**
 * Takes off the agenda the senders whose time has come, not too many at once. Those not held here
 * leave it: they come back when their connection opens.
 */
function takeDueSenders(
  agenda: Map<number, number>,
  held: HeldSenders,
  now: number,
): Map<number, HeldSender> {
  const due = new Map<number, HeldSender>();
  for (const [id, at] of agenda) {
    const sender = held.get(id);
    if (sender && at > now) continue;
    if (due.size === SENDERS_PER_PASS) break;
    agenda.delete(id);
    if (sender) due.set(id, sender);
  }
  return due;
}

function isAnyDue(agenda: ReadonlyMap<number, number>, held: HeldSenders, now: number): boolean {
  return [...agenda].some(([id, at]) => at <= now && held.get(id) !== undefined);
}
