import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ControlClient } from '../../emulator/test/control-client.ts';
import { type BoxMessage, readBox, startBox } from './support/box-process.ts';
import { addAccounts, makePeople, type Person, type ProvedAccount } from './support/cast.ts';
import { type Proof, type Stage, some, type Verdict } from './support/proof.ts';
import {
  type Answer,
  callServer,
  createServerProcess,
  type ServerProcess,
} from './support/server-process.ts';
import { until } from './support/wait.ts';

const KILLS = 4;
const ACCOUNTS = 4;
/** What an account may begin with in a day: not everybody has their turn. */
const LIMIT = 12;
const PEOPLE = 64;
/** The first so many are in the chat already, and the next don't let themselves be added. */
const THERE = 6;
const CLOSED = 6;
const SETTLE_LIMIT_MS = 120_000;

export const killDuringInvites: Proof = {
  name: 'kill-during-invites',
  run: proveInvites,
};

/**
 * Kills the server at random moments of two campaigns that invite, one by link and one by adding.
 * Nobody is invited twice, nobody is lost, and no account begins with more people than it may.
 */
async function proveInvites(stage: Stage): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const way of ['link', 'add'] as const) verdicts.push(await proveOne(stage, way));
  return {
    shown: verdicts.map((v) => v.shown).join('; '),
    wrongs: verdicts.flatMap((v) => v.wrongs),
  };
}

async function proveOne(stage: Stage, way: 'link' | 'add'): Promise<Verdict> {
  const { random, say, defer } = stage;
  const { address, control } = await startBox(stage);
  const server = await createServerProcess(join(stage.folder, way), {
    TELEGRAM_EMULATOR: address,
    MAX_DAILY_ACTIVE: String(LIMIT),
  });
  defer(() => server.kill());
  await server.start();
  const people = await makePeople(control, PEOPLE);
  const accounts = await addAccounts(control, server, ACCOUNTS);
  const chat = await makeChat(control, accounts, people);
  await slowDown(control);
  await launch(server, people, { chat, way });
  const invited = async () => (await readInvited(control, chat, people)).count;
  for (let kills = 1; kills <= KILLS; kills++) {
    if (!server.url()) await server.start();
    const before = await invited();
    await until('an invite', 30_000, async () => (await invited()) > before || undefined).catch(
      () => undefined,
    );
    await pause(random.between(0, 300));
    await server.kill();
    say(`${way}, kill ${kills}: ${await invited()} invited`);
  }
  await server.start();
  await control.delete('/faults');
  const progress = await untilQuiet(server);
  const wrongs = judge(way, people, accounts, await readInvited(control, chat, people));
  const { planned, failed, stopped, left_out: leftOut } = progress;
  const waits = PEOPLE - THERE - ACCOUNTS * LIMIT;
  if (planned !== waits) wrongs.push(`${planned} wait for tomorrow, not ${waits}`);
  if (leftOut !== THERE) wrongs.push(`${leftOut} are left out, not the ${THERE} in the chat`);
  if (failed + stopped > 0) wrongs.push(`${failed} failed and ${stopped} stopped`);
  return {
    shown: `by ${way}: ${KILLS} kills, ${await invited()} invited once, ${planned} wait for tomorrow`,
    wrongs: wrongs.map((wrong) => `${way}: ${wrong}`),
  };
}

async function makeChat(
  control: ControlClient,
  accounts: readonly ProvedAccount[],
  people: readonly Person[],
): Promise<number> {
  const [owner, ...others] = accounts;
  if (!owner) throw new Error('no account was added');
  const { id } = await control.post<{ id: number }>('/chats', {
    kind: 'supergroup',
    title: 'Readers',
    creator: owner.telegramId,
    members: [...others, ...people.slice(0, THERE)].map((p) => p.telegramId),
  });
  for (const { telegramId } of others)
    await control.patch(`/chats/${id}/members/${telegramId}`, {
      status: 'admin',
      rights: ['inviteUsers'],
    });
  for (const { telegramId } of people.slice(THERE, THERE + CLOSED))
    await control.patch(`/users/${telegramId}`, { privacy: { chatInvite: 'nobody' } });
  return id;
}

/** Answers are late or lost, so that every kill finds something under way. */
async function slowDown(control: ControlClient): Promise<void> {
  for (const method of ['messages.sendMessage', 'channels.inviteToChannel']) {
    await control.post('/faults', { kind: 'crash', method, share: 0.05 });
    await control.post('/faults', { kind: 'slow', method, delayMs: 700 });
  }
  await control.post('/faults', {
    kind: 'slow',
    method: 'channels.getParticipant',
    share: 0.5,
    delayMs: 300,
  });
}

