import { Readable } from 'node:stream';
import { AppError } from '../../base/errors.ts';
import type { Signal } from '../../base/events/signal.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { accountKey } from '../accounts/account.ts';
import type { Feed, Listener } from './feed.ts';
import { comparePlaces, type Place, placeText } from './place.ts';
import { countMissed, type LiveEvent, readLive } from './read-live.ts';
import { permissionToHear } from './visible.ts';

/** Whoever reads so slowly is cut off and resumes later: others' memory isn't theirs to fill. */
const MOST_BUFFERED_BYTES = 1024 * 1024;
/** Who missed more is better off loading everything anew. */
const MOST_MISSED = 5_000;
const PAGE = 500;
/** What was missed is handed out as fast as it is taken, up to so much ahead. */
const AHEAD_BYTES = 128 * 1024;

/** One connection that looks on. */
export type Stream = {
  /** Server-sent events. Source: the HTML standard, "Server-sent events". */
  body: Readable;
  /** Shows that the connection lives, and how far everything is told. */
  beat(): void;
  /** Asks again who it is; ends for those who may not look on any more. */
  check(): Promise<void>;
  end(): void;
};

/**
 * Tells one caller what happens in their workspace, as far as they may see it.
 * @param options.after goes on after this place; undefined: from now on
 */
export function openStream(
  app: App,
  feed: Feed,
  caller: Caller,
  options: { after: Place | undefined; identifyAgain: () => Promise<Caller> },
): Stream {
  let { rights } = caller;
  let taken = () => {};
  /** Until when it has been told already: another process may have been ahead of this one. */
  let toldTo = options.after;
  let isListening = false;
  let isOver = false;
  const body = new Readable({
    highWaterMark: AHEAD_BYTES,
    read: () => taken(),
    destroy(error, done) {
      feed.leave(listener);
      taken();
      done(error);
    },
  });

  const write = (text: string) => {
    if (isOver || body.destroyed || text === '') return;
    body.push(text);
    if (body.readableLength > MOST_BUFFERED_BYTES) body.destroy();
  };
  const mayHear = (type: string) => rights?.permissions.includes(permissionToHear(type)) === true;
  const tell = (events: readonly LiveEvent[]) => {
    const from = toldTo;
    write(
      events
        .filter(
          ({ place, view }) => mayHear(view.type) && !(from && comparePlaces(place, from) <= 0),
        )
        .map(({ place, view }) => message(view, place))
        .join(''),
    );
  };
  const listener: Listener = {
    workspaceId: caller.workspaceId,
    hear: tell,
    notice({ type, data }: Signal) {
      if (!mayHear(type)) return;
      const { campaign, account, ...rest } = data;
      const view: LiveEvent['view'] = {
        type,
        at: app.clock.now().toISOString(),
        ...(account !== undefined && { account_id: accountKey(account) }),
        ...(campaign !== undefined && { campaign }),
        data: rest,
      };
      write(message(view));
    },
  };
  const end = () => {
    if (isOver || body.destroyed) return;
    isOver = true;
    feed.leave(listener);
    body.push(null);
  };
  const listen = () => {
    if (isOver || body.destroyed) return;
    isListening = true;
    feed.listen(listener);
  };
  const told = (type: string, place: Place) =>
    message({ type, at: app.clock.now().toISOString(), data: {} }, place);

  /** Tells what was missed, page by page, until nothing lies between it and what is told live. */
  const catchUp = async (after: Place) => {
    const missed = await countMissed(app, after, MOST_MISSED + 1);
    if (missed === undefined || missed > MOST_MISSED) {
      toldTo = undefined;
      write(told('reset', feed.place()));
      return listen();
    }
    let reached = after;
    while (!isOver && !body.destroyed && comparePlaces(reached, feed.place()) < 0) {
      const upTo = feed.place();
      const { workspaceId } = caller;
      const page = { after: reached, upTo, workspaceId, limit: PAGE };
      const { events, hasMore } = await readLive(app, page);
      tell(events);
      reached = (hasMore && events.at(-1)?.place) || upTo;
      toldTo = reached;
      await untilTaken();
    }
    listen();
  };
  const untilTaken = async () => {
    while (!body.destroyed && body.readableLength > AHEAD_BYTES)
      await new Promise<void>((resolve) => {
        taken = resolve;
      });
  };

  if (options.after) {
    write(told('hello', options.after));
    catchUp(options.after).catch((error) => {
      app.log.warn({ err: error }, 'what a live connection had missed could not be read');
      body.destroy();
    });
  } else {
    write(told('hello', feed.place()));
    listen();
  }
  return {
    body,
    // An id alone dispatches nothing, yet whoever connects again begins there.
    beat() {
      const place = feed.place();
      const isAhead = toldTo !== undefined && comparePlaces(toldTo, place) > 0;
      write(isListening && !isAhead ? `:\nid: ${placeText(place)}\n\n` : ':\n\n');
    },
    async check() {
      try {
        ({ rights } = await options.identifyAgain());
      } catch (error) {
        // While the database can't be asked, nothing is told either.
        if (error instanceof AppError) end();
      }
    },
    end,
  };
}

/** Without an `event:` line: an EventSource hears of all types with one handler, `onmessage`. */
function message(data: { type: string } & Record<string, unknown>, place?: Place): string {
  const id = place ? `id: ${placeText(place)}\n` : '';
  return `${id}data: ${JSON.stringify(data)}\n\n`;
}
