import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { systemActor } from '../../server/base/events/record-events.ts';
import { handOver } from '../../server/features/dialogs/end-dialog.ts';
import { enqueueJob } from '../../server/features/jobs/enqueue-job.ts';
import { setUp } from '../support/browser.ts';
import { makeOwner } from '../support/business.ts';
import { insertAccount, insertTalk } from '../support/talks.ts';
import { startTeamBot, type TeamBot, type TestOperator } from '../support/team-bot.ts';

let team: TeamBot;
let vera: TestOperator;
let boris: TestOperator;

beforeAll(async () => {
  team = await startTeamBot({ PUBLIC_URL: 'https://team.example.com' });
  vera = await team.operator('Vera', 'owner', 'ru');
  boris = await team.operator('Boris', 'operator', 'en');
});
afterAll(() => team?.stop());

const limited = (senderId: number) => ({
  type: 'account.status_changed',
  senderId,
  data: { from: 'active', to: 'limited', cause: 'PEER_FLOOD' },
});

async function waitingDialog(
  text: string,
): Promise<{ number: number; contactId: number; id: number }> {
  const account = await insertAccount(team.server.app, team.workspaceId);
  const talk = await insertTalk(team.server.app, team.workspaceId, account, text);
  const { app } = team.server;
  await app.database.transaction((tx) => handOver(app, tx, talk.dialogId, 'question', systemActor));
  const [row] = (
    (await app.db.execute(
      sql`select number from dialogs where id = ${talk.dialogId}`,
    )) as unknown as {
      rows: { number: number }[];
    }
  ).rows;
  return { number: Number(row?.number), contactId: talk.contactId, id: talk.dialogId };
}

describe('what happens to accounts', () => {
  test('is told in one message when it happens to ten at once, and links to the console', async () => {
    await vera.news();
    await boris.news();
    const accounts: number[] = [];
    for (let n = 0; n < 12; n++)
      accounts.push(await insertAccount(team.server.app, team.workspaceId));
    await team.happens(accounts.map(limited));
    await team.pass(4);
    const told = await vera.news();
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('Telegram ограничил 12 аккаунтов');
    expect(told[0]?.text).toContain('PEER_FLOOD');
    expect(told[0]?.text).toContain('и ещё 2');
    expect(told[0]?.replyMarkup?.inline_keyboard?.flat()).toEqual([
      { text: 'Открыть в пульте', url: 'https://team.example.com/app/accounts' },
    ]);
    expect(await boris.news()).toEqual([]);
    await team.happens(accounts.slice(0, 2).map(limited));
    await team.pass(10);
    expect(await vera.news()).toEqual([]);
    await team.pass(50);
    expect((await vera.news()).map(({ text }) => text)).toEqual([
      expect.stringContaining('ограничил 2 аккаунта'),
    ]);
  });
});

