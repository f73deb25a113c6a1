import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { int, selectRow, selectRows, time } from '../../server/base/db/rows.ts';
import type { TestAccount } from '../support/accounts.ts';
import { type Campaigns, campaignsOf, forgetLaunches } from '../support/campaigns.ts';
import { type Person, type Stage, startStage } from '../support/stage.ts';

const TEN_MINUTES = 600;
/** Whoever would ask again, instead of looking, is told off. */
const INVITES_REFUSED = { method: 'channels.inviteToChannel', error: 'PEER_FLOOD' };

let stage: Stage;
let campaigns: Campaigns;
let account: TestAccount;
let chat: { id: number };

beforeAll(async () => {
  stage = await startStage({ MAX_DAILY_ACTIVE: '50' });
  campaigns = campaignsOf(stage);
});
afterAll(() => stage?.stop());
beforeEach(async () => {
  await stage.server.api.patch('/settings', { invite_delay: 0 });
  account = await stage.account();
  chat = await makeChat(account);
});
afterEach(async () => {
  await stage.control.delete('/faults');
  await campaigns.endAll();
  expect(await campaigns.miscounted()).toEqual([]);
});

/** A chat that an account made. */
const makeChat = (owner: TestAccount, change: Record<string, unknown> = {}) =>
  stage.control.post<{ id: number }>('/chats', {
    kind: 'supergroup',
    title: 'Readers of the spring',
    creator: owner.telegramId,
    ...change,
  });

/** The condition that a message invites into the chat of this test. */
const isHere = () => sql`(chat ->> 'chatId')::bigint = ${chat.id}`;

const membersOf = async (chatId: number): Promise<number[]> => {
  const { members } = await stage.control.get<{
    members: { userId: number; status: string }[];
  }>(`/chats/${chatId}/members?limit=1000`);
  return members.filter((m) => m.status !== 'left').map((m) => m.userId);
};

const isIn = async ({ telegramId }: Person, chatId = chat.id) =>
  (await membersOf(chatId)).includes(telegramId);

const forbidAdding = ({ telegramId }: Person) =>
  stage.control.patch(`/users/${telegramId}`, { privacy: { chatInvite: 'nobody' } });

const invited = async (id: number) =>
  (await stage.server.api.get(`/campaigns/${id}/results`)).body.invites;

const linkIn = (text: string | undefined) => {
  const [link] = /https:\/\/t\.me\/\+[\w-]+/.exec(text ?? '') ?? [];
  if (!link) throw new Error(`there is no link in ${text}`);
  return link;
};

const launch = async (
  audience: Parameters<Campaigns['launch']>[0],
  invite: Record<string, unknown>,
  text = 'Come and read with us',
) =>
  campaigns.launch(audience, {
    script_id: await campaigns.script(text),
    accounts: [account.key],
    invite: { chat: chat.id, ...invite },
  });

describe('a campaign that invites by link', () => {
  test('sends the account’s own link, where the text has it and else at its end', async () => {
    const audience = await stage.audience(2);
    const [one, other] = audience.people as [Person, Person];
    await launch(audience, { way: 'link' });
    const [said] = await stage.textsTo(one.telegramId);
    expect(said).toMatch(/^Come and read with us\n\nhttps:\/\/t\.me\/\+/);
    expect(linkIn((await stage.textsTo(other.telegramId))[0])).toBe(linkIn(said));

    const later = await stage.audience(1);
    await launch(later, { way: 'link' }, 'Our chat: {{ invite_link }}. See you!');
    const [put] = await stage.textsTo((later.people[0] as Person).telegramId);
    expect(put).toMatch(/^Our chat: https:\/\/t\.me\/\+[\w-]+\. See you!$/);
    expect(linkIn(put)).not.toBe(linkIn(said));
  });

  test('notices who came, and reminds them of nothing', async () => {
    const audience = await stage.audience(2);
    const [one, other] = audience.people as [Person, Person];
    const id = await launch(audience, { way: 'link' });
    const link = linkIn((await stage.textsTo(one.telegramId))[0]);
    await stage.control.post(`/users/${one.telegramId}/join`, { link });
    const passerBy = await stage.control.makeUser({ firstName: 'Passer-by' });
    await stage.control.post(`/users/${passerBy}/join`, { link });
    await stage.advance(TEN_MINUTES + 60);
    await stage.advance(1);
    const targets = await campaigns.targets(id);
    expect(targets.get(one.contactId)).toMatchObject({
      status: 'converted',
      why: 'The person came to the chat by the link.',
    });
    expect(targets.get(other.contactId)).toMatchObject({ status: 'active' });
    expect(await invited(id)).toMatchObject({
      added: 0,
      link_sent: 2,
      joined: 1,
      joined_in_all: 2,
      accounts: [{ account_id: account.key, link, joined: 2, lost_because: null }],
    });
  });
});

