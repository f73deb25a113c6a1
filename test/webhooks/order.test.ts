import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { recordEvents } from '../../server/base/events/record-events.ts';
import type { Runner } from '../../server/base/loop.ts';
import type { Caller } from '../../server/feature.ts';
import { identifyContact } from '../../server/features/contacts/identify-contact.ts';
import { startDelivering } from '../../server/features/integrations/webhooks/deliver.ts';
import { fanOut } from '../../server/features/integrations/webhooks/fan-out.ts';
import {
  findEndpoint,
  viewEndpoint,
} from '../../server/features/integrations/webhooks/find-endpoint.ts';
import { listDeliveries } from '../../server/features/integrations/webhooks/list-deliveries.ts';
import { registerEndpoint } from '../../server/features/integrations/webhooks/register-endpoint.ts';
import {
  replayDead,
  replayOne,
  replaySince,
} from '../../server/features/integrations/webhooks/replay.ts';
import {
  removeEndpoint,
  updateEndpoint,
} from '../../server/features/integrations/webhooks/update-endpoint.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

let t: TestApp;
let receiver: WebhookReceiver;
let caller: Caller;
let delivering: Runner;
let anna: number;
let boris: number;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  t = await openTestApp(undefined, { WEBHOOK_INTERNAL_ORIGINS: receiver.url });
  caller = { workspaceId: t.workspaceId, actor: { kind: 'system' }, language: 'en' };
  const know = async (username: string) =>
    (
      await t.app.database.transaction((tx) =>
        identifyContact(t.app, tx, t.workspaceId, { username }),
      )
    ).id;
  anna = await know('anna_k');
  boris = await know('boris_k');
  delivering = await startDelivering(t.app);
  await fanOut(t.app);
});
afterAll(async () => {
  await delivering?.stop();
  await t?.close();
  await receiver?.close();
});
beforeEach(() => {
  receiver.posts.length = 0;
  receiver.decide = undefined;
});
// The endpoints of one test aren't told of the next one.
afterEach(async () => {
  for (const id of registered.splice(0)) await removeEndpoint(t.app, caller, id);
});

const registered: number[] = [];
let last = 0;
/** An endpoint of the test's own that is told of one type. */
async function register(type = 'contact.opted_out') {
  const path = `/hook-${++last}`;
  const { endpoint } = await registerEndpoint(t.app, caller, {
    url: receiver.url + path,
    eventTypes: [type],
    description: '',
    isEnabled: true,
  });
  registered.push(endpoint.id);
  return { id: endpoint.id, path };
}

/** Something happens to a person, numbered. */
const happen = (contactId: number, ...numbers: number[]) =>
  t.app.database.transaction((tx) =>
    recordEvents(
      tx,
      numbers.map((n) => ({
        workspaceId: t.workspaceId,
        type: 'contact.opted_out',
        at: t.clock.now(),
        contactId,
        data: { n },
      })),
    ),
  );

/** Everything that is due is posted and settled. */
async function work() {
  await waitFor('the events to be fanned out', async () =>
    (await fanOut(t.app)) === 'nothing' ? true : undefined,
  );
  await delivering.drain();
}
async function moveTime(ms: number) {
  t.clock.advance(ms);
  await work();
}
const numbersAt = (path: string, contactId?: number) =>
  receiver.posts
    .filter((p) => p.path === path && (!contactId || p.body.data.contact.id === contactId))
    .map((p) => p.body.data.n);
const listed = (endpointId: number, status?: 'pending' | 'delivered' | 'dead') =>
  listDeliveries(t.app, t.workspaceId, { status, endpointId }, { limit: 200, beforeId: undefined });

