import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ControlClient } from '../../emulator/test/control-client.ts';
import { type BoxMessage, readBox, startBox } from './support/box-process.ts';
import { makePeople, type Person, type ProvedAccount } from './support/cast.ts';
import { readFates, readStored } from './support/judge.ts';
import { type Letter, startWriting } from './support/letters.ts';
import { type Proof, some } from './support/proof.ts';
import { type Send, startSending } from './support/sends.ts';
import { callServer, createServerProcess, type ServerProcess } from './support/server-process.ts';
import { forEach, until } from './support/wait.ts';

const KILLS = 3;
const OWNERS = 2;
const PEOPLE = 30;
const ANSWERS_BETWEEN_KILLS = 8;
const LIMIT_MS = 120_000;
const MOST_OPEN = 4;
/** No dialog has such a number: what the bot says of one shows which command it answers. */
const FIRST_COMMAND = 700_001;

type Bot = { id: number; token: string };
type Cast = { bot: Bot; operatorId: number; owners: ProvedAccount[]; people: Person[] };

/**
 * Kills the server at random moments while a bot answers in the name of Business accounts, hears
 * their people, and is commanded by an operator. The Bot API knows no repeats: what was on its way is
 * told to be unconfirmed and never sent again by itself; a command may be answered a second time.
 */
export const killWhileAnswering: Proof = {
  name: 'kill-while-sending-business',
  async run(stage) {
    const { random, say, defer } = stage;
    const { address, control } = await startBox(stage);
    await control.patch('/bots/limits', { enabled: false });
    const bot = await control.post<Bot>('/bots', { username: 'proved_bot', firstName: 'Proved' });
    const operatorId = await control.makeUser({ firstName: 'Operator' });
    const server = await createServerProcess(join(stage.folder, 'data'), {
      TELEGRAM_EMULATOR: address,
      BOT_TOKEN: bot.token,
      ADMIN_TELEGRAM_ID: String(operatorId),
    });
    defer(() => server.kill());
    await server.start();
    const owners = await connectOwners(control, server, bot);
    const people = await makePeople(control, PEOPLE);
    const cast: Cast = { bot, operatorId, owners, people };
    await greet(control, server, cast);
    await breakSometimes(control);

    const to = { people, accounts: owners };
    const stream = startSending(server, random, to, {
      name: 'answer',
      atOnce: 8,
      pauseMs: [20, 250],
    });
    const writing = startWriting(control, random, to, [400, 1_000]);
    const commands = startCommanding(control, cast);
    for (let kills = 0; kills < KILLS; kills++) {
      if (!server.url()) await server.start();
      // What the dead process held is free after eight seconds: a kill before would show little.
      const before = await countSaid(control, cast);
      await until('answers to leave', 30_000, async () => {
        return (await countSaid(control, cast)) > before + ANSWERS_BETWEEN_KILLS || undefined;
      }).catch(() => undefined);
      await pause(random.between(0, 700));
      await server.kill();
      say(`kill ${kills + 1}: ${stream.sends.length} answers, ${commands.given()} commands`);
    }
    await server.start();
    await Promise.all([stream.finish(), writing.finish(), commands.finish()]);
    const crashes = await countCrashes(control);
    await control.delete('/faults');
    const fates = await readFates(server, stream.sends, LIMIT_MS);
    const isHeard = async () => {
      const stored = await readStored(server, writing.letters);
      return writing.letters.every(({ marker }) => stored.has(marker)) || undefined;
    };
    await until('every letter to be stored', LIMIT_MS, isHeard).catch(() => undefined);
    const unanswered = await commands.untilAnswered();
    // Whoever would say again what isn't known would do so when the next process begins.
    await server.kill();
    await server.start();
    const last = await commands.giveLast();
    const box = await readBox(control);
    const letters = judgeLetters(writing.letters, await readStored(server, writing.letters));
    const answers = judgeAnswers(stream.sends, fates, box);
    const replies = commands.judge(box, crashes);
    return {
      shown:
        `${KILLS + 1} kills, ${stream.sends.length} answers of ${OWNERS} business accounts: ` +
        `${answers.shown}; ${letters.stored} of ${writing.letters.length} letters stored once; ` +
        `${commands.given()} commands answered, ${replies.twice} of them twice`,
      wrongs: [...answers.wrongs, ...letters.wrongs, ...unanswered, ...last, ...replies.wrongs],
    };
  },
};

