import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { selectRows, text } from '../../server/base/db/rows.ts';
import type { TestAccount } from '../support/accounts.ts';
import { type Campaigns, campaignsOf, countOf } from '../support/campaigns.ts';
import { type Person, type Stage, startStage } from '../support/stage.ts';

const HOUR = 3_600;

let stage: Stage;
let campaigns: Campaigns;
let account: TestAccount;

beforeAll(async () => {
  stage = await startStage({ MAX_DAILY_ACTIVE: '1000', MAX_DAILY_MESSAGES: '10000' });
  campaigns = campaignsOf(stage);
  account = await stage.account();
});
afterEach(async () => {
  await campaigns.endAll();
  expect(await campaigns.miscounted()).toEqual([]);
});
afterAll(() => stage?.stop());

/** One person with whom a campaign has begun. */
async function begin(
  stages: (string | Record<string, unknown>)[],
  change: Record<string, unknown> = {},
): Promise<{ id: number; person: Person }> {
  const audience = await stage.audience(1);
  const [person] = audience.people;
  if (!person) throw new Error('nobody');
  const script_id = await campaigns.script(...stages);
  const id = await campaigns.launch(audience, { script_id, ...change });
  expect(await stage.textsTo(person.telegramId)).toHaveLength(1);
  return { id, person };
}

const say = (person: Person, words: string) => stage.write(person, account, words);
/** The time in which replies are gathered, and then the pause before an answer. */
async function answered() {
  await stage.advance(6);
  await stage.advance(3);
}
const textsTo = (person: Person) => stage.textsTo(person.telegramId);
const targetOf = async (id: number, person: Person) =>
  (await campaigns.targets(id)).get(person.contactId);
const dialogOf = async (person: Person): Promise<number> =>
  (await stage.server.api.get(`/dialogs?contact_id=${person.contactId}`)).body.dialogs[0].id;
const giveBack = async (person: Person) => {
  const path = `/dialogs/number/${await dialogOf(person)}/resume`;
  expect((await stage.server.api.post(path)).body).toMatchObject({ success: true });
};
const isStopped = async (person: Person) =>
  (await countOf(
    stage,
    sql`select count(*) as n from contacts where id = ${person.contactId} and opted_out_at is not null`,
  )) === 1;
const decisions = async (person: Person) =>
  (
    await selectRows(
      stage.server.app.db,
      { decision: text },
      sql`select j.decision from judgements j join dialogs d on d.id = j.dialog_id
          where d.contact_id = ${person.contactId} order by j.id`,
    )
  ).map((row) => row.decision);

