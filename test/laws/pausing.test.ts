import { setTimeout as rest } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { type Campaigns, campaignsOf } from '../support/campaigns.ts';
import { sentTo } from '../support/sent-messages.ts';
import type { Answer } from '../support/server.ts';
import { MONDAY, type Person, type Stage, startStage } from '../support/stage.ts';

const PEOPLE = 80;
const ACCOUNTS = 5;
const PAUSES = 8;
const RATE = 60;

let stage: Stage;
let campaigns: Campaigns;
const accounts: TestAccount[] = [];

beforeAll(async () => {
  stage = await startStage({
    MAX_DAILY_ACTIVE: '1000',
    MAX_DAILY_MESSAGES: '10000',
    MAX_DAILY_ANSWERS: '10000',
  });
  campaigns = campaignsOf(stage);
  for (let i = 0; i < ACCOUNTS; i++) accounts.push(await stage.account());
});
afterAll(() => stage?.stop());

test('a pause is answered and holds while everything else goes on at once', async () => {
  const { server, control } = stage;
  const audience = await stage.audience(PEOPLE);
  const id = await campaigns.draft(audience, {
    script_id: await campaigns.script('One?', 'Two?', 'Three?', 'Four.'),
    error_share: 1,
  });
  await control.post('/clock', { now: MONDAY.toISOString(), rate: RATE });
  server.clock.set(MONDAY, RATE);
  expect((await campaigns.act(id, 'launch')).status).toBe(200);

  const answers: Answer[] = [];
  const note = async (answer: Promise<Answer>) => void answers.push(await answer);
  let isOver = false;
  const again = async (work: (turn: number) => Promise<unknown>) => {
    for (let turn = 0; !isOver; turn++) {
      await work(turn);
      // The others want their turn too.
      await rest(5);
    }
  };
  const personOf = (turn: number): Person => {
    const person = audience.people[(turn * 7) % PEOPLE];
    if (!person) throw new Error('nobody');
    return person;
  };
  const talk = async (turn: number) => {
    const { telegramId } = personOf(turn);
    const to = (await sentTo(control, telegramId)).at(-1)?.from;
    if (to === undefined) return rest(5);
    const text = turn % 5 === 4 ? 'No, do not write to me again' : 'Yes, please go on';
    await control.post(`/users/${telegramId}/messages`, { to, text });
  };
  const work = [
    again(talk),
    again((turn) => talk(turn + 50)),
    again((turn) =>
      note(
        server.api.post('/send?wait=false', {
          username: personOf(turn).username,
          content: `api ${turn}`,
          consent: { source: 'site', basis: 'opt_in' },
        }),
      ),
    ),
    again((turn) =>
      turn % 4 === 3
        ? note(server.api.post('/do-not-contact', { username: personOf(turn + 20).username }))
        : rest(50),
    ),
  ];

  const pauses: Answer[] = [];
  const wrongs: string[] = [];
  const textsOfCampaign = async () => {
    const sent = await Promise.all(audience.people.map((p) => stage.textsTo(p.telegramId)));
    return sent.flat().filter((text) => !text.startsWith('api ')).length;
  };
  try {
    for (let i = 0; i < PAUSES; i++) {
      await rest(150);
      const paused = await campaigns.act(id, 'pause');
      pauses.push(paused);
      if (paused.status !== 200) continue;
      const had = await textsOfCampaign();
      await rest(150);
      const more = (await textsOfCampaign()) - had;
      if (more > paused.body.on_their_way) wrongs.push(`${more} left after pause ${i}`);
      pauses.push(await campaigns.act(id, 'resume'));
    }
  } finally {
    isOver = true;
    await Promise.all(work);
  }
  expect(wrongs).toEqual([]);
  expect(pauses.map((p) => p.status).filter((s) => s !== 200)).toEqual([]);
  expect(answers.filter((a) => a.status >= 500).map((a) => a.body)).toEqual([]);
  expect(await campaigns.miscounted()).toEqual([]);
}, 300_000);
