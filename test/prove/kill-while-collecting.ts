import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startBox } from './support/box-process.ts';
import { addAccounts } from './support/cast.ts';
import type { Proof, Stage, Verdict } from './support/proof.ts';
import { callServer, createServerProcess } from './support/server-process.ts';
import { until } from './support/wait.ts';

const PEOPLE = 6_000;
const KILLS = 8;
const LIMIT_MS = 240_000;

export const killWhileCollecting: Proof = {
  name: 'kill-while-collecting',
  run: proveCollecting,
};

/** Kills the server at random moments while it collects the people of a chat. */
async function proveCollecting(stage: Stage): Promise<Verdict> {
  const { random, say, defer } = stage;
  const { address, control } = await startBox(stage);
  const server = await createServerProcess(join(stage.folder, 'data'), {
    TELEGRAM_EMULATOR: address,
  });
  defer(() => server.kill());
  await server.start();
  const [account] = await addAccounts(control, server, 1);
  if (!account) throw new Error('no account was added');
  const { ids } = await control.post<{ ids: number[] }>('/users/bulk', {
    count: PEOPLE,
    firstName: 'Reader',
  });
  const chat = await control.post<{ id: number }>('/chats', {
    kind: 'supergroup',
    title: 'Readers',
    creator: account.telegramId,
    members: ids,
  });
  await control.post('/faults', {
    kind: 'slow',
    method: 'channels.getParticipants',
    delayMs: 150,
  });
  const begun = await callServer(server, 'POST', '/audiences/collect', {
    from: 'chat',
    name: 'Readers',
    account: account.key,
    chat: String(chat.id),
    source: { basis: 'customer' },
  });
  if (begun.status !== 202) throw new Error(JSON.stringify(begun.body));
  const { audience_id: audienceId, job } = begun.body;
  const jobNow = async () => (await callServer(server, 'GET', `/jobs/${job.id}`)).body.job;
  let kills = 0;
  for (; kills < KILLS; kills++) {
    const before = (await jobNow()).progress.done;
    await until('a page more', LIMIT_MS, async () => {
      const { progress, status } = await jobNow();
      return progress.done > before || status === 'done' || undefined;
    });
    if ((await jobNow()).status === 'done') break;
    await pause(random.between(0, 400));
    await server.kill();
    say(`kill ${kills + 1}, more than ${before} people were met`);
    await server.start();
  }
  const done = await until('the end', LIMIT_MS, async () => {
    const now = await jobNow();
    return ['done', 'failed'].includes(now.status) ? now : undefined;
  });
  const { result } = done;
  const audience = (await callServer(server, 'GET', `/audiences/${audienceId}`)).body.audience;
  const contacts = (await callServer(server, 'GET', '/contacts/count')).body.count;
  const wrongs = [
    done.status !== 'done' && `the job is ${done.status}: ${JSON.stringify(done.last_error)}`,
    result?.added !== PEOPLE && `${result?.added} people were added, not ${PEOPLE}`,
    result?.known !== 0 && `${result?.known} people were met twice`,
    audience.size !== PEOPLE && `the audience holds ${audience.size} people, not ${PEOPLE}`,
    contacts !== PEOPLE && `there are ${contacts} contacts, not ${PEOPLE}`,
  ].filter((wrong) => wrong !== false);
  return { shown: `${kills} kills, ${audience.size} people collected, none twice`, wrongs };
}