describe('a reply', () => {
  test('written in three short messages gets one answer', async () => {
    const { person } = await begin(['Shall I show it?', 'Here it is.', 'The end.']);
    await say(person, 'Hi');
    await say(person, 'yes');
    await say(person, 'show me please');
    await answered();
    expect(await textsTo(person)).toEqual(['Shall I show it?', 'Here it is.']);
    expect(await decisions(person)).toEqual(['next_stage']);
  });

  test('that refuses in two messages stops, and the person is on the list', async () => {
    const { id, person } = await begin(['Показать?', 'Вот.']);
    await say(person, 'не');
    await say(person, 'надо');
    await answered();
    expect(await textsTo(person)).toHaveLength(1);
    expect(await isStopped(person)).toBe(true);
    expect(await targetOf(id, person)).toEqual({
      status: 'stopped',
      stage: 1,
      why: 'The person refused.',
    });
  });

  test('that refuses at a later stage stops there', async () => {
    const { id, person } = await begin(['One?', 'Two?', 'Three.']);
    await say(person, 'Yes, go on');
    await answered();
    await say(person, 'Please stop writing to me');
    await answered();
    await stage.advance(100 * HOUR);
    expect(await textsTo(person)).toEqual(['One?', 'Two?']);
    expect(await targetOf(id, person)).toMatchObject({ status: 'stopped', stage: 2 });
  });

  test('that refuses while the next stage waits keeps it from leaving', async () => {
    const { id, person } = await begin(['One?', { content: 'Two.', delay_min: 600 }]);
    await say(person, 'Yes, sure');
    await answered();
    await say(person, 'No, I changed my mind, do not write to me');
    await stage.advance(2 * HOUR);
    expect(await textsTo(person)).toEqual(['One?']);
    expect(await isStopped(person)).toBe(true);
    expect(await targetOf(id, person)).toMatchObject({
      status: 'stopped',
      why: 'The person refused.',
    });
  });

  test('that agrees while the stage is still on its way brings no second one', async () => {
    const { person } = await begin(['One?', { content: 'Two.', delay_min: 600 }, 'Three.']);
    await say(person, 'Yes, sure');
    await answered();
    await say(person, 'Yes yes, I want it');
    await answered();
    expect(await textsTo(person)).toEqual(['One?']);
    await stage.advance(HOUR);
    expect(await textsTo(person)).toEqual(['One?', 'Two.']);
  });

  test('to a stage of which it is not known yet whether it arrived is not forgotten', async () => {
    const { person } = await begin(['One?', 'Two.']);
    const setStatus = (status: string) =>
      stage.server.app.db.execute(sql`
        update messages set status = ${status}, due_at = ${'2030-01-01T00:00:00Z'}::timestamptz
        where contact_id = ${person.contactId} and direction = 'out'`);
    // As after a crash between Telegram's taking the message in and our learning of it.
    await setStatus('sending');
    await say(person, 'Yes, show me');
    await answered();
    expect(await textsTo(person)).toEqual(['One?']);
    await setStatus('sent');
    await answered();
    await answered();
    expect(await textsTo(person)).toEqual(['One?', 'Two.']);
  });

  test('that asks something goes to a person, and nothing more is said', async () => {
    const { id, person } = await begin(['One?', 'Two.']);
    await say(person, 'How much does it cost?');
    await answered();
    await stage.advance(100 * HOUR);
    expect(await textsTo(person)).toEqual(['One?']);
    expect(await targetOf(id, person)).toMatchObject({
      status: 'active',
      why: 'Waits for an operator’s answer.',
    });
  });

  test('that asks while the next stage waits goes to a person, and the stage is not lost', async () => {
    const { id, person } = await begin(['One?', { content: 'Two.', delay_min: 600 }, 'Three.']);
    await say(person, 'Yes, sure');
    await answered();
    await say(person, 'Wait, how much does it cost?');
    await answered();
    await stage.advance(2 * HOUR);
    expect(await textsTo(person)).toEqual(['One?']);
    expect(await targetOf(id, person)).toEqual({
      status: 'active',
      stage: 1,
      why: 'Waits for an operator’s answer.',
    });
    // Whoever has answered the question gives the dialog back to the script.
    await giveBack(person);
    await say(person, 'Alright, yes then');
    await answered();
    await stage.advance(HOUR);
    expect(await textsTo(person)).toEqual(['One?', 'Two.']);
  });

  test('that is a picture goes to a person', async () => {
    const { id, person } = await begin(['One?', 'Two.']);
    await stage.control.post(`/users/${person.telegramId}/messages`, {
      to: account.telegramId,
      media: { type: 'photo' },
    });
    await expect
      .poll(
        () =>
          countOf(
            stage,
            sql`select count(*) as n from messages
                where contact_id = ${person.contactId} and direction = 'in'`,
          ),
        { timeout: 10_000 },
      )
      .toBe(1);
    await answered();
    expect(await decisions(person)).toEqual(['hand_over:media']);
    expect(await targetOf(id, person)).toMatchObject({ why: 'Waits for an operator’s answer.' });
  });

  test('is counted for the variant that it answers', async () => {
    const { id, person } = await begin(['One?', 'Two.']);
    await say(person, 'Yes, sure');
    await answered();
    const { body } = await stage.server.api.get(`/campaigns/${id}/results`);
    expect(body.stages).toMatchObject([
      { stage: 1, variant: 1, sent: 1, answered: 1, answered_share: 1 },
      { stage: 2, variant: 1, sent: 1, answered: 0, answered_share: 0 },
    ]);
  });
});