describe('posts about one person', () => {
  test('arrive one after the other, however slow the receiver is with one of them', async () => {
    const { path } = await register();
    receiver.decide = async (post) => {
      await new Promise((resolve) => setTimeout(resolve, post.body.data.n % 2 === 0 ? 0 : 30));
      return { status: 200 };
    };
    await happen(anna, 1, 2, 3);
    await happen(boris, 10);
    await happen(anna, 4, 5);
    await work();
    expect(numbersAt(path, anna)).toEqual([1, 2, 3, 4, 5]);
    expect(numbersAt(path, boris)).toEqual([10]);
  });

  test('wait for an earlier one that failed; those about others and to others do not', async () => {
    const failing = await register();
    const well = await register();
    receiver.decide = (post) => ({
      status: post.path === failing.path && post.body.data.n === 1 ? 500 : 200,
    });
    await happen(anna, 1, 2);
    await happen(boris, 10, 11);
    await work();
    expect(numbersAt(failing.path, anna)).toEqual([1]);
    expect(numbersAt(failing.path, boris)).toEqual([10, 11]);
    expect(numbersAt(well.path, anna)).toEqual([1, 2]);

    await happen(anna, 3);
    await moveTime(4 * SECOND_MS);
    expect(numbersAt(failing.path, anna)).toEqual([1]);
    receiver.decide = undefined;
    await moveTime(SECOND_MS);
    expect(numbersAt(failing.path, anna)).toEqual([1, 1, 2, 3]);
  });

  test('go on when an earlier one is given up', async () => {
    const { id, path } = await register();
    receiver.decide = (post) => ({ status: post.body.data.n === 1 ? 500 : 200 });
    await happen(anna, 1, 2);
    await work();
    for (let hour = 0; hour < 18; hour++) await moveTime(HOUR_MS);
    expect(numbersAt(path)).not.toContain(2);
    for (let hour = 0; hour < 7; hour++) await moveTime(HOUR_MS);
    expect(numbersAt(path).at(-1)).toBe(2);
    expect((await listed(id, 'dead')).length).toBe(1);
  });

  test('that put off others leave none of them behind', async () => {
    const { id, path } = await register();
    receiver.decide = () => ({ status: 500 });
    await happen(anna, 1, 2, 3);
    await work();
    await moveTime(5 * SECOND_MS);
    await moveTime(15 * SECOND_MS);
    receiver.decide = undefined;
    await moveTime(60 * SECOND_MS);
    expect(numbersAt(path).slice(-3)).toEqual([1, 2, 3]);
    expect(await listed(id, 'pending')).toEqual([]);
  });
});

test('an endpoint that answers nothing leaves room for the others', async () => {
  const stuck = await register();
  const well = await register();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  receiver.decide = async (post) => {
    if (post.path === stuck.path) await held;
    return { status: 200 };
  };
  const people = await Promise.all(
    Array.from({ length: 250 }, (_, n) =>
      t.app.database.transaction((tx) =>
        identifyContact(t.app, tx, t.workspaceId, { telegramId: 70_000 + n }),
      ),
    ),
  );
  for (const { id } of people) await happen(id, id);
  await waitFor('the events to be fanned out', async () =>
    (await fanOut(t.app)) === 'nothing' ? true : undefined,
  );
  await waitFor('all posts to the other one', () =>
    numbersAt(well.path).length === 250 ? true : undefined,
  );
  expect(numbersAt(stuck.path).length).toBeLessThanOrEqual(100);
  release();
  await work();
  expect(numbersAt(stuck.path).length).toBe(250);
});

