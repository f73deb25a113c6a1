import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApiKey } from '../../server/features/workspace/api-keys.ts';
import { plans, subscriptions, workspaces } from '../../server/features/workspace/tables.ts';
import { makeChat, makePeople, promote } from '../support/chats.ts';
import { type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => stage.control.delete('/faults'));
afterAll(() => stage?.stop());

const source = { basis: 'customer', note: 'Everybody in this chat has bought from us' };

let named = 0;
const collect = (body: Record<string, unknown>) =>
  stage.server.api.post('/audiences/collect', {
    from: 'chat',
    name: `Members ${++named}`,
    source,
    ...body,
  });
const jobOf = async (id: number) => (await stage.server.api.get(`/jobs/${id}`)).body.job;
const peopleOf = async (id: number) =>
  (await stage.server.api.get(`/audiences/${id}/contacts?limit=200`)).body.contacts;

/** An account with a chat of its own. */
async function owner(members: number[], settings: Record<string, unknown> = {}) {
  const account = await stage.account();
  const chat = await makeChat(stage.control, {
    creator: account.telegramId,
    members,
    ...settings,
  });
  return { account, chat };
}

describe('An audience from a chat', () => {
  test('holds its people with the consent that was declared, and no bots or deleted ones', async () => {
    const people = await makePeople(stage.control, 5);
    const bot = await stage.control.post<{ id: number }>('/bots', {
      username: 'some_helper_bot',
      firstName: 'Helper',
    });
    const { account, chat } = await owner([...people, bot.id]);
    await stage.control.patch(`/users/${people[4]}`, { deleted: true });
    const begun = await collect({ account: account.key, chat: String(chat.id) });
    expect(begun.status).toBe(202);
    await stage.settle();
    const job = await jobOf(begun.body.job.id);
    expect(job).toMatchObject({
      status: 'done',
      result: { found: 4, added: 4, known: 0, bots: 1, deleted: 1, stopped: 0, over_limit: 0 },
      progress: { done: 6, total: 6 },
    });
    const contacts = await peopleOf(begun.body.audience_id);
    expect(contacts.map((c: { telegram_id: number }) => c.telegram_id).sort()).toEqual(
      people.slice(0, 4).sort(),
    );
    expect(contacts[0]).toMatchObject({ source: 'chat:Readers', basis: 'customer' });
    const { body } = await stage.server.api.get(`/contacts/${contacts[0].id}/evidence`);
    expect(body.consents[0].evidence).toMatchObject({
      chat: 'Readers',
      chat_id: chat.id,
      account: account.key,
      collect_job: job.id,
      ordered_by: expect.stringMatching(/^api_key:/),
    });
  });

  test('can be written to from the account that saw the people', async () => {
    const [person = 0] = await makePeople(stage.control, 1);
    const { account, chat } = await owner([person]);
    await collect({ account: account.key, chat: String(chat.id) });
    await stage.settle();
    const sent = await stage.server.api.post('/send?wait=false', {
      account_id: account.key,
      user_id: person,
      content: 'Hello',
    });
    expect(sent.status).toBeLessThan(300);
    await stage.settle();
    await stage.until('the message', async () => (await stage.textsTo(person)).length > 0);
  });

  test('adds to people known already what Telegram knows of them, and leaves the rest', async () => {
    const username = 'known_person';
    const person = await stage.control.makeUser({ firstName: 'Self', lastName: 'Named', username });
    const consent = { source: 'site', basis: 'opt_in' };
    const known = await stage.server.api.post('/contacts', {
      username,
      first_name: 'Анна',
      consent,
    });
    const { account, chat } = await owner([person]);
    const begun = await collect({ account: account.key, chat: String(chat.id) });
    await stage.settle();
    expect((await jobOf(begun.body.job.id)).result).toMatchObject({ found: 1, added: 0, known: 1 });
    const [contact] = await peopleOf(begun.body.audience_id);
    expect(contact).toMatchObject({
      id: known.body.contact.id,
      telegram_id: person,
      first_name: 'Анна',
      last_name: '',
    });
  });

  test('leaves people on the do-not-contact list where they are', async () => {
    const [stopped = 0, other = 0] = await makePeople(stage.control, 2);
    await stage.server.api.post('/do-not-contact', { user_id: stopped, reason: 'asked us' });
    const { account, chat } = await owner([stopped, other]);
    const begun = await collect({ account: account.key, chat: String(chat.id) });
    await stage.settle();
    expect((await jobOf(begun.body.job.id)).result).toMatchObject({ found: 2, stopped: 1 });
    const contacts = await peopleOf(begun.body.audience_id);
    const listed = contacts.find((c: { telegram_id: number }) => c.telegram_id === stopped);
    expect(listed.opted_out_at).not.toBeNull();
    const sent = await stage.server.api.post('/send', {
      user_id: stopped,
      content: 'Hello',
    });
    expect(sent.body.error).toBe('do_not_contact');
  });
});