describe('a follow-up', () => {
  const change = { follow_up_text: 'Did you see it?', silence_hours: 48 };

  test('comes once, a day after silence, and then the dialog ends', async () => {
    const { id, person } = await begin(['One?', 'Two.'], change);
    await stage.advance(23 * HOUR);
    expect(await textsTo(person)).toHaveLength(1);
    await stage.advance(2 * HOUR);
    expect(await textsTo(person)).toEqual(['One?', 'Did you see it?']);
    await stage.advance(47 * HOUR);
    expect(await targetOf(id, person)).toMatchObject({ status: 'active' });
    await stage.advance(2 * HOUR);
    expect(await textsTo(person)).toHaveLength(2);
    expect(await targetOf(id, person)).toMatchObject({
      status: 'completed',
      why: 'The person never answered.',
    });
  });

  test('never comes after a stop by the API', async () => {
    const { person } = await begin(['One?', 'Two.'], change);
    await stage.server.api.post('/do-not-contact', { username: person.username });
    await stage.advance(25 * HOUR);
    await stage.advance(100 * HOUR);
    expect(await textsTo(person)).toEqual(['One?']);
  });

  test('never comes after a refusal', async () => {
    const { person } = await begin(['One?', 'Two.'], change);
    await say(person, 'No thanks, not interested');
    await stage.advance(25 * HOUR);
    await stage.advance(100 * HOUR);
    expect(await textsTo(person)).toEqual(['One?']);
  });

  test('that waits for the morning is dropped when the person replies before it', async () => {
    // Moscow's eleven in the morning: tomorrow at this time it is just past the end of the hours.
    const now = stage.server.clock.now();
    const moscow = (ms: number) => new Date(ms + 3 * HOUR * 1_000).toISOString().slice(11, 16);
    const schedule = {
      from: moscow(now.getTime() - 5 * HOUR * 1_000),
      to: moscow(now.getTime() + 1_200_000),
      days: [1, 2, 3, 4, 5, 6, 7],
    };
    const { person } = await begin(['One?', 'Two.'], { ...change, schedule });
    await stage.advance(24 * HOUR + 1_800);
    expect(await textsTo(person)).toEqual(['One?']);
    await say(person, 'Yes, show me');
    await answered();
    await stage.advance(24 * HOUR);
    await stage.advance(60);
    expect(await textsTo(person)).toEqual(['One?', 'Two.']);
  });

  test('does not overtake a stage that is due after it', async () => {
    const { person } = await begin(['One?', { content: 'Two.', delay_min: 3 * 24 * HOUR }], change);
    await say(person, 'Yes, sure');
    await answered();
    await stage.advance(25 * HOUR);
    await stage.advance(25 * HOUR);
    expect(await textsTo(person)).toEqual(['One?']);
    await stage.advance(25 * HOUR);
    expect(await textsTo(person)).toEqual(['One?', 'Two.']);
  });

  test('whose text comes out empty is left out, and the silence still ends', async () => {
    const { id, person } = await begin(['One?', 'Two.'], {
      follow_up_text: '{{ custom.reminder }}',
      silence_hours: 48,
    });
    await stage.advance(25 * HOUR);
    await stage.advance(25 * HOUR);
    expect(await textsTo(person)).toEqual(['One?']);
    expect(await targetOf(id, person)).toMatchObject({ status: 'completed' });
  });

  test('with a mistake in its text is refused when the campaign is saved', async () => {
    const script_id = await campaigns.script('Hello');
    for (const follow_up_text of ['Did you see it, {{ first_name', 'Hi {{ nickname }}']) {
      const answer = await stage.server.api.post('/campaigns', {
        name: `Bad ${follow_up_text}`,
        audience_id: (await stage.audience(0)).id,
        script_id,
        follow_up_text,
      });
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    }
  });
});

describe('silence', () => {
  test('after a reply that nothing came of ends too', async () => {
    const { id, person } = await begin(['One?', 'Two?', 'Three.'], { silence_hours: 48 });
    await say(person, 'Yes, go on');
    await answered();
    expect(await textsTo(person)).toHaveLength(2);
    await stage.advance(49 * HOUR);
    expect(await targetOf(id, person)).toMatchObject({
      status: 'completed',
      why: 'The person stopped answering.',
    });
    await stage.advance(600);
    expect(await campaigns.read(id)).toMatchObject({ status: 'done' });
  });
});