describe('an endpoint where nothing arrives', () => {
  const view = async (id: number) =>
    viewEndpoint(t.app, await findEndpoint(t.app.db, t.workspaceId, id));
  const wait = async (days: number) => {
    for (let hours = 0; hours < days * 24; hours += 6) await moveTime(6 * HOUR_MS);
  };

  test('for five days is disabled, which is told of with the reason', async () => {
    const { id } = await register();
    const watcher = await register('webhook.endpoint_disabled');
    receiver.decide = (post) => ({ status: post.path === watcher.path ? 200 : 500 });
    const since = t.clock.now().toISOString();
    await happen(anna, 1);
    await work();
    await wait(2);
    expect(await view(id)).toMatchObject({ enabled: true, failing_since: since });
    await wait(2);
    await happen(anna, 2);
    await wait(2);
    expect(await view(id)).toMatchObject({ enabled: false, disabled_because: 'failing' });
    const told = receiver.posts.filter((p) => p.path === watcher.path);
    expect(told.map((p) => p.body.data)).toEqual([
      { endpoint_id: id, reason: 'failing', failing_since: since },
    ]);
    await updateEndpoint(t.app, caller, id, { isEnabled: true });
    expect(await view(id)).toMatchObject({ enabled: true, failing_since: null });
  });

  test('but one post in between stays enabled', async () => {
    const { id } = await register();
    receiver.decide = () => ({ status: 500 });
    await happen(anna, 1);
    await wait(4);
    receiver.decide = undefined;
    await happen(boris, 2);
    await work();
    expect(await view(id)).toMatchObject({ enabled: true, failing_since: null });
    receiver.decide = () => ({ status: 500 });
    await happen(boris, 3);
    await wait(3);
    expect(await view(id)).toMatchObject({ enabled: true });
  });

  test('because those it was to be told of are erased is not to blame', async () => {
    const { id, path } = await register();
    const [gone] = await Promise.all([
      t.app.database.transaction((tx) =>
        identifyContact(t.app, tx, t.workspaceId, { telegramId: 666 }),
      ),
    ]);
    await happen(gone.id, 1);
    await t.app.db.execute(sql`delete from contacts where id = ${gone.id}`);
    await work();
    const [row] = await listed(id);
    expect(row?.delivery).toMatchObject({ status: 'dead', attempts: 1 });
    expect(row?.delivery.lastError).toContain('erased');
    expect(numbersAt(path)).toEqual([]);
    expect(await view(id)).toMatchObject({ failing_since: null });
  });
});

describe('posting again', () => {
  test('everything since a moment, what was missed too, once each and in order', async () => {
    const { id, path } = await register();
    await happen(anna, 1);
    await moveTime(HOUR_MS);
    const since = t.clock.now();
    await happen(anna, 2);
    await work();
    await updateEndpoint(t.app, caller, id, { isEnabled: false });
    await moveTime(SECOND_MS);
    await happen(anna, 3);
    await moveTime(SECOND_MS);
    await updateEndpoint(t.app, caller, id, { isEnabled: true });
    await happen(anna, 4);
    await moveTime(SECOND_MS);
    expect(numbersAt(path)).toEqual([1, 2, 4]);
    const idsAt = () => receiver.posts.map((p) => p.headers['webhook-id']);
    const [, secondId, fourthId] = idsAt();

    receiver.posts.length = 0;
    const replayed = await replaySince(t.app, caller, id, since, undefined);
    expect(replayed).toEqual({ replayed: 3, next: null });
    await work();
    expect(numbersAt(path)).toEqual([2, 3, 4]);
    expect(idsAt()).toEqual([secondId, expect.stringMatching(/^evt_/), fourthId]);
  });

  test('is refused while the endpoint is disabled', async () => {
    const { id } = await register();
    await happen(anna, 1);
    await work();
    await updateEndpoint(t.app, caller, id, { isEnabled: false });
    const [row] = await listed(id);
    const conflict = { code: 'conflict' };
    await expect(replaySince(t.app, caller, id, new Date(0), undefined)).rejects.toMatchObject(
      conflict,
    );
    await expect(replayDead(t.app, caller, id, undefined)).rejects.toMatchObject(conflict);
    await expect(replayOne(t.app, caller, row?.delivery.id ?? 0)).rejects.toMatchObject(conflict);
  });

  test('all dead ones stops at a bound and goes on from there', async () => {
    const { id } = await register();
    await t.app.db.execute(sql`
      insert into webhook_deliveries (workspace_id, endpoint_id, event_id, status, attempts,
        created_at, finished_at)
      select ${t.workspaceId}, ${id}, 5000000 + n, 'dead', 12, now(), now()
      from generate_series(1, 20001) n`);
    await t.app.db.execute(sql`
      update webhook_endpoints set disabled_at = now() where id <> ${id}`);
    const first = await replayDead(t.app, caller, id, undefined);
    expect(first).toEqual({ replayed: 20_000, next: expect.any(Number) });
    expect(await replayDead(t.app, caller, id, first.next)).toEqual({
      replayed: 1,
      next: undefined,
    });
    await t.app.db.execute(sql`delete from webhook_deliveries where endpoint_id = ${id}`);
  });
});