describe('A chat is refused', () => {
  test('when the account is only a member of it, before anything is read', async () => {
    const account = await stage.account();
    const someone = await stage.control.makeUser({});
    const chat = await makeChat(stage.control, {
      creator: someone,
      members: [account.telegramId],
      username: 'foreign_chat',
    });
    const before = (await stage.server.api.get('/audiences')).body.audiences;
    await stage.control.delete('/calls');
    const calls = () => stage.control.get<Record<string, unknown>>('/calls');
    const refused = await collect({ account: account.key, chat: '@foreign_chat' });
    expect(refused).toMatchObject({ status: 403, body: { error: 'not_chat_admin' } });
    expect(refused.body.message).toContain('Readers');
    expect(JSON.stringify(await calls())).not.toContain('channels.getParticipants');
    expect((await stage.server.api.get('/audiences')).body.audiences).toEqual(before);
    await promote(stage.control, chat, account);
    expect((await collect({ account: account.key, chat: '@foreign_chat' })).status).toBe(202);
  });

  test('without a basis, or with one that cannot be', async () => {
    const { account, chat } = await owner([], { title: 'Of which nothing was declared' });
    const order = { account: account.key, chat: String(chat.id) };
    const without = await collect({ ...order, source: {} });
    expect(without).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const inbound = await collect({ ...order, source: { basis: 'inbound' } });
    expect(inbound).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  test('under the name of a list that there is', async () => {
    const { account, chat } = await owner([]);
    await stage.server.api.post('/audiences', { name: 'taken' });
    const again = await collect({ name: 'Taken', account: account.key, chat: String(chat.id) });
    expect(again).toMatchObject({ status: 409, body: { error: 'already_exists' } });
  });

  test('when it is closed, not there, or no chat at all', async () => {
    const account = await stage.account();
    for (const chat of ['@nobody_is_there', 'two words', '-1001234567890'])
      expect(await collect({ account: account.key, chat })).toMatchObject({
        status: 404,
        body: { error: 'not_found' },
      });
  });
});

describe('Collecting a chat', () => {
  test('waits as long as Telegram asks, and goes on where it stood', async () => {
    const { account, chat } = await owner(await makePeople(stage.control, 450));
    const begun = await collect({ account: account.key, chat: String(chat.id) });
    await stage.control.post('/faults', {
      error: 'FLOOD_WAIT_120',
      method: 'channels.getParticipants',
      times: 1,
    });
    await stage.settle();
    const waiting = await jobOf(begun.body.job.id);
    expect(waiting).toMatchObject({ status: 'queued', last_error: { error: 'flood_wait' } });
    await stage.advance(121);
    expect(await jobOf(begun.body.job.id)).toMatchObject({
      status: 'done',
      result: { found: 450, added: 450 },
    });
    const { body } = await stage.server.api.get(`/accounts/${account.key}`);
    expect(body.account.status).toBe('active');
  });

  test('goes on after a restart in its middle, and doubles nobody', async () => {
    const { account, chat } = await owner(await makePeople(stage.control, 900));
    await stage.control.post('/faults', {
      kind: 'slow',
      delayMs: 150,
      method: 'channels.getParticipants',
    });
    const begun = await collect({ account: account.key, chat: String(chat.id) });
    const { id } = begun.body.job;
    await stage.until('some pages', async () => (await jobOf(id)).progress.done >= 400);
    await stage.restart();
    await stage.until('the end', async () => {
      await stage.advance(31);
      return (await jobOf(id)).status === 'done';
    });
    expect((await jobOf(id)).result).toMatchObject({ found: 900, added: 900, known: 0 });
    const { body } = await stage.server.api.get(`/audiences/${begun.body.audience_id}`);
    expect(body.audience.size).toBe(900);
  });

  test('stops when it is cancelled, and keeps what it has', async () => {
    const { account, chat } = await owner(await makePeople(stage.control, 900));
    await stage.control.post('/faults', {
      kind: 'slow',
      delayMs: 150,
      method: 'channels.getParticipants',
    });
    const begun = await collect({ account: account.key, chat: String(chat.id) });
    const { id } = begun.body.job;
    await stage.until('a page', async () => (await jobOf(id)).progress.done >= 200);
    await stage.server.api.post(`/jobs/${id}/cancel`, {});
    await stage.settle();
    expect((await jobOf(id)).status).toBe('cancelled');
    const { body } = await stage.server.api.get(`/audiences/${begun.body.audience_id}`);
    expect(body.audience.size).toBeGreaterThanOrEqual(200);
    expect(body.audience.size).toBeLessThan(900);
  });

  test('ends when the account is no administrator any more', async () => {
    const { chat, account } = await owner([]);
    const other = await stage.account();
    await stage.control.post(`/chats/${chat.id}/members`, { userIds: [other.telegramId] });
    await promote(stage.control, chat, other);
    await stage.control.post('/faults', {
      error: 'FLOOD_WAIT_60',
      method: 'channels.getParticipants',
      times: 1,
    });
    const begun = await collect({ account: other.key, chat: String(chat.id) });
    await stage.settle();
    await stage.control.patch(`/chats/${chat.id}/members/${other.telegramId}`, {
      status: 'member',
    });
    await stage.advance(61);
    expect(await jobOf(begun.body.job.id)).toMatchObject({
      status: 'failed',
      last_error: { error: 'not_chat_admin' },
    });
    expect(account.key).not.toBe(other.key);
  });

  test.each([
    ['CHANNEL_PRIVATE', 'not_found', 'closed to the account'],
    ['CHAT_ADMIN_REQUIRED', 'not_chat_admin', 'looked after by others'],
  ])('ends with %s as %s once the chat is %s, and keeps what it has', async (code, error) => {
    const { account, chat } = await owner(await makePeople(stage.control, 900));
    const method = 'channels.getParticipants';
    await stage.control.post('/faults', { kind: 'slow', delayMs: 150, method });
    const begun = await collect({ account: account.key, chat: String(chat.id) });
    const { id } = begun.body.job;
    await stage.until('a page', async () => (await jobOf(id)).progress.done >= 200);
    await stage.control.delete('/faults');
    await stage.control.post('/faults', { error: code, method });
    await stage.settle();
    expect(await jobOf(id)).toMatchObject({ status: 'failed', last_error: { error } });
    const { body } = await stage.server.api.get(`/audiences/${begun.body.audience_id}`);
    expect(body.audience.size).toBeGreaterThanOrEqual(200);
    expect(body.audience.size).toBeLessThan(900);
  });

  test('waits for an account on a pause, and fails when it is disabled', async () => {
    const { account, chat } = await owner(await makePeople(stage.control, 3));
    await stage.control.post('/faults', {
      error: 'FLOOD_WAIT_60',
      method: 'channels.getParticipants',
      times: 1,
    });
    const begun = await collect({ account: account.key, chat: String(chat.id) });
    await stage.settle();
    await stage.server.api.patch(`/accounts/${account.key}`, { disabled: true });
    await stage.advance(61);
    expect(await jobOf(begun.body.job.id)).toMatchObject({
      status: 'failed',
      last_error: { error: 'account_unavailable' },
    });
  });
});

describe('The limit of the plan', () => {
  let shared: Stage;
  beforeEach(async () => {
    shared = stage;
    stage = await startStage();
  });
  afterEach(async () => {
    await stage.stop();
    stage = shared;
  });

  /** A plan of so many people in one audience, sold by the workspace to itself. */
  async function allow(most: number): Promise<void> {
    const { app } = stage.server;
    const { workspaceId } = stage;
    await app.db.insert(plans).values({
      workspaceId,
      code: 'small',
      nameRu: 'Малый',
      nameEn: 'Small',
      days: 30,
      stars: 0,
      maxAccounts: 5,
      maxAudience: most,
      maxRunningCampaigns: 1,
      campaignCooldownMinutes: 0,
    });
    const startedAt = app.clock.now();
    const endsAt = new Date(startedAt.getTime() + 30 * 86_400_000);
    await app.db
      .insert(subscriptions)
      .values({ workspaceId, sellerId: workspaceId, plan: 'small', startedAt, endsAt });
  }

  test('ends a collection, which keeps what it has and tells how many found no room', async () => {
    await allow(250);
    const { account, chat } = await owner(await makePeople(stage.control, 700));
    const begun = await collect({ account: account.key, chat: String(chat.id) });
    await stage.settle();
    expect(await jobOf(begun.body.job.id)).toMatchObject({
      status: 'done',
      result: { found: 399, added: 250, over_limit: 450 },
    });
    const { body } = await stage.server.api.get(`/audiences/${begun.body.audience_id}`);
    expect(body.audience).toMatchObject({ size: 250, warning: expect.any(String) });
  });

  test('holds for those who wrote, too', async () => {
    await allow(1);
    const account = await stage.account();
    const { people } = await stage.audience(2);
    for (const person of people) await stage.write(person, account, 'Hello there');
    const begun = await collect({ from: 'wrote', source: undefined });
    await stage.settle();
    expect((await jobOf(begun.body.job.id)).result).toMatchObject({ added: 1, over_limit: 1 });
  });
});

describe('An audience of those who wrote', () => {
  test('holds whoever wrote to an account since a moment, and nobody else', async () => {
    const [first, second] = [await stage.account(), await stage.account()];
    const { people } = await stage.audience(4);
    const [early, late, other] = people;
    if (!early || !late || !other) throw new Error('nobody is there');
    await stage.write(early, first, 'Good morning');
    await stage.advance(3_600);
    const since = stage.server.clock.now().toISOString();
    await stage.write(late, first, 'Good day');
    await stage.write(other, second, 'Hi');
    const ask = async (name: string, body: object) => {
      const begun = await collect({ from: 'wrote', name, source: undefined, ...body });
      expect(begun.status).toBe(202);
      await stage.settle();
      const contacts = await peopleOf(begun.body.audience_id);
      return contacts.map((c: { id: number }) => c.id);
    };
    expect(await ask('All', {})).toEqual([early, late, other].map((p) => p.contactId));
    expect(await ask('Since', { since })).toEqual([late, other].map((p) => p.contactId));
    expect(await ask('To one', { account: first.key })).toEqual(
      [early, late].map((p) => p.contactId),
    );
  });
});

describe('The chats of an account', () => {
  const chatsOf = (key: string, query = '') =>
    stage.server.api.get(`/accounts/${key}/chats${query}`);

  test('are asked of Telegram once, and anew when somebody wants it', async () => {
    const { account, chat } = await owner([], { title: 'First' });
    const first = await chatsOf(account.key);
    expect(first.body.chats).toMatchObject([
      {
        id: String(chat.id),
        kind: 'supergroup',
        title: 'First',
        place: 'creator',
        may_invite: true,
      },
    ]);
    await makeChat(stage.control, {
      creator: account.telegramId,
      title: 'Second',
      kind: 'channel',
    });
    await stage.control.delete(`/chats/${chat.id}`);
    expect((await chatsOf(account.key)).body).toEqual(first.body);
    await stage.advance(60);
    const anew = await chatsOf(account.key, '?refresh=true');
    expect(anew.body.chats).toMatchObject([{ title: 'Second', kind: 'channel' }]);
    expect(anew.body.seen_at > first.body.seen_at).toBe(true);
  });

  test('can be none', async () => {
    const account = await stage.account();
    expect((await chatsOf(account.key)).body).toMatchObject({ chats: [], next: null });
  });

  test('are not there for an account without a connection', async () => {
    const account = await stage.account();
    await stage.server.api.patch(`/accounts/${account.key}`, { disabled: true });
    expect(await chatsOf(account.key)).toMatchObject({
      status: 409,
      body: { error: 'account_unavailable' },
    });
  });
});

test('Another workspace sees and reaches nothing of all this', async () => {
  const { app } = stage.server;
  const { account, chat } = await owner(await makePeople(stage.control, 3));
  const begun = await collect({ account: account.key, chat: String(chat.id) });
  await stage.settle();
  const [other] = await app.db
    .insert(workspaces)
    .values({ name: 'Other', language: 'en', timeZone: 'UTC', createdAt: app.clock.now() })
    .returning();
  const { token } = await createApiKey(
    app,
    { workspaceId: other?.id ?? 0, actor: { kind: 'system' }, language: 'en' },
    { name: 'other', role: 'owner' },
  );
  const api = stage.server.api.as(token);
  const order = { from: 'chat', name: 'Taken', source, account: account.key };
  expect((await api.get(`/accounts/${account.key}/chats`)).status).toBe(404);
  expect((await api.post('/audiences/collect', { ...order, chat: String(chat.id) })).status).toBe(
    404,
  );
  expect((await api.get(`/audiences/${begun.body.audience_id}`)).status).toBe(404);
  expect((await api.get(`/jobs/${begun.body.job.id}`)).status).toBe(404);
  const wrote = await api.post('/audiences/collect', { from: 'wrote', name: 'Nobody' });
  await stage.settle();
  expect((await api.get(`/audiences/${wrote.body.audience_id}`)).body.audience.size).toBe(0);
  const rows = await app.db.execute(sql`
    select 1 from contacts where workspace_id = ${other?.id ?? 0}`);
  expect((rows as unknown as { rows: unknown[] }).rows).toEqual([]);
});

test('A chat of more people than one page holds is collected whole', async () => {
  const { account, chat } = await owner([]);
  const userIds = await makePeople(stage.control, 1_500);
  await stage.control.post(`/chats/${chat.id}/members`, { userIds });
  const begun = await collect({ account: account.key, chat: String(chat.id) });
  await stage.settle();
  const { result } = await jobOf(begun.body.job.id);
  expect(result).toMatchObject({ found: 1_500, added: 1_500, known: 0 });
});