describe('a campaign that adds', () => {
  test('brings people in without a word, and is done', async () => {
    const audience = await stage.audience(3);
    const id = await launch(audience, { way: 'add' });
    await stage.advance(60);
    for (const person of audience.people) {
      expect(await isIn(person)).toBe(true);
      expect(await stage.textsTo(person.telegramId)).toEqual([]);
    }
    expect(await invited(id)).toMatchObject({ added: 3, refused: 0, link_sent: 0 });
    expect(await campaigns.read(id)).toMatchObject({
      status: 'done',
      invite: { chat: chat.id, title: 'Readers of the spring', way: 'add', fallback_to_link: true },
      progress: { total: 3, converted: 3 },
    });
  });

  test('works for channels and basic groups too', async () => {
    for (const kind of ['channel', 'group']) {
      chat = await makeChat(account, { kind });
      const audience = await stage.audience(1);
      await launch(audience, { way: 'add' });
      await stage.advance(60);
      expect(await isIn(audience.people[0] as Person), kind).toBe(true);
    }
  });

  test('sends the link, once, to who doesn’t let themselves be added', async () => {
    const audience = await stage.audience(2);
    const [closed, open] = audience.people as [Person, Person];
    await forbidAdding(closed);
    const id = await launch(audience, { way: 'add' });
    await stage.advance(60);
    await stage.advance(60);
    expect(await isIn(open)).toBe(true);
    expect(await isIn(closed)).toBe(false);
    const said = await stage.textsTo(closed.telegramId);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^Come and read with us\n\nhttps:/);
    expect(await invited(id)).toMatchObject({ added: 1, refused: 1, link_sent: 1, joined: 0 });
    await stage.control.post(`/users/${closed.telegramId}/join`, { link: linkIn(said[0]) });
    await stage.advance(TEN_MINUTES + 60);
    await stage.advance(1);
    expect((await campaigns.targets(id)).get(closed.contactId)).toMatchObject({
      status: 'converted',
    });
  });

  test('leaves them be where the campaign doesn’t want that', async () => {
    const audience = await stage.audience(1);
    const [closed] = audience.people as [Person];
    await forbidAdding(closed);
    const id = await launch(audience, { way: 'add', fallback_to_link: false });
    await stage.advance(60);
    expect(await stage.textsTo(closed.telegramId)).toEqual([]);
    expect((await campaigns.targets(id)).get(closed.contactId)).toMatchObject({
      status: 'failed',
      why: 'The person does not let themselves be added to chats.',
    });
  });

  test('passes over who asked not to be written to, and who gave no consent', async () => {
    const audience = await stage.audience(1);
    const [stopped] = audience.people as [Person];
    await stage.server.api.post('/do-not-contact', { username: stopped.username });
    const stranger = await stage.audience(1, { hasConsent: false });
    await stage.server.api.post(`/audiences/${audience.id}/members`, {
      contact_ids: stranger.people.map((p) => p.contactId),
    });
    await launch(audience, { way: 'add' });
    await stage.advance(60);
    expect(await isIn(stopped)).toBe(false);
    expect(await isIn(stranger.people[0] as Person)).toBe(false);
  });

  test('asks nobody a second time into the same chat, not even who left it', async () => {
    const audience = await stage.audience(1);
    const [person] = audience.people as [Person];
    await launch(audience, { way: 'add' });
    await stage.advance(60);
    await stage.control.post(`/users/${person.telegramId}/leave`, { chat: chat.id });
    const again = await launch(audience, { way: 'add' });
    await stage.advance(60);
    expect(await isIn(person)).toBe(false);
    expect((await campaigns.targets(again)).get(person.contactId)).toMatchObject({
      status: 'left_out',
      why: 'This person has been invited into this chat before.',
    });
  });

  test('keeps a distance between two invites of an account', async () => {
    await stage.server.api.patch('/settings', { invite_delay: 120 });
    const audience = await stage.audience(3);
    await launch(audience, { way: 'add' });
    for (let minute = 0; minute < 8; minute++) await stage.advance(60);
    expect(await membersOf(chat.id)).toHaveLength(4);
    const sent = await selectRows(
      stage.server.app.db,
      { at: time },
      sql`select sent_at as at from messages
          where type = 'invite' and status = 'sent' and ${isHere()}
          order by sent_at desc limit 3`,
    );
    const [third = 0, second = 0, first = 0] = sent.map(({ at }) => at.getTime() / 1_000);
    expect(third - second).toBeGreaterThanOrEqual(120);
    expect(second - first).toBeGreaterThanOrEqual(120);
  });

  test('keeps still while it is paused, and adds nobody after it was ended', async () => {
    await stage.server.api.patch('/settings', { invite_delay: 120 });
    const audience = await stage.audience(4);
    const id = await launch(audience, { way: 'add' });
    await campaigns.act(id, 'pause');
    await stage.advance(600);
    expect(await membersOf(chat.id)).toHaveLength(2);
    await campaigns.act(id, 'resume');
    await stage.advance(1);
    expect(await membersOf(chat.id)).toHaveLength(3);
    await campaigns.act(id, 'finish');
    await stage.advance(600);
    expect(await membersOf(chat.id)).toHaveLength(3);
  });
});

