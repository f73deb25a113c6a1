import { isDataError } from '../../../base/db/database.ts';
import { type Runner, startLoop } from '../../../base/loop.ts';
import type { App } from '../../../context.ts';
import { homeWorkspaceId } from '../../workspace/ensure-workspace.ts';
import { buildBodies, type Telling } from './bodies.ts';
import { type Claimed, claimDue } from './claim-deliveries.ts';
import { DELIVERIES_CHANNEL } from './fan-out.ts';
import { readSecrets } from './secrets.ts';
import { type Attempted, GONE, settle } from './settle-deliveries.ts';
import { signPost } from './sign-post.ts';

const BATCH = 100;
const MOST_RUNNING = 300;
const LOOK_EVERY_MS = 5_000;
/** Posts that end within this time are settled together. Real milliseconds. */
const GATHER_MS = 25;

/** What is posted, or undefined when there is nothing to tell any more. */
type Prepared = { delivery: Claimed; content: unknown; secrets: readonly string[] };

/** Keeps posting what is due. Posts may arrive twice (their id tells), but are never lost. */
export async function startDelivering(app: App): Promise<Runner> {
  const home = await homeWorkspaceId(app);
  const running = new Map<Promise<void>, Claimed>();
  let done: Attempted[] = [];
  let gathering: NodeJS.Timeout | undefined;

  const settleSoon = () => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      loop.wake();
    }, GATHER_MS);
  };

  const start = (prepared: Prepared) => {
    const work: Promise<void> = attempt(app, prepared, home).then((attempted) => {
      running.delete(work);
      done.push(attempted);
      settleSoon();
    });
    running.set(work, prepared.delivery);
  };

  const settleDone = async () => {
    while (done.length > 0) {
      const batch = done.slice(0, BATCH);
      await settle(app, batch);
      done = done.slice(batch.length);
    }
  };

  // One slow receiver must not hold up the others: posts end in any order, and each pass settles
  // what has ended and starts as many as there is room for.
  const loop = startLoop({
    name: 'webhooks',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      await settleDone();
      const room = Math.min(MOST_RUNNING - running.size, BATCH);
      if (room <= 0) return false;
      const claimed = await claimDue(app, room, countByEndpoint(running.values()));
      if (claimed.length === 0) return false;
      for (const prepared of await prepare(app, claimed)) start(prepared);
      return claimed.length === room;
    },
  });
  const unlisten = await app.database.listen(DELIVERIES_CHANNEL, loop.wake);
  const settled = async () => {
    while (running.size > 0 || done.length > 0) {
      await Promise.all(running.keys());
      await loop.drain();
    }
  };
  return {
    name: loop.name,
    async drain() {
      await loop.drain();
      await settled();
    },
    async stop() {
      await unlisten();
      await Promise.all(running.keys());
      clearTimeout(gathering);
      await loop.stop();
      await settleDone();
    },
  };
}

function countByEndpoint(running: Iterable<Claimed>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { endpointId } of running) counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1);
  return counts;
}

async function prepare(app: App, claimed: readonly Claimed[]): Promise<Prepared[]> {
  const bodies = await buildAll(app, claimed);
  const secrets = new Map<number, readonly string[]>();
  for (const d of claimed)
    if (!secrets.has(d.endpointId)) secrets.set(d.endpointId, await readSecrets(app, d));
  return claimed.map((delivery) => ({
    delivery,
    content: bodies.get(delivery.form)?.get(delivery.eventId),
    secrets: secrets.get(delivery.endpointId) ?? [],
  }));
}

/** An event that can't be told of must not keep back the others: then each is built alone. */
async function buildAll(app: App, tellings: readonly Telling[]) {
  try {
    return await buildBodies(app, tellings);
  } catch (error) {
    if (!isDataError(error)) throw error;
    const built: Awaited<ReturnType<typeof buildBodies>> = new Map();
    for (const telling of tellings) {
      const alone = await buildBodies(app, [telling]).catch((cause: unknown) => {
        if (!isDataError(cause)) throw cause;
        app.log.error(
          { err: cause, event: telling.eventId },
          'a webhook has no body that could be posted',
        );
        return new Map<Telling['form'], Map<number, unknown>>();
      });
      for (const [form, bodies] of alone)
        built.set(form, new Map([...(built.get(form) ?? []), ...bodies]));
    }
    return built;
  }
}

async function attempt(
  app: App,
  { delivery, content, secrets }: Prepared,
  home: number,
): Promise<Attempted> {
  if (content === undefined) return { delivery, ok: false, status: null, error: GONE };
  const to = { url: delivery.url, isHome: delivery.workspaceId === home };
  const post = signPost(to, `evt_${delivery.eventId}`, JSON.stringify(content), secrets);
  const answer = await app.ports.webhooks.post(post);
  return {
    delivery,
    ok: answer.ok,
    status: answer.status ?? null,
    error: answer.ok ? null : answer.reason,
  };
}