async function launch(
  server: ServerProcess,
  people: readonly Person[],
  invite: { chat: number; way: 'link' | 'add' },
): Promise<void> {
  const form = new FormData();
  const rows = ['username', ...people.map((p) => p.username)].join('\n');
  form.set('file', new Blob([rows], { type: 'text/csv' }), 'people.csv');
  const source = { name: 'proof', basis: 'opt_in' };
  form.set('options', JSON.stringify({ source, audience: 'Everybody' }));
  const started = must(await callServer(server, 'POST', '/contacts/import', form));
  await until('the people to be brought in', 60_000, async () => {
    const { body } = await callServer(server, 'GET', `/jobs/${started.body.job.id}`);
    return body.job?.status === 'done' || undefined;
  });
  const stages = [{ content: 'Come to {{ invite_link }}' }];
  const script = must(await callServer(server, 'POST', '/scripts', { name: 'Proof', stages }));
  const drafted = must(
    await callServer(server, 'POST', '/campaigns', {
      name: 'Proof',
      audience_id: 1,
      script_id: script.body.script.id,
      schedule: { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] },
      error_share: 1,
      invite,
    }),
  );
  must(await callServer(server, 'POST', `/campaigns/${drafted.body.campaign.id}/launch`));
}

function must(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** Whom each account invited: by a message with a link, and into the chat. */
type Invited = { messages: BoxMessage[]; inviters: Map<number, number>; count: number };

async function readInvited(
  control: ControlClient,
  chat: number,
  people: readonly Person[],
): Promise<Invited> {
  const ids = new Set(people.slice(THERE).map((p) => p.telegramId));
  const messages = (await readBox(control)).filter((m) => m.text.startsWith('Come to'));
  const { members } = await control.get<{
    members: { userId: number; inviter: number; present: boolean }[];
  }>(`/chats/${chat}/members?limit=1000`);
  const own = members.filter((m) => m.present && ids.has(m.userId));
  const inviters = new Map(own.map((m) => [m.userId, m.inviter]));
  return { messages, inviters, count: messages.length + own.length };
}

/** Resolves when nothing is on its way and those who wait, wait for tomorrow. */
function untilQuiet(server: ServerProcess): Promise<Record<string, number> & Progress> {
  return until('everybody to have had their turn', SETTLE_LIMIT_MS, async () => {
    await pause(500);
    const { body } = await callServer(server, 'GET', '/campaigns/1');
    const { progress } = body.campaign;
    const begun = progress.active + progress.converted + progress.completed;
    return progress.queued === 0 && begun >= ACCOUNTS * LIMIT ? progress : undefined;
  });
}

type Progress = { planned: number; failed: number; stopped: number; left_out: number };

function judge(
  way: 'link' | 'add',
  people: readonly Person[],
  accounts: readonly ProvedAccount[],
  { messages, inviters }: Invited,
): string[] {
  const wrongs: string[] = [];
  const told = new Map<number, number>();
  for (const { to } of messages) told.set(to, (told.get(to) ?? 0) + 1);
  const twice = people.filter((p) => (told.get(p.telegramId) ?? 0) > 1);
  if (twice.length > 0) wrongs.push(`twice: ${some(twice.map((p) => p.username))}`);
  const both = people.filter((p) => told.has(p.telegramId) && inviters.has(p.telegramId));
  if (both.length > 0) wrongs.push(`written to and added: ${some(both.map((p) => p.username))}`);
  const bothered = people.slice(0, THERE).filter((p) => told.has(p.telegramId));
  if (bothered.length > 0) wrongs.push(`in the chat, but written to: ${bothered.length}`);
  if (way === 'link' && inviters.size > 0) wrongs.push(`${inviters.size} were added`);
  const strangers = messages.filter(
    ({ to }) => way === 'add' && people.findIndex((p) => p.telegramId === to) >= THERE + CLOSED,
  );
  if (strangers.length > 0)
    wrongs.push(`${strangers.length} could have been added, but got a link`);
  for (const { key, telegramId } of accounts) {
    const added = [...inviters.values()].filter((id) => id === telegramId).length;
    const begun = added + messages.filter((m) => m.from === telegramId).length;
    if (begun > LIMIT) wrongs.push(`${key} invited ${begun}, more than ${LIMIT}`);
  }
  return wrongs;
}
