import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ControlClient } from '../../emulator/test/control-client.ts';
import { startThrowawayPostgres } from '../support/throwaway-postgres.ts';
import { type BoxMessage, readBox, startBox } from './support/box-process.ts';
import { addAccounts, makePeople, type Person } from './support/cast.ts';
import { type Proof, type Stage, some, type Verdict } from './support/proof.ts';
import {
  type Answer,
  callServer,
  createServerProcess,
  type ServerProcess,
} from './support/server-process.ts';
import { until } from './support/wait.ts';

const KILLS = 7;
const ACCOUNTS = 6;
const PEOPLE = 300;
/** So many of them agree to whatever they are asked; the others stay silent. */
const TALKERS = 40;
const STAGES = ['One', 'Two', 'Three'];
const SETTLE_LIMIT_MS = 180_000;

export const killCampaignOnEmbedded: Proof = {
  name: 'kill-during-campaign',
  run: (stage) => proveCampaign(stage, {}),
};

export const killCampaignOnPostgres: Proof = {
  name: 'kill-during-campaign-postgres',
  async run(stage) {
    const postgres = await startThrowawayPostgres({ isDurable: true });
    if (!postgres) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
    stage.defer(postgres.stop);
    return proveCampaign(stage, { DATABASE_URL: postgres.url });
  },
};

/**
 * Kills the server at random moments of a campaign, from the copying of its audience to the last
 * stage. Each person gets each stage once and in order; whoever is silent gets the first one only.
 */
async function proveCampaign(stage: Stage, env: Record<string, string>): Promise<Verdict> {
  const { random, say, defer } = stage;
  const { address, control } = await startBox(stage);
  const settings = { TELEGRAM_EMULATOR: address, ...env };
  const server = await createServerProcess(join(stage.folder, 'data'), settings);
  defer(() => server.kill());
  await server.start();
  const people = await makePeople(control, PEOPLE);
  await addAccounts(control, server, ACCOUNTS);
  await breakSometimes(control);
  await launch(server, people);

  const talk = startTalking(control, people.slice(0, TALKERS));
  let duringStart = 0;
  for (let kills = 0; kills < KILLS; kills++) {
    const isEarly = !server.url() && random.next() < 0.2;
    if (isEarly) {
      server.launch();
      await pause(random.between(200, 2_000));
      duringStart += server.url() ? 0 : 1;
    } else {
      if (!server.url()) await server.start();
      // What the dead process held is free after eight seconds: a kill before would show little.
      const before = talk.sent();
      const isMoving = () => talk.sent() > before || undefined;
      await until('a message to leave', 12_000, isMoving).catch(() => undefined);
      await pause(random.between(0, 1_500));
    }
    await server.kill();
    say(`kill ${kills + 1}: ${talk.sent()} sent, ${talk.answers()} answered`);
  }
  await server.start();
  await control.delete('/faults');
  const last = await untilItIsOver(server, talk).catch((error: unknown) => String(error));
  await talk.finish();
  const { wrongs, arrived } = judge(people, await readBox(control));
  if (typeof last === 'string') wrongs.push(last);
  return {
    shown:
      `${KILLS} kills (${duringStart} while starting), ${PEOPLE} people, ${ACCOUNTS} accounts: ` +
      `${arrived} messages arrived, ${talk.answers()} answers heeded, ${wrongs.length} went wrong`,
    wrongs,
  };
}

/** Connections break, answers are lost or late. */
async function breakSometimes(control: ControlClient): Promise<void> {
  const method = 'messages.sendMessage';
  for (const kind of ['drop', 'crash'])
    await control.post('/faults', { kind, method, share: 0.02 });
  await control.post('/faults', { kind: 'slow', method, share: 0.6, delayMs: 600 });
}

