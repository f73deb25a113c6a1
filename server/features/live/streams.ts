import type { Readable } from 'node:stream';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { type Feed, startFeed } from './feed.ts';
import type { Place } from './place.ts';
import { openStream, type Stream } from './stream.ts';
import { texts } from './texts.ts';

/** So many connections of one process look on at most. */
const MOST_STREAMS = 200;
/** Physical time: a socket that says nothing is taken for dead by what stands in between. */
const BEAT_MS = 15_000;
const CHECK_MS = 30_000;
/** Whoever doesn't take the end of a stream in this time is cut off. */
const END_MS = 500;

/** What one process has open. */
type Streams = {
  open: Set<Stream>;
  /** Connections that are being opened count as well. */
  places: number;
  feed: Promise<Feed> | undefined;
  timers: NodeJS.Timeout[];
  ending: Promise<unknown>;
  isClosing: boolean;
};

/** By program, since several may live in one process: connections are nobody else's to share. */
const streamsOf = new WeakMap<App, Streams>();

function streamsIn(app: App): Streams {
  let streams = streamsOf.get(app);
  if (!streams) {
    streams = {
      open: new Set(),
      places: 0,
      feed: undefined,
      timers: [],
      ending: Promise.resolve(),
      isClosing: false,
    };
    streamsOf.set(app, streams);
  }
  return streams;
}

/**
 * Lets one more connection look on.
 * @param options.after see `openStream`
 * @returns the body of the answer, which goes on until either side ends it
 * @throws AppError too_many_connections
 */
export async function lookOn(
  app: App,
  caller: Caller,
  options: { after: Place | undefined; identifyAgain: () => Promise<Caller> },
): Promise<Readable> {
  const streams = streamsIn(app);
  refuseWhenFull(streams);
  streams.places += 1;
  const leave = () => {
    streams.places -= 1;
    if (streams.places === 0) rest(app, streams);
  };
  try {
    streams.feed ??= startAll(app, streams);
    const feed = await streams.feed;
    if (streams.isClosing) throw new AppError('too_many_connections', texts.closing);
    const stream = openStream(app, feed, caller, options);
    streams.open.add(stream);
    stream.body.once('close', () => {
      streams.open.delete(stream);
      leave();
    });
    return stream.body;
  } catch (error) {
    leave();
    throw error;
  }
}

function refuseWhenFull({ isClosing, places }: Streams): void {
  if (isClosing) throw new AppError('too_many_connections', texts.closing);
  if (places >= MOST_STREAMS)
    throw new AppError('too_many_connections', texts.tooMany(MOST_STREAMS));
}

/** One reader and two timers serve all connections. */
function startAll(app: App, streams: Streams): Promise<Feed> {
  streams.timers = [
    setInterval(() => {
      for (const stream of streams.open) stream.beat();
    }, BEAT_MS),
    setInterval(async () => {
      for (const stream of [...streams.open]) await stream.check();
    }, CHECK_MS),
  ];
  for (const timer of streams.timers) timer.unref();
  return startFeed(app);
}

/** While nobody looks on, nothing is read. */
function rest(app: App, streams: Streams): void {
  for (const timer of streams.timers.splice(0)) clearInterval(timer);
  const { feed } = streams;
  streams.feed = undefined;
  const before = streams.ending;
  streams.ending = (async () => {
    await before;
    await (await feed)?.stop();
  })().catch((error) => app.log.warn({ err: error }, 'the live events were not ended in order'));
}

/** Ends every connection of this process; resolves when nothing is read any more. */
export async function endStreams(app: App): Promise<void> {
  const streams = streamsIn(app);
  streams.isClosing = true;
  for (const stream of streams.open) stream.end();
  const cut = setTimeout(() => {
    for (const stream of streams.open) stream.body.destroy();
  }, END_MS);
  await Promise.all([...streams.open].map(({ body }) => closed(body)));
  clearTimeout(cut);
  await streams.ending;
}

function closed(body: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (body.closed) resolve();
    else body.once('close', () => resolve());
  });
}