async function connectOwners(
  control: ControlClient,
  server: ServerProcess,
  bot: Bot,
): Promise<ProvedAccount[]> {
  const owners: ProvedAccount[] = [];
  for (let n = 0; n < OWNERS; n++) {
    const telegramId = await control.makeUser({ firstName: `Owner ${n}`, premium: true });
    await control.post(`/users/${telegramId}/business`, { bot: bot.id });
    const key = await until('the connection to be heard of', LIMIT_MS, async () => {
      const { body } = await callServer(server, 'GET', '/business');
      const found = body.connections.find(
        (c: { telegram_id: number }) => c.telegram_id === telegramId,
      );
      return found?.id as string | undefined;
    });
    const agreed = await callServer(server, 'POST', `/business/${key}/approve`);
    if (agreed.status !== 200) throw new Error(JSON.stringify(agreed.body));
    owners.push({ key, telegramId });
  }
  return owners;
}

/** Everybody writes first: a Business account only answers. */
async function greet(
  control: ControlClient,
  server: ServerProcess,
  { people, owners }: Cast,
): Promise<void> {
  await forEach(people, 4, async (person, place) => {
    const [owner] = owners.slice(place % owners.length);
    const greeting = { to: owner?.telegramId, text: 'Hello' };
    await control.post(`/users/${person.telegramId}/messages`, greeting);
  });
  await until('the people to be heard', LIMIT_MS, async () => {
    const { body } = await callServer(server, 'GET', '/dialogs?limit=100');
    return body.dialogs.length === people.length || undefined;
  });
}

/** How much was said by the bot and in the name of the accounts. */
async function countSaid(control: ControlClient, { bot, owners }: Cast): Promise<number> {
  const ours = new Set([bot.id, ...owners.map(({ telegramId }) => telegramId)]);
  return (await readBox(control)).filter(({ from }) => ours.has(from)).length;
}

/** Connections break, answers are lost or late. */
async function breakSometimes(control: ControlClient): Promise<void> {
  for (const name of ['sendMessage', 'sendDocument', 'sendPhoto']) {
    const method = `bot:${name}`;
    for (const kind of ['drop', 'crash'])
      await control.post('/faults', { kind, method, share: 0.01 });
    await control.post('/faults', { kind: 'slow', method, share: 0.3, delayMs: 400 });
  }
}

/** How often Telegram did what a bot asked for and broke off before it said so. */
async function countCrashes(control: ControlClient): Promise<number> {
  const { faults } = await control.get<{ faults: { kind?: string; hits: number }[] }>('/faults');
  return faults.filter(({ kind }) => kind === 'crash').reduce((sum, { hits }) => sum + hits, 0);
}