describe('who is in the chat already', () => {
  const LOOK = 'channels.getParticipant';
  const looks = async () => {
    const { calls } = await stage.control.get<{
      calls: { method: string; userId: number; count: number }[];
    }>('/calls');
    const own = calls.find((c) => c.method === LOOK && c.userId === account.telegramId);
    return own?.count ?? 0;
  };
  const put = (person: Person) =>
    stage.control.post(`/chats/${chat.id}/members`, { userIds: [person.telegramId] });

  test.each([['link'], ['add']])('is not invited by %s, and told of as there', async (way) => {
    const audience = await stage.audience(3);
    const [there, ...others] = audience.people as [Person, Person, Person];
    await put(there);
    const before = await looks();
    const id = await launch(audience, { way });
    for (let minute = 0; minute < 4; minute++) await stage.advance(90);
    expect(await stage.textsTo(there.telegramId)).toEqual([]);
    expect((await campaigns.targets(id)).get(there.contactId)).toMatchObject({
      status: 'left_out',
      why: 'The person is in this chat already.',
    });
    expect(await invited(id)).toMatchObject({
      already_there: 1,
      banned_there: 0,
      added: way === 'add' ? 2 : 0,
      link_sent: way === 'link' ? 2 : 0,
    });
    for (const other of others)
      expect((await stage.textsTo(other.telegramId)).length).toBe(way === 'link' ? 1 : 0);
    expect((await looks()) - before).toBe(3);
  });

  test('is found in a basic group too', async () => {
    chat = await makeChat(account, { kind: 'group' });
    const audience = await stage.audience(2);
    const [there, other] = audience.people as [Person, Person];
    await put(there);
    const id = await launch(audience, { way: 'link' });
    await stage.advance(120);
    expect(await stage.textsTo(there.telegramId)).toEqual([]);
    expect(await stage.textsTo(other.telegramId)).toHaveLength(1);
    expect(await invited(id)).toMatchObject({ already_there: 1, link_sent: 1 });
  });

  test('is told apart from who is banned there, who is sent nothing either', async () => {
    const audience = await stage.audience(2);
    const [banned, other] = audience.people as [Person, Person];
    await put(banned);
    await stage.control.patch(`/chats/${chat.id}/members/${banned.telegramId}`, {
      status: 'kicked',
    });
    const id = await launch(audience, { way: 'add' });
    await stage.advance(60);
    expect(await isIn(other)).toBe(true);
    expect(await stage.textsTo(banned.telegramId)).toEqual([]);
    expect((await campaigns.targets(id)).get(banned.contactId)).toMatchObject({
      status: 'left_out',
      why: 'The person is banned in this chat, and was not invited.',
    });
    expect(await invited(id)).toMatchObject({ already_there: 0, banned_there: 1, added: 1 });
  });

  test('is told apart from who left by themselves, who is not pulled back', async () => {
    const audience = await stage.audience(1);
    const [gone] = audience.people as [Person];
    await put(gone);
    await stage.control.post(`/users/${gone.telegramId}/leave`, { chat: chat.id });
    const id = await launch(audience, { way: 'add', fallback_to_link: false });
    await stage.advance(60);
    expect(await isIn(gone)).toBe(false);
    expect((await campaigns.targets(id)).get(gone.contactId)).toMatchObject({
      status: 'failed',
      why: 'The person once left this chat: only a mutual contact could add them again.',
    });
    expect(await invited(id)).toMatchObject({ refused: 1, left_before: 1 });
  });

  test('is asked for one at a time, when the invite is about to leave', async () => {
    await stage.server.api.patch('/settings', { invite_delay: 600 });
    const before = await looks();
    await launch(await stage.audience(4), { way: 'add' });
    await stage.advance(1);
    expect((await looks()) - before).toBeLessThanOrEqual(2);
  });

  test('is asked for later where Telegram asks to wait, and nobody is lost by it', async () => {
    const audience = await stage.audience(3);
    await stage.control.post('/faults', { method: LOOK, error: 'FLOOD_WAIT_900' });
    const id = await launch(audience, { way: 'add' });
    await stage.advance(600);
    expect(await invited(id)).toMatchObject({ added: 0 });
    expect((await stage.server.api.get(`/accounts/${account.key}`)).body.account).toMatchObject({
      status: 'active',
    });
    await stage.control.delete('/faults');
    await stage.advance(301);
    expect(await invited(id)).toMatchObject({ added: 3, refused: 0 });
  });

  test('cannot be asked for by an account that lost its right: its people go to others', async () => {
    const other = await stage.account();
    await stage.control.post(`/chats/${chat.id}/members`, { userIds: [other.telegramId] });
    await stage.control.patch(`/chats/${chat.id}/members/${other.telegramId}`, {
      status: 'admin',
      rights: ['inviteUsers'],
    });
    await stage.control.post('/faults', {
      method: LOOK,
      error: 'CHAT_ADMIN_REQUIRED',
      userId: other.telegramId,
    });
    const audience = await stage.audience(4);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('Come'),
      accounts: [account.key, other.key],
      invite: { chat: chat.id, way: 'link' },
    });
    for (let minute = 0; minute < 6; minute++) await stage.advance(95);
    expect(await invited(id)).toMatchObject({ link_sent: 4 });
    const { accounts } = (await invited(id)) as {
      accounts: { account_id: string; lost_because: string | null }[];
    };
    expect(accounts.find((a) => a.account_id === other.key)?.lost_because).toBeTruthy();
  });
});

