import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { at, jsonRows } from '../../../base/db/columns.ts';
import { isDataError } from '../../../base/db/database.ts';
import { int, selectRows, text, time } from '../../../base/db/rows.ts';
import { type Runner, startLoop } from '../../../base/loop.ts';
import { count } from '../../../base/metrics.ts';
import type { App } from '../../../context.ts';
import { buildBodies } from './bodies.ts';
import { readSecret } from './endpoints.ts';

export const DELIVERIES_CHANNEL = 'vestnik_deliveries';

const BATCH = 100;
const MOST_RUNNING = 200;
const LOOK_EVERY_MS = 5_000;
/** Posts that end within this time are settled together. Real milliseconds. */
const GATHER_MS = 25;
/** A process that died in the middle of a post is waited for this long. Real seconds. */
const CLAIM_SECONDS = 60;
/** Tried again after these pauses, then every six hours, until a day has passed. */
const PAUSES_S = [5, 15, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600];
const GIVE_UP_MS = 24 * 3_600_000;

type Claimed = {
  id: number;
  eventId: number;
  workspaceId: number;
  url: string;
  attempts: number;
  createdAt: Date;
};

type Attempted = { delivery: Claimed; ok: boolean; status: number | null; error: string | null };

/** Keeps posting what is due. Posts may arrive twice (their id tells), but are never lost. */
export async function startDelivering(app: App): Promise<Runner> {
  const running = new Set<Promise<void>>();
  let done: Attempted[] = [];
  let gathering: NodeJS.Timeout | undefined;

  const settleSoon = () => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      loop.wake();
    }, GATHER_MS);
  };

  const start = (delivery: Claimed, content: unknown, secret: string) => {
    const work: Promise<void> = attempt(app, delivery, content, secret).then((attempted) => {
      running.delete(work);
      done.push(attempted);
      settleSoon();
    });
    running.add(work);
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
      const claimed = await claimDue(app, room);
      if (claimed.length === 0) return false;
      const bodies = await buildAll(
        app,
        claimed.map((d) => d.eventId),
      );
      for (const workspaceId of new Set(claimed.map((d) => d.workspaceId))) {
        const secret = await readSecret(app, workspaceId);
        for (const d of claimed)
          if (d.workspaceId === workspaceId) start(d, bodies.get(d.eventId), secret);
      }
      return claimed.length === room;
    },
  });
  const unlisten = await app.database.listen(DELIVERIES_CHANNEL, loop.wake);
  const settled = async () => {
    while (running.size > 0 || done.length > 0) {
      await Promise.all(running);
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
      await Promise.all(running);
      clearTimeout(gathering);
      await loop.stop();
      await settleDone();
    },
  };
}

/** The pause before the next attempt, in milliseconds; undefined: it is given up. */
export function pauseAfter(attempts: number, createdAt: Date, now: Date): number | undefined {
  const seconds = PAUSES_S[attempts - 1] ?? PAUSES_S.at(-1) ?? 0;
  const ms = seconds * 1_000;
  return now.getTime() + ms - createdAt.getTime() > GIVE_UP_MS ? undefined : ms;
}

function claimDue(app: App, limit: number): Promise<Claimed[]> {
  return selectRows(
    app.db,
    { id: int, eventId: int, workspaceId: int, url: text, attempts: int, createdAt: time },
    sql`
      update webhook_deliveries d
      set claimed_until = now() + ${CLAIM_SECONDS} * interval '1 second'
      from webhook_endpoints e
      where e.id = d.endpoint_id and d.id in (
        select id from webhook_deliveries
        where status = 'pending' and due_at <= ${at(app.clock.now())}
          and (claimed_until is null or claimed_until < now())
        order by due_at, id limit ${limit} for update skip locked)
      returning d.id, d.event_id as "eventId", d.workspace_id as "workspaceId", e.url, d.attempts,
        d.created_at as "createdAt"`,
  ).then((rows) => rows.sort((a, b) => a.id - b.id));
}

/** An event that can't be told of must not keep back the others: then each is built alone. */
async function buildAll(app: App, eventIds: readonly number[]): Promise<Map<number, unknown>> {
  try {
    return await buildBodies(app, eventIds);
  } catch (error) {
    if (!isDataError(error)) throw error;
    const built = new Map<number, unknown>();
    for (const id of eventIds) {
      const alone = await buildBodies(app, [id]).catch((cause: unknown) => {
        if (!isDataError(cause)) throw cause;
        app.log.error({ err: cause, event: id }, 'a webhook has no body that could be posted');
        return new Map<number, unknown>();
      });
      for (const entry of alone) built.set(...entry);
    }
    return built;
  }
}

async function attempt(
  app: App,
  delivery: Claimed,
  content: unknown,
  secret: string,
): Promise<Attempted> {
  if (content === undefined) return { delivery, ok: false, status: null, error: GONE };
  const body = JSON.stringify(content);
  const id = `evt_${delivery.eventId}`;
  // Receivers compare the time with their own clocks: this one is the wall's, not the sandbox's.
  const sentAt = new Date();
  const signature = new Webhook(secret).sign(id, sentAt, body);
  const answer = await app.ports.webhooks.post({
    url: delivery.url,
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
      'webhook-signature': signature,
    },
  });
  return {
    delivery,
    ok: answer.ok,
    status: answer.status ?? null,
    error: answer.ok ? null : answer.reason,
  };
}

const postsCounted = {
  name: 'vestnik_webhook_posts_total',
  help: 'Webhook posts, by result',
  labels: ['result'],
};

const GONE = 'what the event tells of has been erased';

async function settle(app: App, attempted: readonly Attempted[]): Promise<void> {
  const now = app.clock.now();
  const rows = attempted.map(({ delivery, ok, status, error }) => {
    const attempts = delivery.attempts + 1;
    const pause = error === GONE ? undefined : pauseAfter(attempts, delivery.createdAt, now);
    const isDead = !ok && pause === undefined;
    return {
      id: delivery.id,
      status: ok ? 'delivered' : isDead ? 'dead' : 'pending',
      attempts,
      due_at: ok || isDead ? null : new Date(now.getTime() + (pause ?? 0)).toISOString(),
      last_status: status,
      last_error: error,
      finished_at: ok || isDead ? now.toISOString() : null,
    };
  });
  await app.db.execute(sql`
    update webhook_deliveries d set status = r.status, attempts = r.attempts, due_at = r.due_at,
      last_status = r.last_status, last_error = r.last_error, finished_at = r.finished_at,
      claimed_until = null
    from jsonb_to_recordset(${jsonRows(rows)}) as r(id bigint, status text, attempts int,
      due_at timestamptz, last_status int, last_error text, finished_at timestamptz)
    where d.id = r.id`);
  for (const { ok } of attempted)
    count(app.metrics, postsCounted, { result: ok ? 'delivered' : 'failed' });
}