describe('a script', () => {
  test('leaves out the stages whose condition does not hold', async () => {
    const audience = await stage.audience(2);
    const [plain, special] = audience.people;
    if (!plain || !special) throw new Error('nobody');
    await stage.server.app.db.execute(sql`
      update contacts set tags = '{vip}' where id = ${special.contactId}`);
    const script_id = await campaigns.script(
      'One?',
      { content: 'For you alone.', condition: 'tags contains "vip"' },
      'Three.',
    );
    await campaigns.launch(audience, { script_id });
    for (const person of [plain, special]) await say(person, `Yes, ${person.username}`);
    await answered();
    expect(await textsTo(plain)).toEqual(['One?', 'Three.']);
    expect(await textsTo(special)).toEqual(['One?', 'For you alone.']);
  });

  test('that nobody fits leaves everybody out with the reason', async () => {
    const audience = await stage.audience(1);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script({ content: 'One', condition: 'language == "xx"' }),
    });
    expect((await campaigns.targets(id)).get(audience.people[0]?.contactId ?? 0)).toMatchObject({
      status: 'left_out',
      why: 'No stage of the script fits this person by its conditions.',
    });
  });

  test('changed while a campaign runs is the old one for it', async () => {
    const { person, id } = await begin(['One?', 'Two, as it was.']);
    const { script_id } = await campaigns.read(id);
    const changed = await stage.server.api.patch(`/scripts/${script_id}`, {
      stages: [{ content: 'New one?' }, { content: 'New two.' }],
    });
    expect(changed.body).toMatchObject({ success: true, script: { version: 2 } });
    await say(person, 'Yes, go on');
    await answered();
    expect(await textsTo(person)).toEqual(['One?', 'Two, as it was.']);
    expect(await campaigns.read(id)).toMatchObject({ script_version: 1 });
  });

  test('sends its variants by their weights, with results for each', async () => {
    const audience = await stage.audience(40);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script({
        variants: [
          { name: 'a', weight: 3, content: 'Variant A' },
          { name: 'b', weight: 1, content: 'Variant B' },
        ],
      }),
    });
    await stage.advance(60);
    const { body } = await stage.server.api.get(`/campaigns/${id}/results`);
    const sent = Object.fromEntries(
      body.stages.map((s: { variant: number; sent: number }) => [s.variant, s.sent]),
    );
    expect(sent[1] + sent[2]).toBe(40);
    expect(sent[1]).toBeGreaterThan(sent[2]);
    expect(sent[2]).toBeGreaterThan(0);
  });
});

