import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { int, selectRows } from '../../server/base/db/rows.ts';
import { AppError } from '../../server/base/errors.ts';
import type { Runner } from '../../server/base/loop.ts';
import type { Caller, JobHandler, JobRun } from '../../server/feature.ts';
import { cancelJob, retryJob } from '../../server/features/jobs/change-job.ts';
import { enqueueJob } from '../../server/features/jobs/enqueue-job.ts';
import { findJob } from '../../server/features/jobs/find-jobs.ts';
import { forgetOldJobs } from '../../server/features/jobs/forget-old-jobs.ts';
import { keepJobFile, readJobFile } from '../../server/features/jobs/job-files.ts';
import { JobPostponed } from '../../server/features/jobs/job-outcome.ts';
import { startRunningJobs } from '../../server/features/jobs/run-jobs.ts';
import { openTestApp, type TestApp } from '../support/app.ts';

let house: TestApp;
let caller: Caller;
let runner: Runner | undefined;

beforeEach(async () => {
  house = await openTestApp();
  caller = { workspaceId: house.workspaceId, actor: { kind: 'system' }, language: 'en' };
  await house.app.database.runScript('create table marks (n int)');
});
afterEach(async () => {
  await runner?.stop();
  runner = undefined;
  await house?.close();
});

const start = async (handlers: Record<string, JobHandler>) => {
  runner = await startRunningJobs(house.app, new Map(Object.entries(handlers)));
  return runner;
};
const ask = (kind = 'count', args = {}) =>
  house.app.database.transaction((tx) =>
    enqueueJob(house.app, tx, {
      workspaceId: house.workspaceId,
      kind,
      title: { ru: 'Счёт', en: 'Counting' },
      args,
      actor: { kind: 'system' },
    }),
  );
const jobOf = (id: number) => findJob(house.app.db, house.workspaceId, id);
const marks = async () =>
  (await selectRows(house.app.db, { n: int }, sql`select n from marks order by n`)).map((r) => r.n);

/** Marks 1, 2, 3, … one a chunk. */
const counting = (upTo: number, before: (n: number, job: JobRun) => unknown = () => {}) => ({
  run: async (app: TestApp['app'], job: JobRun) => {
    for (let n = Number(job.state ?? 0) + 1; n <= upTo; n++) {
      await before(n, job);
      await app.database.transaction(async (tx) => {
        await tx.execute(sql`insert into marks values (${n})`);
        await job.save(tx, { state: n, progress: { done: n, total: upTo } });
      });
    }
    return { counted: upTo };
  },
});

test('a job is done in chunks and tells its result', async () => {
  const { id } = await ask();
  await (await start({ count: counting(3) })).drain();
  expect(await marks()).toEqual([1, 2, 3]);
  expect(await jobOf(id)).toMatchObject({
    status: 'done',
    result: { counted: 3 },
    progress: { done: 3, total: 3 },
    finishedAt: expect.any(Date),
  });
});

test('a job whose process died is taken over where it stood, and no chunk is done twice', async () => {
  const { id } = await ask();
  await house.app.db.execute(sql`insert into marks values (1), (2)`);
  await house.app.db.execute(sql`
    update jobs set status = 'running', state = '2', worker_id = ${randomUUID()} where id = ${id}`);
  await (await start({ count: counting(4) })).drain();
  expect(await marks()).toEqual([1, 2, 3, 4]);
  expect((await jobOf(id)).status).toBe('done');
});

test('a job that a living process runs is left to it', async () => {
  const { id } = await ask();
  await house.app.db.execute(sql`
    update jobs set status = 'running', worker_id = ${house.app.worker.id} where id = ${id}`);
  await (await start({ count: counting(1) })).drain();
  expect(await marks()).toEqual([]);
});

test('an error is tried again after growing pauses, then the job has failed and says why', async () => {
  let tries = 0;
  const { id } = await ask();
  const running = await start({
    count: counting(1, () => {
      tries += 1;
      throw new Error('no luck');
    }),
  });
  await running.drain();
  expect(await jobOf(id)).toMatchObject({ status: 'queued', lastError: { code: 'internal' } });
  for (const seconds of [5, 30, 120, 600]) {
    house.clock.advance((seconds - 1) * 1_000);
    await running.drain();
    const before = tries;
    house.clock.advance(1_000);
    await running.drain();
    expect(tries).toBe(before + 1);
  }
  expect(await jobOf(id)).toMatchObject({ status: 'failed', attempts: 5 });
});

