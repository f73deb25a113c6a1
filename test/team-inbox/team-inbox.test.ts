import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRow, text } from '../../server/base/db/rows.ts';
import { systemActor } from '../../server/base/events/record-events.ts';
import { handOver } from '../../server/features/dialogs/end-dialog.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTeamBot, type TeamBot, type TestOperator } from '../support/team-bot.ts';

type Post = {
  id: number;
  from: number;
  text: string;
  type: string;
  topic: number | null;
  service: string | null;
  replyMarkup: { inline_keyboard?: { text: string }[][] } | null;
};

let team: TeamBot;
let vera: TestOperator;
let stranger: number;
let account: TestAccount;
let groupId: number;

beforeAll(async () => {
  team = await startTeamBot({ PUBLIC_URL: 'https://team.example.com' });
  vera = await team.operator('Vera', 'owner');
  stranger = await team.control.makeUser({ firstName: 'Guest', language: 'ru' });
  account = await addAccount(team.server, team.control, { firstName: 'Care' });
  const chat = await team.control.post<{ id: number }>('/chats', {
    kind: 'supergroup',
    title: 'Team',
    creator: vera.telegramId,
    members: [team.bot.id, stranger],
    forum: true,
  });
  groupId = chat.id;
});
afterAll(() => team?.stop());

const makeAdmin = (rights: string[]) =>
  team.control.patch(`/chats/${groupId}/members/${team.bot.id}`, { status: 'admin', rights });

const posts = async (topic?: number) =>
  (
    await team.control.get<{ messages: Post[] }>(
      `/chats/${groupId}/messages?limit=1000${topic === undefined ? '' : `&topic=${topic}`}`,
    )
  ).messages;

const say = (from: number, words: string, topic?: number) =>
  team.control.post(`/chats/${groupId}/messages`, {
    from,
    text: words,
    ...(topic !== undefined && { topic }),
  });

/** The bot's next words after those that stand there now. */
async function answerTo(work: () => Promise<unknown>): Promise<Post> {
  const last = (await posts()).at(-1)?.id ?? 0;
  await work();
  return waitFor('the bot to answer in the group', async () =>
    (await posts()).find(({ id, from }) => id > last && from === team.bot.id),
  );
}

/** The topic that every forum has. */
const GENERAL = 1;

const titles = async () =>
  (
    await team.control.get<{ topics: { id: number; title: string; closed: boolean }[] }>(
      `/chats/${groupId}`,
    )
  ).topics.filter(({ id }) => id !== GENERAL);

async function write(personId: number, words: string): Promise<void> {
  await team.control.post(`/users/${personId}/messages`, { to: account.telegramId, text: words });
  await waitFor(`"${words}" to be heard`, async () =>
    (await selectRow(
      team.server.app.db,
      { id: int },
      sql`select id from messages where direction = 'in' and content = ${words}`,
    ))
      ? true
      : undefined,
  );
  for (let n = 0; n < 5; n++) await team.pass(3);
}

/** As when the question of somebody who is led by a script is judged. */
async function needsPerson(personId: number): Promise<void> {
  const { app } = team.server;
  const row = await selectRow(
    app.db,
    { id: int },
    sql`
      select d.id from dialogs d join contacts c on c.id = d.contact_id
      where c.telegram_id = ${personId}`,
  );
  await app.database.transaction((tx) => handOver(app, tx, row?.id ?? 0, 'question', systemActor));
  for (let n = 0; n < 3; n++) await team.pass(3);
}

describe('a group', () => {
  test('without the right to manage topics is told what is missing', async () => {
    const { text: said } = await answerTo(() => say(vera.telegramId, '/inbox'));
    expect(said).toContain('Управление темами');
    expect((await team.server.api.get('/team-inbox')).body.group).toBe(null);
  });

  test('is connected by an operator alone', async () => {
    await makeAdmin(['manageTopics', 'deleteMessages']);
    expect((await answerTo(() => say(stranger, '/inbox'))).text).toContain('только операторов');
    expect((await answerTo(() => say(vera.telegramId, '/inbox'))).text).toContain('Готово');
    expect((await team.server.api.get('/team-inbox')).body.group).toMatchObject({ title: 'Team' });
  });

  test('hears nobody but operators, and tells others so once', async () => {
    expect((await answerTo(() => say(stranger, 'Привет'))).text).toContain('только операторов');
    const before = (await posts()).length;
    await say(stranger, 'Есть кто?');
    expect((await answerTo(() => say(vera.telegramId, '/inbox'))).text).toContain('Готово');
    expect(await posts()).toHaveLength(before + 3);
  });
});

describe('a dialog that needs a person', () => {
  let maria: number;
  let topic: number;

  test('is a topic with what was said', async () => {
    maria = await team.control.makeUser({ firstName: 'Мария', lastName: 'Иванова' });
    await write(maria, 'Сколько стоит <b>доставка</b>?');
    await needsPerson(maria);
    await write(maria, 'И когда?');
    const [first] = await titles();
    expect(first?.title).toMatch(/^🟡 Мария Иванова · \d+$/);
    topic = first?.id ?? 0;
    const said = (await posts(topic)).map((post) => post.text).join('\n');
    expect(said).toContain('Мария Иванова: Сколько стоит <b>доставка</b>?');
    expect(said).toContain('Мария Иванова: И когда?');
  });

  test('is answered by writing there', async () => {
    await say(vera.telegramId, 'Триста рублей, завтра.', topic);
    await waitFor('the answer', async () => {
      await team.pass(3);
      return (await sentTo(team.control, maria)).length > 0 ? true : undefined;
    });
    expect((await sentTo(team.control, maria)).map((m) => m.text)).toEqual([
      'Триста рублей, завтра.',
    ]);
    await team.pass(61);
    await team.pass(2);
    expect((await titles())[0]?.title).toMatch(/^🟢/);
    const said = (await posts(topic)).map((post) => post.text);
    expect(said.filter((words) => words.includes('Триста'))).toEqual(['Триста рублей, завтра.']);
  });

  test('keeps what begins with a slash and a space for the team', async () => {
    expect(
      (await answerTo(() => say(vera.telegramId, '/ постоянный клиент', topic))).text,
    ).toContain('Записано');
    const row = await selectRow(
      team.server.app.db,
      { notes: text },
      sql`select notes from dialogs where notes <> ''`,
    );
    expect(row?.notes).toBe('Vera: постоянный клиент');
    expect(await sentTo(team.control, maria)).toHaveLength(1);
  });

  test('shows what was answered elsewhere', async () => {
    const dialog = (await titles())[0]?.title.split('· ')[1];
    await team.pass(1);
    await team.server.api.post(`/dialogs/number/${dialog}/messages`, { content: 'Из пульта' });
    for (let n = 0; n < 4; n++) await team.pass(3);
    expect((await posts(topic)).map((post) => post.text)).toContain('Оператор: Из пульта');
  });

  test('is closed when it ends, by a button too', async () => {
    const card = (await posts(topic)).findLast((post) =>
      post.replyMarkup?.inline_keyboard?.flat().some(({ text: key }) => key === 'Остановить'),
    );
    await team.control.post(`/users/${vera.telegramId}/press`, {
      message: card?.id,
      text: 'Остановить',
      waitMs: 10_000,
    });
    for (let n = 0; n < 4; n++) await team.pass(30);
    expect((await titles())[0]).toMatchObject({
      title: expect.stringMatching(/^⚪/),
      closed: true,
    });
  });
});