describe('two contacts that turn out to be one person', () => {
  /** The same person once by their name and once by their phone. */
  async function twice() {
    const phone = `+7911${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
    const audience = await stage.audience(2);
    const [byName, byPhone] = audience.people;
    if (!byName || !byPhone) throw new Error('nobody');
    await stage.control.patch(`/users/${byName.telegramId}`, { phone });
    await stage.server.app.db.execute(sql`
      update contacts set username = null, phone = ${phone} where id = ${byPhone.contactId}`);
    return { audience, byName, byPhone };
  }

  test('in one campaign are written to once', async () => {
    const { audience, byName } = await twice();
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', 'Two.'),
    });
    await stage.advance(60);
    await stage.advance(60);
    expect(await textsTo(byName)).toEqual(['One?']);
    expect(await campaigns.read(id)).toMatchObject({ progress: { total: 1, active: 1 } });
    await say(byName, 'Yes, show me the second');
    await answered();
    expect(await textsTo(byName)).toEqual(['One?', 'Two.']);
  });

  test('keep how far the campaign has got with them', async () => {
    const { audience, byName, byPhone } = await twice();
    // First the one by the name alone; the other is known to be the same only later.
    await stage.server.app.db.execute(sql`
      update contacts set priority = 1 where id = ${byPhone.contactId}`);
    const id = await campaigns.launch(audience, {
      script_id: await campaigns.script('One?', 'Two.', 'Three.'),
      max_first_per_day: 1,
    });
    expect(await textsTo(byName)).toEqual(['One?']);
    await say(byName, 'Yes, show me');
    await answered();
    expect(await textsTo(byName)).toEqual(['One?', 'Two.']);
    await stage.advance(24 * HOUR);
    await stage.advance(60);
    expect(await textsTo(byName)).toEqual(['One?', 'Two.']);
    expect(await campaigns.read(id)).toMatchObject({ progress: { total: 1, active: 1 } });
    expect(await decisions(byName)).toEqual(['next_stage']);
    await say(byName, 'Yes, one more');
    await answered();
    expect(await textsTo(byName)).toEqual(['One?', 'Two.', 'Three.']);
  });

  test('in two campaigns go on with one of them', async () => {
    const { audience, byName, byPhone } = await twice();
    const script_id = await campaigns.script('One?', 'Two.');
    await stage.server.app.db.execute(sql`
      delete from audience_members where audience_id = ${audience.id} and contact_id = ${byPhone.contactId}`);
    const first = await campaigns.launch(audience, { script_id });
    const other = await stage.audience(0);
    await stage.server.app.db.execute(sql`
      insert into audience_members (workspace_id, audience_id, contact_id, added_at)
      values (${stage.workspaceId}, ${other.id}, ${byPhone.contactId}, now())`);
    const second = await campaigns.launch(other, { script_id });
    await stage.advance(60);
    await stage.advance(60);
    expect(await textsTo(byName)).toEqual(['One?']);
    expect(await campaigns.read(first)).toMatchObject({ progress: { total: 1, active: 1 } });
    expect(await campaigns.read(second)).toMatchObject({ progress: { total: 1, left_out: 1 } });
    await say(byName, 'Yes, tell me more');
    await answered();
    expect(await textsTo(byName)).toEqual(['One?', 'Two.']);
  });
});

describe('a dialog that waits for a person', () => {
  test('does not keep its campaign running, and goes on when it is given back', async () => {
    const { id, person } = await begin(['One?', 'Two?']);
    await say(person, 'How much does it cost?');
    await answered();
    await stage.advance(HOUR);
    expect(await campaigns.read(id)).toMatchObject({
      status: 'done',
      progress: { active: 1, waiting: 1 },
    });

    const path = `/dialogs/number/${await dialogOf(person)}/messages`;
    const replied = await stage.server.api.post(path, { content: 'It is free.' });
    expect(replied.body).toMatchObject({ success: true });
    await stage.advance(3);
    expect(await textsTo(person)).toEqual(['One?', 'It is free.']);
    expect(await campaigns.read(id)).toMatchObject({ status: 'done', progress: { waiting: 0 } });

    await giveBack(person);
    expect(await campaigns.read(id)).toMatchObject({ status: 'running', finished_at: null });
    await say(person, 'Yes, please go on');
    await answered();
    expect(await textsTo(person)).toEqual(['One?', 'It is free.', 'Two?']);
    await say(person, 'Yes, great');
    await answered();
    await stage.advance(HOUR);
    expect(await campaigns.read(id)).toMatchObject({ status: 'done', progress: { completed: 1 } });
  });

  test('and is given back without another word ends with the silence', async () => {
    const { id, person } = await begin(['One?', 'Two?']);
    await say(person, 'How much does it cost?');
    await answered();
    await stage.advance(30 * HOUR);
    await giveBack(person);
    for (let day = 0; day < 9; day++) await stage.advance(24 * HOUR);
    expect(await targetOf(id, person)).toMatchObject({ status: 'completed' });
    expect((await campaigns.read(id)).status).toBe('done');
  });
});

describe('a stop that is taken back', () => {
  test('makes the dialog answerable again, and its script says nothing by itself', async () => {
    const { person } = await begin(['One?', 'Two?']);
    await say(person, 'No, do not write to me again');
    expect(await isStopped(person)).toBe(true);
    const lift = { username: person.username, because: 'It was a joke.' };
    const lifted = await stage.server.api.post('/do-not-contact/lift', lift);
    expect(lifted.body).toMatchObject({ success: true });

    const path = `/dialogs/number/${await dialogOf(person)}`;
    expect((await stage.server.api.get(path)).body.dialog).toMatchObject({
      status: 'active',
      is_automatic: false,
    });
    await say(person, 'Yes, please');
    await answered();
    const replied = await stage.server.api.post(`${path}/messages`, { content: 'Gladly.' });
    expect(replied.body).toMatchObject({ success: true });
    await stage.advance(3);
    expect(await textsTo(person)).toEqual(['One?', 'Gladly.']);
  });
});
