import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../server/base/events/record-events.ts';
import { handOver } from '../../server/features/dialogs/end-dialog.ts';
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