async function launch(server: ServerProcess, people: readonly Person[]): Promise<void> {
  const form = new FormData();
  const rows = ['username', ...people.map((p) => p.username)].join('\n');
  form.set('file', new Blob([rows], { type: 'text/csv' }), 'people.csv');
  const source = { name: 'proof', basis: 'opt_in' };
  form.set('options', JSON.stringify({ source, audience: 'Everybody' }));
  const started = must(await callServer(server, 'POST', '/contacts/import', form));
  const { id } = started.body.job;
  await until('the people to be brought in', 60_000, async () => {
    const { body } = await callServer(server, 'GET', `/jobs/${id}`);
    return body.job?.status === 'done' || undefined;
  });
  const script = must(
    await callServer(server, 'POST', '/scripts', {
      name: 'Proof',
      stages: STAGES.map((word) => ({ content: `${word} {{ username }}` })),
    }),
  );
  const drafted = must(
    await callServer(server, 'POST', '/campaigns', {
      name: 'Proof',
      audience_id: 1,
      script_id: script.body.script.id,
      schedule: { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7] },
      error_share: 1,
    }),
  );
  must(await callServer(server, 'POST', `/campaigns/${drafted.body.campaign.id}/launch`));
}

function must(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
}

type Talk = { sent(): number; answers(): number; finish(): Promise<void> };

/** Answers each stage as soon as it has arrived. */
function startTalking(control: ControlClient, talkers: readonly Person[]): Talk {
  const ids = new Set(talkers.map((t) => t.telegramId));
  let sent = 0;
  let answers = 0;
  let after = 0;
  let isOver = false;
  const work = (async () => {
    while (!isOver) {
      const fresh = (await readBox(control, undefined, after)).filter((m) => stageOf(m) >= 0);
      after = Math.max(after, ...fresh.map((m) => m.id));
      sent += fresh.length;
      for (const { to, from, text } of fresh) {
        if (!ids.has(to) || text.startsWith(STAGES.at(-1) ?? '')) continue;
        await control.post(`/users/${to}/messages`, { to: from, text: 'Yes, please go on' });
        answers += 1;
      }
      await pause(100);
    }
  })();
  work.catch(() => undefined);
  return {
    sent: () => sent,
    answers: () => answers,
    async finish() {
      isOver = true;
      await work;
    },
  };
}

/** The place of the stage that a message is; -1: none. */
const stageOf = ({ text }: Pick<BoxMessage, 'text'>) =>
  STAGES.findIndex((word) => text.startsWith(`${word} prove_person`));

/** Nobody waits any more, and everybody who agreed has heard the whole script. */
function untilItIsOver(server: ServerProcess, talk: Talk): Promise<true> {
  const expected = PEOPLE + TALKERS * (STAGES.length - 1);
  let standing = 'not known';
  const isOver = async () => {
    await pause(500);
    const { body } = await callServer(server, 'GET', '/campaigns/1');
    const { planned, queued, active, total } = body.campaign.progress;
    standing = `${body.campaign.status}: ${JSON.stringify(body.campaign.progress)}`;
    const isSaid = planned === 0 && queued === 0 && active === PEOPLE && total === PEOPLE;
    return (isSaid && talk.sent() >= expected) || undefined;
  };
  return until('the campaign to get to its end', SETTLE_LIMIT_MS, isOver).catch((cause) => {
    throw new Error(`the campaign did not get to its end: ${standing}`, { cause });
  });
}

function judge(people: readonly Person[], messages: readonly BoxMessage[]) {
  const heard = new Map<number, BoxMessage[]>();
  for (const message of messages)
    if (stageOf(message) >= 0) heard.set(message.to, [...(heard.get(message.to) ?? []), message]);
  const wrongs: string[] = [];
  let arrived = 0;
  for (const [place, { telegramId, username }] of people.entries()) {
    const own = heard.get(telegramId) ?? [];
    arrived += own.length;
    const wanted = place < TALKERS ? STAGES.map((_, i) => i) : [0];
    const got = own.map(stageOf);
    if (got.join() !== wanted.join()) wrongs.push(`${username} got the stages ${some(got)}`);
    const accounts = new Set(own.map((m) => m.from));
    if (accounts.size > 1) wrongs.push(`${accounts.size} accounts wrote to ${username}`);
  }
  return { wrongs, arrived };
}
