import { inArray, sql } from 'drizzle-orm';
import { bytes, int, nullable, selectRows, text } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import type { Verb } from '../../feature.ts';
import type { HeldSenders } from '../../held-senders.ts';
import { ANSWERS_CHANNEL, argsContext, texts as askTexts, REQUESTS_CHANNEL } from './ask-holder.ts';
import { type StoredError, senderRequests } from './tables.ts';

const POLL_MS = 2_000;
const BATCH = 50;
/** How long an answered request is kept, for whoever asked to read it. */
const KEEP_MINUTES = 60;

/** Keeps answering what other processes ask of the senders held here. */
export async function startAnsweringRequests(
  app: App,
  held: HeldSenders,
  verbs: ReadonlyMap<string, Verb>,
): Promise<Runner> {
  const running = new Set<Promise<void>>();
  const loop = startLoop({
    name: 'requests',
    clock: app.clock,
    log: app.log,
    everyMs: POLL_MS,
    run: async () => {
      if (!app.worker.isAlive()) return false;
      const requests = await claimRequests(app, held);
      for (const request of requests) {
        const work = answer(app, held, verbs, request).finally(() => running.delete(work));
        running.add(work);
      }
      return requests.length === BATCH;
    },
  });
  const unlisten = await app.database.listen(REQUESTS_CHANNEL, loop.wake);
  held.onChange(loop.wake);
  return {
    name: loop.name,
    async drain() {
      await loop.drain();
      await Promise.all(running);
    },
    async stop() {
      await unlisten();
      await loop.stop();
      await Promise.all(running);
    },
  };
}

/** Drops requests that nobody waits for any more. */
export async function forgetOldRequests(app: App): Promise<void> {
  await app.db.execute(sql`
    delete from sender_requests
    where deadline < now() - ${KEEP_MINUTES} * interval '1 minute'`);
}

const requestColumns = {
  id: int,
  workspaceId: int,
  senderId: nullable(int),
  verb: text,
  args: bytes,
};
type Request = {
  id: number;
  workspaceId: number;
  senderId: number | null;
  verb: string;
  args: Buffer;
};

function claimRequests(app: App, held: HeldSenders): Promise<Request[]> {
  return selectRows(
    app.db,
    requestColumns,
    sql`
      update sender_requests set claimed_by = ${app.worker.id}
      where id in (
        select id from sender_requests
        where finished_at is null and claimed_by is null and deadline > now()
          and (sender_id is null
            or sender_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(held.ids())}::jsonb)))
        order by id limit ${BATCH} for update skip locked)
      returning id, workspace_id as "workspaceId", sender_id as "senderId", verb, args`,
  );
}

async function answer(
  app: App,
  held: HeldSenders,
  verbs: ReadonlyMap<string, Verb>,
  request: Request,
): Promise<void> {
  const outcome = await perform(app, held, verbs, request).then(
    (result) => ({ result: result ?? null, error: null }),
    (error) => ({ result: null, error: storeError(app, request, error) }),
  );
  await app.db
    .update(senderRequests)
    .set({ ...outcome, finishedAt: sql`now()` })
    .where(inArray(senderRequests.id, [request.id]));
  await app.db.execute(sql`select pg_notify(${ANSWERS_CHANNEL}, ${String(request.id)})`);
}

async function perform(
  app: App,
  held: HeldSenders,
  verbs: ReadonlyMap<string, Verb>,
  { workspaceId, senderId, verb, args }: Request,
): Promise<unknown> {
  const run = verbs.get(verb);
  if (!run) throw new Error(`no feature answers to ${verb}`);
  const sender = senderId === null ? undefined : held.get(senderId);
  if (senderId !== null && !sender) throw new AppError('account_unavailable', askTexts.letGo);
  const opened = JSON.parse(app.crypto.decrypt(args, argsContext(workspaceId)).toString());
  return run(app, { workspaceId, sender, args: opened });
}

function storeError(app: App, request: Request, error: unknown): StoredError {
  if (error instanceof AppError) {
    return {
      code: error.code,
      text: error.text,
      ...(error.retryAfter !== undefined && { retry_after: error.retryAfter }),
      fields: error.fields,
    };
  }
  app.log.error({ err: error, verb: request.verb, sender: request.senderId }, 'a request failed');
  return { code: 'internal', text: texts.failed, fields: {} };
}

const texts = {
  failed: {
    ru: 'Внутренняя ошибка. Подробности в журнале сервера.',
    en: 'Internal error. The details are in the server log.',
  },
};