describe('the right to invite', () => {
  test('is looked at for every account before anybody is written to', async () => {
    const other = await stage.account();
    const audience = await stage.audience(1);
    const id = await campaigns.draft(audience, {
      script_id: await campaigns.script('Come'),
      accounts: [account.key, other.key],
      invite: { chat: chat.id, way: 'link' },
    });
    await forgetLaunches(stage);
    const refused = await campaigns.act(id, 'launch');
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ error: 'cannot_invite' });
    expect(refused.body.message).toContain(other.key);
    expect(refused.body.message).not.toContain(`${account.key}:`);
    expect(await campaigns.read(id)).toMatchObject({ status: 'draft' });

    await stage.control.post(`/chats/${chat.id}/members`, { userIds: [other.telegramId] });
    await stage.control.patch(`/chats/${chat.id}/members/${other.telegramId}`, {
      status: 'admin',
      rights: ['inviteUsers'],
    });
    expect((await campaigns.act(id, 'launch')).body).toMatchObject({ success: true });
  });

  test('that one account loses leaves its people to the others', async () => {
    const other = await stage.account();
    await stage.control.post(`/chats/${chat.id}/members`, { userIds: [other.telegramId] });
    await stage.control.patch(`/chats/${chat.id}/members/${other.telegramId}`, {
      status: 'admin',
      rights: ['inviteUsers'],
    });
    await stage.server.api.patch('/settings', { invite_delay: 60 });
    const audience = await stage.audience(5);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('Come'),
      accounts: [account.key, other.key],
      invite: { chat: chat.id, way: 'add' },
    });
    await stage.control.patch(`/chats/${chat.id}/members/${other.telegramId}`, {
      status: 'kicked',
    });
    for (let minute = 0; minute < 6; minute++) await stage.advance(95);
    expect(await invited(id)).toMatchObject({ added: 5, refused: 0 });
    const accounts = (await invited(id)).accounts as {
      account_id: string;
      lost_because: unknown;
    }[];
    expect(accounts.find((a) => a.account_id === other.key)?.lost_because).toContain(
      'may not invite into this chat any more',
    );
    expect(await campaigns.read(id)).toMatchObject({ status: 'done' });
  });

  test('that the last account loses pauses the campaign, and giving it back lets it go on', async () => {
    const owner = await stage.account();
    chat = await makeChat(owner, { members: [account.telegramId] });
    const setRight = (status: string, rights?: string[]) =>
      stage.control.patch(`/chats/${chat.id}/members/${account.telegramId}`, {
        status,
        ...(rights && { rights }),
      });
    await setRight('admin', ['inviteUsers']);
    await stage.server.api.patch('/settings', { invite_delay: 1_200 });
    const audience = await stage.audience(3);
    const id = await launch(audience, { way: 'add' });
    // A plain member could still add people: the product asks whether it is an administrator.
    await setRight('member');
    await stage.advance(TEN_MINUTES + 60);
    await stage.advance(60);
    expect(await campaigns.read(id)).toMatchObject({
      status: 'paused',
      paused_by: 'no_accounts',
      progress: { converted: 1, planned: 2 },
    });
    await setRight('admin', ['inviteUsers']);
    expect((await campaigns.act(id, 'resume')).body).toMatchObject({ success: true });
    await stage.advance(1_800);
    await stage.advance(1_800);
    expect(await invited(id)).toMatchObject({ added: 3 });
  });
});

