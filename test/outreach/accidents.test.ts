import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestAccount } from '../support/accounts.ts';
import { type Campaigns, campaignsOf } from '../support/campaigns.ts';
import { sentTo } from '../support/sent-messages.ts';
import { type Audience, type Person, type Stage, startStage } from '../support/stage.ts';

const HOUR = 3_600;
const SENDS = 'messages.sendMessage';

let stage: Stage;
let campaigns: Campaigns;

const keepDistance = async ({ key }: TestAccount, seconds: number) => {
  const change = { min_message_delay: seconds };
  expect((await stage.server.api.patch(`/accounts/${key}`, change)).status).toBe(200);
};
/** Who wrote to each person. */
const writers = (people: readonly Person[]) =>
  Promise.all(
    people.map(async (p) => (await sentTo(stage.control, p.telegramId)).map((m) => m.from)),
  );
const peopleOf = async (audience: Audience, { telegramId }: TestAccount) => {
  const from = await writers(audience.people);
  return audience.people.filter((_, i) => from[i]?.includes(telegramId));
};

describe('an account that is lost in the middle', () => {
  let steady: TestAccount;
  let lost: TestAccount;

  beforeEach(async () => {
    stage = await startStage({ MAX_DAILY_ACTIVE: '20', MAX_DAILY_MESSAGES: '100' });
    campaigns = campaignsOf(stage);
    steady = await stage.account();
    lost = await stage.account();
  });
  afterEach(async () => {
    expect(await campaigns.miscounted()).toEqual([]);
    await stage.stop();
  });

  test('by deletion gives those nobody wrote to yet to the others', async () => {
    // It writes to one person, the others wait in its queue.
    await keepDistance(lost, 20_000);
    const audience = await stage.audience(6);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', { content: 'Two.', delay_min: 600 }),
    });
    const [begun] = await peopleOf(audience, lost);
    if (!begun) throw new Error('it wrote to nobody');
    await stage.write(begun, lost, 'Yes, go on');
    await stage.advance(6);
    expect((await stage.server.api.delete(`/accounts/${lost.key}`)).status).toBe(200);
    await stage.advance(60);
    await stage.advance(60);

    const from = await writers(audience.people);
    expect(from.map((senders) => senders.length)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await peopleOf(audience, lost)).toEqual([begun]);
    const targets = await campaigns.targets(id);
    expect(targets.get(begun.contactId)).toMatchObject({
      status: 'failed',
      why: expect.stringMatching(/account/i),
    });
    expect([...targets.values()].filter((t) => t.status === 'active')).toHaveLength(5);
    expect(await campaigns.read(id)).toMatchObject({ status: 'running', progress: { failed: 1 } });
  });

  test('by a ban gives them to the others, even the one whose send met the ban', async () => {
    await stage.control.post('/faults', {
      error: 'USER_DEACTIVATED_BAN',
      method: SENDS,
      userId: lost.telegramId,
    });
    const audience = await stage.audience(6);
    const id = await campaigns.launch(audience, { script_id: await campaigns.script('One?') });
    await stage.advance(60);
    await stage.advance(60);
    expect((await stage.server.api.get(`/accounts/${lost.key}`)).body.account.status).toBe(
      'banned',
    );
    expect(await writers(audience.people)).toEqual(audience.people.map(() => [steady.telegramId]));
    expect(await campaigns.read(id)).toMatchObject({ progress: { active: 6, failed: 0 } });
  });
});

describe('a restart in the middle', () => {
  afterEach(() => stage.stop());

  test('goes on where it stood: nobody is skipped, and nothing is said twice', async () => {
    stage = await startStage({ MAX_DAILY_ACTIVE: '3', MAX_DAILY_MESSAGES: '100' });
    campaigns = campaignsOf(stage);
    const account = await stage.account();
    const audience = await stage.audience(7);
    const [talker] = audience.people;
    if (!talker) throw new Error('nobody');
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', { content: 'Two?', delay_min: 3_600 }, 'Three.'),
      follow_up_text: 'Well?',
    });
    expect(await stage.textsTo(talker.telegramId)).toEqual(['One?']);
    await stage.write(talker, account, 'Yes, please');
    await stage.advance(6);
    // Two. waits for its hour, four people for tomorrow, and somebody writes while it is down.
    await stage.restart();
    await stage.advance(2 * HOUR);
    expect(await stage.textsTo(talker.telegramId)).toEqual(['One?', 'Two?']);
    await stage.restart();
    for (let day = 0; day < 4; day++) {
      await stage.advance(24 * HOUR);
      await stage.advance(HOUR);
      if (day === 1) await stage.restart();
    }
    for (const person of audience.people) {
      const wanted = person === talker ? ['One?', 'Two?', 'Well?'] : ['One?', 'Well?'];
      expect(await stage.textsTo(person.telegramId)).toEqual(wanted);
    }
    expect(await campaigns.read(id)).toMatchObject({
      progress: { planned: 0, queued: 0, failed: 0 },
    });
    expect(await campaigns.miscounted()).toEqual([]);
  });
});