test('a chunk that got on begins the count of tries anew', async () => {
  const failing = new Set([2, 3, 4, 5, 6, 7, 8]);
  const { id } = await ask();
  const running = await start({
    count: counting(8, (n) => {
      if (failing.delete(n)) throw new Error('once');
    }),
  });
  for (let i = 0; i < 8; i++) {
    await running.drain();
    house.clock.advance(5_000);
  }
  expect((await jobOf(id)).status).toBe('done');
  expect(await marks()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

/** Lets all pauses pass until the job has ended, for so many tries at most. */
const untilEnded = async (id: number, running: Runner, most = 200) => {
  for (let i = 0; i < most; i++) {
    await running.drain();
    if ((await jobOf(id)).status !== 'queued') return;
    house.clock.advance(600_000);
  }
};

test('a chunk that only repeats what was done before does not begin the count anew', async () => {
  let tries = 0;
  const { id } = await ask();
  const running = await start({
    count: {
      run: async (app, job) => {
        tries += 1;
        for (let done = 0; done <= 2; done++)
          await app.database.transaction((tx) => job.save(tx, { state: null, progress: { done } }));
        throw new AppError('not_ready', { ru: 'нет', en: 'no' });
      },
    },
  });
  await untilEnded(id, running);
  expect(await jobOf(id)).toMatchObject({ status: 'failed', lastError: { code: 'not_ready' } });
  // The first got on, as far as it went; five after it didn't.
  expect(tries).toBe(5);
});

test('a job that gets a little further each time and fails is given up in the end', async () => {
  let tries = 0;
  const { id } = await ask();
  const running = await start({
    count: {
      run: async (app, job) => {
        tries += 1;
        const progress = { done: tries };
        await app.database.transaction((tx) => job.save(tx, { state: null, progress }));
        throw new Error('no luck');
      },
    },
  });
  await running.drain();
  // Most of its fifty tries lie behind it.
  await house.app.db.execute(sql`update jobs set tries = 47 where id = ${id}`);
  await untilEnded(id, running);
  expect(tries).toBe(1 + 3);
  expect(await jobOf(id)).toMatchObject({ status: 'failed', lastError: { code: 'internal' } });

  await retryJob(house.app, caller, id);
  await running.drain();
  expect(tries).toBe(1 + 3 + 1);
  expect((await jobOf(id)).status).toBe('queued');
});

test('a job that saves and then ends its process each time is given up', async () => {
  const { id } = await ask();
  await house.app.db.execute(sql`
    update jobs set status = 'running', tries = 50, worker_id = ${randomUUID()} where id = ${id}`);
  await (await start({ count: counting(1) })).drain();
  expect((await jobOf(id)).status).toBe('failed');
  expect(await marks()).toEqual([]);
});

test('a stop of the process is no try that got nowhere', async () => {
  const { id } = await ask();
  for (let stops = 0; stops < 3; stops++) {
    // It may be at work before the start has returned.
    const starting: Promise<Runner> = start({
      count: counting(1_000, async (n) => void (n > 1 && (await starting).stop())),
    });
    const running = await starting;
    await running.drain();
    await running.stop();
  }
  expect(await jobOf(id)).toMatchObject({ status: 'queued', attempts: 0, tries: 0 });
});

test('what is wrong with the order itself is not tried again', async () => {
  let tries = 0;
  const { id } = await ask();
  const text = { ru: 'Файл пуст.', en: 'The file is empty.' };
  await (
    await start({
      count: counting(1, () => {
        tries += 1;
        throw new AppError('invalid_request', text);
      }),
    })
  ).drain();
  expect(tries).toBe(1);
  expect(await jobOf(id)).toMatchObject({
    status: 'failed',
    lastError: { code: 'invalid_request', ...text },
  });
});

test('a failed job that is tried again goes on from where it stood', async () => {
  let isBroken = true;
  const { id } = await ask();
  const running = await start({
    count: counting(3, (n) => {
      if (n === 3 && isBroken) throw new AppError('conflict', { ru: 'нет', en: 'no' });
    }),
  });
  await running.drain();
  expect((await jobOf(id)).status).toBe('failed');
  isBroken = false;
  await retryJob(house.app, caller, id);
  await running.drain();
  expect((await jobOf(id)).status).toBe('done');
  expect(await marks()).toEqual([1, 2, 3]);
  await expect(retryJob(house.app, caller, id)).rejects.toMatchObject({ code: 'conflict' });
});

test('a cancel takes effect between chunks: what was done stays, the rest is left', async () => {
  const { id } = await ask();
  await (
    await start({
      count: counting(5, async (n) => {
        if (n === 3) await cancelJob(house.app, caller, id);
      }),
    })
  ).drain();
  expect(await marks()).toEqual([1, 2]);
  expect((await jobOf(id)).status).toBe('cancelled');
  await expect(cancelJob(house.app, caller, id)).rejects.toMatchObject({ code: 'conflict' });
});

test('a process that is stopped gives the job back at once', async () => {
  const { id } = await ask();
  let stopped: Promise<void> | undefined;
  const running = await start({
    count: counting(1_000, (n) => {
      if (n === 2) stopped = running.stop();
    }),
  });
  await running.drain();
  await stopped;
  expect(await jobOf(id)).toMatchObject({ status: 'queued', state: 1 });
  expect(await marks()).toEqual([1]);
});

test('a job that ends its process each time is given up', async () => {
  const { id } = await ask();
  await house.app.db.execute(sql`
    update jobs set status = 'running', attempts = 5, worker_id = ${randomUUID()} where id = ${id}`);
  await (await start({ count: counting(1) })).drain();
  expect(await jobOf(id)).toMatchObject({
    status: 'failed',
    lastError: { en: expect.stringMatching(/ended several times/) },
  });
});

test('jobs of one kind run one after another, in the order they were asked for', async () => {
  const order: string[] = [];
  const slow: JobHandler = {
    run: async (_, job) => {
      order.push(`begin ${job.args && (job.args as { n: number }).n}`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`end ${(job.args as { n: number }).n}`);
      return {};
    },
  };
  for (const n of [1, 2, 3]) await ask('slow', { n });
  await (await start({ slow })).drain();
  expect(order).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
});

test('the file that a job worked on goes when it is done or cancelled', async () => {
  const { app, workspaceId } = house;
  const keep = () =>
    keepJobFile(app, workspaceId, { name: 'a.csv', type: 'text/csv' }, (f) => f.write('people'));
  const readAll = async (key: string) => {
    const parts: Buffer[] = [];
    for await (const part of readJobFile(app, workspaceId, key)) parts.push(part);
    return Buffer.concat(parts).toString();
  };
  const [done, cancelled] = [await keep(), await keep()];
  expect(await readAll(done.key)).toBe('people');
  const later = await ask('count', { file: cancelled });
  await cancelJob(app, caller, later.id);
  await ask('count', { file: done });
  await (await start({ count: counting(1) })).drain();
  await expect(readAll(done.key)).rejects.toThrow('ENOENT');
  await expect(readAll(cancelled.key)).rejects.toThrow('ENOENT');
});

test('a job of long ago is forgotten with its file', async () => {
  const { app, workspaceId } = house;
  const { id } = await ask();
  const file = await keepJobFile(
    app,
    workspaceId,
    { name: 'a', type: 'text/plain' },
    async () => {},
  );
  await (await start({ count: { run: async () => ({ file }) } })).drain();
  house.clock.advance(29 * 86_400_000);
  await forgetOldJobs(app);
  expect((await jobOf(id)).status).toBe('done');
  house.clock.advance(2 * 86_400_000);
  await forgetOldJobs(app);
  await expect(jobOf(id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(readJobFile(app, workspaceId, file.key).next()).rejects.toThrow('ENOENT');
});

test('a postponed job waits until its moment, says why, and loses no try', async () => {
  let runs = 0;
  const later = new Date(house.app.clock.now().getTime() + 60_000);
  const started = await start({
    count: {
      run: async () => {
        runs += 1;
        if (runs < 3)
          throw new JobPostponed(new Date(later.getTime() + (runs - 1) * 60_000), {
            code: 'flood_wait',
            ru: 'Надо подождать',
            en: 'It has to wait',
          });
        return { runs };
      },
    },
  });
  const { id } = await ask();
  await started.drain();
  const waiting = await jobOf(id);
  expect(waiting).toMatchObject({ status: 'queued', attempts: 0, tries: 0, dueAt: later });
  expect(waiting.lastError).toMatchObject({ code: 'flood_wait', en: 'It has to wait' });
  await started.drain();
  expect(runs).toBe(1);
  house.clock.advance(60_000);
  await started.drain();
  house.clock.advance(60_000);
  await started.drain();
  expect(await jobOf(id)).toMatchObject({ status: 'done', result: { runs: 3 }, lastError: null });
});