describe('what is asked wrongly', () => {
  test.each([
    ['no chat', { way: 'link' }],
    ['a chat that is a person', { chat: 42, way: 'link' }],
    ['an unknown way', { chat: -100, way: 'push' }],
    ['something else beside', { chat: -100, way: 'link', silently: true }],
  ])('%s is refused', async (_, invite) => {
    const audience = await stage.audience(1);
    const answer = await stage.server.api.post('/campaigns', {
      name: 'Wrong',
      audience_id: audience.id,
      script_id: await campaigns.script('Come'),
      invite,
    });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
  });

  test('a chat that there isn’t is told of at the launch', async () => {
    const audience = await stage.audience(1);
    const id = await campaigns.draft(audience, {
      script_id: await campaigns.script('Come'),
      accounts: [account.key],
      invite: { chat: -1_009_999_999_999, way: 'link' },
    });
    await forgetLaunches(stage);
    expect((await campaigns.act(id, 'launch')).body).toMatchObject({ error: 'cannot_invite' });
  });

  test('where to can’t be changed once people have been asked', async () => {
    const id = await launch(await stage.audience(1), { way: 'link' });
    const answer = await stage.server.api.patch(`/campaigns/${id}`, { invite: null });
    expect([answer.status, answer.body.error]).toEqual([409, 'conflict']);
  });
});

test('an invite whose answer was lost adds nobody twice, and is told as done', async () => {
  const audience = await stage.audience(2);
  await stage.control.post('/faults', {
    method: 'channels.inviteToChannel',
    kind: 'crash',
    times: 1,
  });
  const id = await launch(audience, { way: 'add' });
  await stage.advance(60);
  expect(await invited(id)).toMatchObject({ added: 2, refused: 0 });
  for (const person of audience.people) expect(await stage.textsTo(person.telegramId)).toEqual([]);
});

test.each([
  ['a moment ago', 0],
  ['long ago', 10],
])(
  'an invite whose process ended %s is brought to its end without a second one',
  async (_, minutes) => {
    const audience = await stage.audience(1);
    const id = await launch(audience, { way: 'add' });
    await stage.advance(60);
    // As a process leaves it that dies between Telegram's answer and writing it down.
    await stage.server.app.db.execute(sql`
    update messages set status = 'sending', sent_at = null,
      passed_at = passed_at - ${minutes} * interval '1 minute'
    where type = 'invite' and ${isHere()}`);
    const [person] = audience.people as [Person];
    if (minutes > 0) await stage.control.post(`/faults`, INVITES_REFUSED);
    await stage.advance(60);
    expect(await isIn(person)).toBe(true);
    expect(await stage.textsTo(person.telegramId)).toEqual([]);
    expect(await invited(id)).toMatchObject({ added: 1, refused: 0, link_sent: 0 });
    const { n } = (await selectRow(
      stage.server.app.db,
      { n: int },
      sql`select count(*) as n from messages where type = 'invite' and status = 'sent' and ${isHere()}`,
    )) ?? { n: 0 };
    expect(n).toBe(1);
  },
);