describe('a dialog that needs a person', () => {
  test('is told with what the person said, as they said it, and with buttons', async () => {
    await team.pass(61);
    await boris.news();
    const dialog = await waitingDialog('Is it <b>5</b> & less?');
    await team.pass(4);
    const [told] = await boris.news();
    expect(told?.text).toContain(`Dialog ${dialog.number} · Анна`);
    expect(told?.text).toContain('Is it <b>5</b> & less?');
    expect(told?.text).toContain('The person asked a question.');
    expect(told?.replyMarkup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual([
      'Take',
      'Stop',
      'Show',
      'Open in the console',
    ]);
    await vera.chat.press('Взять');
    expect((await vera.chat.all()).at(-1)?.text).toContain('ведёт Vera');
    await boris.chat.press('Take');
    expect((await boris.chat.all()).at(-1)?.text).toContain('Vera has already taken');
    await boris.chat.press('Stop');
    expect((await boris.chat.all()).at(-1)?.text).toContain('Stopped by Boris');
    await vera.chat.press('Остановить');
    expect((await vera.chat.all()).at(-1)?.text).toContain('уже закончен: Boris');
  });

  test('is one of five hundred: three are told, the others counted', async () => {
    await team.pass(61);
    await vera.news();
    for (let n = 0; n < 12; n++) await waitingDialog(`Question ${n}`);
    await team.happens(
      Array.from({ length: 488 }, (_, n) => ({
        type: 'dialog.handed_over',
        data: { dialog: 100_000 + n, because: 'question' },
      })),
    );
    // One message a second is what Telegram allows in a chat.
    for (let second = 0; second < 8; second++) await team.pass(2);
    const told = await vera.news();
    expect(told).toHaveLength(4);
    expect(told.at(-1)?.text).toContain('497');
  });
});

describe('an operator', () => {
  test('chooses in the bot what they are told, and when without sound', async () => {
    await team.pass(61);
    await boris.news();
    await boris.chat.say('/notifications');
    const shown = await waitFor('the choice', async () =>
      (await boris.chat.all()).find((message) => message.text.startsWith('Notifications')),
    );
    const names = shown.replyMarkup?.inline_keyboard?.flat().map((key) => key.text) ?? [];
    expect(names).toContain('✅ A dialog needs a person');
    expect(names).toContain('▫️ An account was limited');
    await boris.chat.press('▫️ An account was limited');
    await boris.chat.press('🔔 Always with sound');
    const chosen = await boris.chat.press('🔕 Silent from 22 to 8');
    const after = chosen.replyMarkup?.inline_keyboard?.flat().map((key) => key.text) ?? [];
    expect(after).toContain('✅ An account was limited');
    expect(after).toContain('🔕 Silent from 22 to 8');
    await boris.news();
    await vera.news();
    const account = await insertAccount(team.server.app, team.workspaceId);
    await team.happens([limited(account)]);
    await team.pass(4);
    expect((await boris.news()).map((message) => message.text)).toEqual([
      expect.stringContaining('Telegram limited 1 account'),
    ]);
    expect((await vera.news()).map((message) => message.text)).toEqual([
      expect.stringContaining('Telegram ограничил 1 аккаунт'),
    ]);
  });

  test('is not told of what they did themselves', async () => {
    await team.pass(61);
    await team.happens([
      {
        type: 'account.status_changed',
        actor: { kind: 'operator', id: vera.id },
        senderId: await insertAccount(team.server.app, team.workspaceId),
        data: { from: 'active', to: 'limited', cause: 'by hand' },
      },
    ]);
    await team.pass(4);
    expect(await vera.news()).toEqual([]);
    expect(await boris.news()).toHaveLength(1);
  });

  test('who chooses in the console what is told is obeyed too', async () => {
    const anna = await setUp(team.server);
    const { body } = await anna.get('/session/notifications');
    expect(body).toMatchObject({ quiet_hours: null, chats: 0 });
    expect(body.kinds).toContainEqual({
      kind: 'campaign_done',
      title: expect.any(String),
      on: true,
    });
    const changed = await anna.patch('/session/notifications', {
      kinds: { campaign_done: false },
      quiet_hours: { from: 22, to: 8 },
    });
    expect(changed.body).toMatchObject({ quiet_hours: { from: 22, to: 8 } });
    expect(changed.body.kinds).toContainEqual({
      kind: 'campaign_done',
      title: expect.any(String),
      on: false,
    });
    const wrong = await anna.patch('/session/notifications', { kinds: { nonsense: true } });
    expect(wrong.status).toBe(400);
  });
});

describe('other news', () => {
  test('are told by kind: the end of an import, stops, a bot that fails, an account to sign in', async () => {
    await team.pass(61);
    await vera.news();
    const { app } = team.server;
    const job = await app.database.transaction((tx) =>
      enqueueJob(app, tx, {
        workspaceId: team.workspaceId,
        kind: 'contacts.import',
        title: { ru: 'Импорт <people>.csv', en: 'Import of people.csv' },
        args: {},
        actor: systemActor,
        dueAt: new Date('2030-01-01T00:00:00Z'),
      }),
    );
    await team.happens([
      { type: 'job.done', data: { job_id: job.id, kind: 'contacts.import' } },
      { type: 'job.done', data: { job_id: job.id, kind: 'audience.export' } },
      { type: 'contact.opted_out', data: { reason: 'refused', cause: 'rule:stop_request' } },
      { type: 'contact.opted_out', data: { reason: 'refused', cause: 'rule:stop_request' } },
      // From a list that was imported.
      { type: 'contact.opted_out', data: { reason: 'a list' } },
      { type: 'bot.failed', data: { bot_id: team.botId, reason: 'Unauthorized' } },
      {
        type: 'account.status_changed',
        senderId: await insertAccount(app, team.workspaceId),
        data: { from: 'active', to: 'disabled', cause: 'AUTH_KEY_UNREGISTERED' },
      },
    ]);
    for (let n = 0; n < 6; n++) await team.pass(2);
    const told = (await vera.news()).map((message) => message.text);
    expect(told).toHaveLength(4);
    expect(told).toContainEqual(expect.stringContaining('✅ Импорт <people>.csv'));
    expect(told).toContainEqual(expect.stringContaining('Просят больше не писать: 2 человека'));
    expect(told).toContainEqual(expect.stringContaining('Unauthorized'));
    expect(told).toContainEqual(expect.stringContaining('нужно войти заново: 1 аккаунт'));
  });

  test('that happened while no process ran are told by the next one, once', async () => {
    await team.pass(61);
    await vera.news();
    const account = await insertAccount(team.server.app, team.workspaceId);
    await team.happens([{ type: 'account.added', senderId: account }]);
    await team.restart();
    for (let n = 0; n < 3; n++) await team.pass(3);
    await team.restart();
    for (let n = 0; n < 3; n++) await team.pass(3);
    expect((await vera.news()).map((message) => message.text)).toEqual([
      expect.stringContaining('Добавлено: 1 аккаунт'),
    ]);
  });
});

describe('a draft of the AI', () => {
  test('stands under the dialog it is for, and a late tap is told who was first', async () => {
    await team.pass(61);
    await vera.news();
    await boris.news();
    const dialog = await waitingDialog('Do you deliver?');
    const { app } = team.server;
    await app.db.execute(sql`
      insert into ai_answers (workspace_id, purpose, dialog_id, contact_id, text, outcome, status,
        created_at)
      values (${team.workspaceId}, 'answer', ${dialog.id}, ${dialog.contactId},
        'Yes, for <5 euro', 'answer', 'draft', now())`);
    await team.pass(4);
    const [told] = await boris.news();
    expect(told?.text).toContain('Yes, for <5 euro');
    await vera.chat.press('Отклонить черновик');
    expect((await vera.chat.all()).at(-1)?.text).toContain('отклонён: Vera');
    await boris.chat.press('Send the draft');
    expect((await boris.chat.all()).at(-1)?.text).toContain('settled: Vera');
  });
});

describe('a business account that asks to be connected', () => {
  const asks = async (firstName: string) => {
    const owner = await makeOwner(team, { firstName, username: `${firstName}_shop` });
    await owner.connect();
    return { ...owner, key: await owner.key() };
  };
  const statusOf = async (key: string) => {
    const { body } = await team.server.api.get('/business');
    return body.connections.find((c: { id: string }) => c.id === key)?.status;
  };

  test('is told to those who may agree, who answer in place; a late tap is told who was first', async () => {
    const ada = await team.operator('Ada', 'admin', 'en');
    await team.pass(61);
    for (const operator of [vera, boris, ada]) await operator.news();
    const olga = await asks('Olga');
    const pavel = await asks('Pavel');
    await team.pass(4);
    const [told] = await vera.news();
    expect(told?.text).toContain('Просят подключить: 2 бизнес-аккаунта');
    expect(told?.text).toContain(
      `${olga.key} Olga Owner @olga_shop · через бота @${team.bot.username}`,
    );
    const keys = told?.replyMarkup?.inline_keyboard?.flat() ?? [];
    expect(keys.map(({ text }) => text)).toEqual([
      `✅ Подключить ${olga.key}`,
      `❌ Отказать ${olga.key}`,
      `✅ Подключить ${pavel.key}`,
      `❌ Отказать ${pavel.key}`,
      'Открыть в пульте',
    ]);
    expect(keys.at(-1)?.url).toBe('https://team.example.com/app/settings/bots');
    expect(await ada.news()).toHaveLength(1);
    // Who may not bring accounts in isn't told, unless they choose to be.
    expect(await boris.news()).toEqual([]);

    const after = await vera.chat.press(`✅ Подключить ${olga.key}`);
    expect(after.text).toContain(`Подключён ${olga.key}: Vera`);
    expect(after.text).toContain('Просят подключить: 1 бизнес-аккаунт');
    expect(await statusOf(olga.key)).toBe('connected');
    const late = await ada.chat.press(`❌ Refuse ${olga.key}`);
    expect(late.text).toContain(`${olga.key} has already been settled: Vera`);
    expect(await statusOf(olga.key)).toBe('connected');
    const refused = await ada.chat.press('❌ Refuse');
    expect(refused.text).toContain(`${pavel.key} is refused by Ada`);
    expect(await statusOf(pavel.key)).toBeUndefined();
  });

  test('and takes it back before anybody was told is not told of', async () => {
    await team.pass(61);
    await vera.news();
    const nina = await asks('Nina');
    await nina.disconnect();
    await waitFor('the end', async () => ((await statusOf(nina.key)) ? undefined : true));
    await team.pass(4);
    expect(await vera.news()).toEqual([]);
  });

  test('is told without buttons to who may only look, and in words to who taps too late for its owner', async () => {
    await team.pass(61);
    await boris.news();
    await vera.news();
    await boris.chat.say('/notifications');
    await waitFor('the choice', async () =>
      (await boris.chat.all()).at(-1)?.text.startsWith('Notifications') ? true : undefined,
    );
    await boris.chat.press('▫️ A business account asks to be connected');
    await boris.news();
    const ivan = await asks('Ivan');
    await team.pass(4);
    const [told] = await boris.news();
    expect(told?.replyMarkup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual([
      'Open in the console',
    ]);
    await ivan.disconnect();
    await waitFor('the end', async () => ((await statusOf(ivan.key)) ? undefined : true));
    const late = await vera.chat.press('✅ Подключить');
    expect(late.text).toContain(`Владелец ${ivan.key} больше не просит`);
  });
});