/** An operator who commands the bot without end, whether it is up or not. */
function startCommanding(control: ControlClient, { bot, operatorId }: Cast) {
  let given = 0;
  let isOver = false;
  const give = async () => {
    const text = `/view ${FIRST_COMMAND + given}`;
    await control.post(`/users/${operatorId}/messages`, { to: bot.id, text });
    given += 1;
  };
  const count = (box: readonly BoxMessage[]) => {
    const times = new Map<number, number>();
    for (const { from, to, text } of box) {
      if (from !== bot.id || to !== operatorId) continue;
      const number = Number(/\b7\d{5}\b/.exec(text)?.[0]);
      if (number >= FIRST_COMMAND) times.set(number, (times.get(number) ?? 0) + 1);
    }
    return times;
  };
  const work = (async () => {
    while (!isOver) {
      // A busy machine answers slowly: nobody gives the next ten commands meanwhile.
      if (given - count(await readBox(control, bot.id)).size < MOST_OPEN) await give();
      await pause(800);
    }
  })();
  work.catch(() => undefined);
  const untilAnswered = async (): Promise<string[]> => {
    const isAnswered = async () => count(await readBox(control, bot.id)).size >= given || undefined;
    await until('every command to be answered', LIMIT_MS, isAnswered).catch(() => undefined);
    const missing = given - count(await readBox(control, bot.id)).size;
    return missing > 0 ? [`${missing} of ${given} commands were not answered`] : [];
  };
  return {
    given: () => given,
    untilAnswered,
    async finish() {
      isOver = true;
      await work;
    },
    async giveLast() {
      await give();
      return untilAnswered();
    },
    judge(box: readonly BoxMessage[], crashes: number) {
      const often = [...count(box)].filter(([, times]) => times > 1);
      const wrongs = often
        .filter(([, times]) => times > 2)
        .map(([number, times]) => `command ${number} was answered ${times} times`);
      // One chat's updates are done one after another: a kill finds one of them at work. What broke
      // off, by a fault, is said again too.
      if (often.length > KILLS + 1 + crashes)
        wrongs.push(`${often.length} commands were answered more than once`);
      return { twice: often.length, wrongs };
    },
  };
}

/** Holds what became of the answers against what arrived. */
function judgeAnswers(
  sends: readonly Send[],
  fates: Awaited<ReturnType<typeof readFates>>,
  box: readonly BoxMessage[],
): { shown: string; wrongs: string[] } {
  const arrivals = new Map<string, number>();
  for (const { text } of box) arrivals.set(text, (arrivals.get(text) ?? 0) + 1);
  const count = { sent: 0, failed: 0, refused: 0, unconfirmed: 0 };
  let arrivedUnconfirmed = 0;
  const wrongs: string[] = [];
  for (const { marker, id, answer } of sends) {
    const times = arrivals.get(marker) ?? 0;
    const fate = id === undefined ? undefined : fates.get(id);
    const status = id === undefined ? 'refused' : (fate?.status ?? 'unknown');
    const told = `${marker} (message ${id}) is ${status}, answered ${answer?.status}`;
    if (times > 1) wrongs.push(`${told}, and arrived ${times} times`);
    if (status === 'sent') {
      count.sent += 1;
      if (times === 0) wrongs.push(`${told}, and never arrived`);
    } else if (status === 'unconfirmed') {
      count.unconfirmed += 1;
      arrivedUnconfirmed += times;
    } else if (status === 'failed' || status === 'cancelled' || status === 'refused') {
      count[status === 'refused' ? 'refused' : 'failed'] += 1;
      if (times > 0) wrongs.push(`${told}, but arrived`);
      const hasReason = fate?.code !== undefined || answer?.body.error !== undefined;
      if (!hasReason) wrongs.push(`${told}, without a reason`);
    } else {
      wrongs.push(`${told}: it was left without an outcome`);
    }
  }
  return {
    shown:
      `${count.sent} sent, ${count.failed} failed, ${count.refused} refused, none doubled, ` +
      `${count.unconfirmed} unconfirmed (${arrivedUnconfirmed} of them had arrived)`,
    wrongs,
  };
}

function judgeLetters(letters: readonly Letter[], stored: ReadonlyMap<string, number>) {
  const wrong = letters.filter(({ marker }) => stored.get(marker) !== 1);
  const told = some(wrong.map(({ marker }) => `${marker} ${stored.get(marker) ?? 0} times`));
  return {
    stored: letters.length - wrong.length,
    wrongs: wrong.length > 0 ? [`letters were not stored once: ${told}`] : [],
  };
}
