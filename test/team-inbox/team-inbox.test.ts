import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRow, text } from '../../server/base/db/rows.ts';
import { recordEvents, systemActor } from '../../server/base/events/record-events.ts';
import { handOver } from '../../server/features/dialogs/end-dialog.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { sentTo } from '../support/sent-messages.ts';
import { insertAccount, insertTalk } from '../support/talks.ts';
import { startTeamBot, type TeamBot, type TestOperator } from '../support/team-bot.ts';

type Post = {
  id: number;
  from: number;
  text: string;
  type: string;
  topic: number | null;
  service: string | null;
  deleted: boolean;
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

async function dialogOf(personId: number): Promise<number> {
  const row = await selectRow(
    team.server.app.db,
    { number: int },
    sql`
      select d.number from dialogs d join contacts c on c.id = d.contact_id
      where c.telegram_id = ${personId}`,
  );
  return row?.number ?? 0;
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

describe('a topic', () => {
  let timur: number;
  const own = async () => (await titles()).find(({ title }) => title.includes('Тимур'));

  beforeAll(async () => {
    timur = await team.control.makeUser({ firstName: 'Тимур' });
    await write(timur, 'Есть вопрос');
    await needsPerson(timur);
  });

  test('shows the draft of the AI, which a button sends', async () => {
    const { app } = team.server;
    const dialog = await dialogOf(timur);
    await app.database.transaction(async (tx) => {
      await tx.execute(sql`
        insert into ai_answers (workspace_id, purpose, dialog_id, contact_id, text, outcome, status,
          created_at)
        select d.workspace_id, 'answer', d.id, c.id, 'Слушаю вас <внимательно>', 'answer', 'draft',
          now()
        from dialogs d join contacts c on c.id = d.contact_id where c.telegram_id = ${timur}`);
      await recordEvents(tx, [
        {
          workspaceId: team.workspaceId,
          type: 'dialog.handed_over',
          at: app.clock.now(),
          data: { dialog, because: 'draft' },
        },
      ]);
    });
    for (let n = 0; n < 3; n++) await team.pass(3);
    const card = (await posts((await own())?.id)).at(-1);
    expect(card?.text).toContain('Слушаю вас <внимательно>');
    await team.control.post(`/users/${vera.telegramId}/press`, {
      message: card?.id,
      text: 'Отправить черновик',
      waitMs: 10_000,
    });
    for (let n = 0; n < 4; n++) await team.pass(3);
    expect((await sentTo(team.control, timur)).map((m) => m.text)).toEqual([
      'Слушаю вас <внимательно>',
    ]);
    const said = (await posts((await own())?.id)).map((post) => post.text);
    expect(said.some((words) => words.includes('отправляется: Vera'))).toBe(true);
    expect(said).toContain('ИИ: Слушаю вас <внимательно>');
  });

  test('gets what piles up in one message', async () => {
    const id = (await own())?.id;
    const before = (await posts(id)).length;
    for (let n = 0; n < 6; n++)
      await team.control.post(`/users/${timur}/messages`, {
        to: account.telegramId,
        text: `line ${n}`,
      });
    await write(timur, 'the last line');
    const added = (await posts(id)).slice(before);
    expect(added.length).toBeLessThanOrEqual(3);
    expect(added.map((post) => post.text).join('\n')).toMatch(
      /line 0[\s\S]*line 5[\s\S]*the last line/,
    );
  });

  test('passes photos and files on, both ways', async () => {
    const id = (await own())?.id;
    await team.control.post(`/users/${timur}/messages`, {
      to: account.telegramId,
      media: { type: 'photo', caption: 'смотрите' },
    });
    await waitFor(
      'the photo',
      async () => {
        await team.pass(3);
        return (await posts(id)).find((post) => post.type === 'photo');
      },
      20_000,
    );
    await team.control.post(`/chats/${groupId}/messages`, {
      from: vera.telegramId,
      topic: id,
      media: { type: 'document', filename: 'bill.pdf', caption: 'а вот счёт' },
    });
    const sent = await waitFor(
      'the file',
      async () => {
        await team.pass(3);
        return (await sentTo(team.control, timur)).find((m) => m.media?.filename === 'bill.pdf');
      },
      20_000,
    );
    expect(sent).toMatchObject({ type: 'document', text: 'а вот счёт' });
  });

  test('tells why an answer did not leave', async () => {
    const id = (await own())?.id;
    await team.control.post(`/users/${timur}/block`, { user: account.telegramId, blocked: true });
    await say(vera.telegramId, 'вы тут?', id);
    const told = await waitFor(
      'the reason',
      async () => {
        await team.pass(3);
        return (await posts(id)).find((post) => post.text.includes('Не ушло'));
      },
      20_000,
    );
    expect(told.text).toContain('заблокировал');
    await team.control.post(`/users/${timur}/block`, { user: account.telegramId, blocked: false });
  });

  test('that was deleted is made anew, and nothing doubles over restarts', async () => {
    const olga = await team.control.makeUser({ firstName: 'Ольга' });
    await write(olga, 'Здравствуйте');
    await needsPerson(olga);
    const hers = async () => (await titles()).filter(({ title }) => title.includes('Ольга'));
    const [first] = await hers();
    await fetch(`${team.box.botApi}/bot${team.bot.token}/deleteForumTopic`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chat_id: groupId, message_thread_id: first?.id }),
    });
    expect(await hers()).toEqual([]);
    await write(olga, 'Вы здесь?');
    await team.restart();
    for (let n = 0; n < 3; n++) await team.pass(3);
    const made = await hers();
    expect(made).toHaveLength(1);
    const said = (await posts(made[0]?.id)).map((post) => post.text).join('\n');
    expect(said.match(/Здравствуйте/g)?.length).toBe(1);
    expect(said).toContain('Вы здесь?');
  });

  test('of an erased person is deleted with all that was said', async () => {
    const row = await selectRow(
      team.server.app.db,
      { id: int },
      sql`select id from contacts where telegram_id = ${timur}`,
    );
    expect((await team.server.api.delete(`/contacts/${row?.id}`)).status).toBe(200);
    for (let n = 0; n < 3; n++) await team.pass(3);
    expect(await own()).toBe(undefined);
    expect((await posts()).some((post) => post.text.includes('line 0') && !post.deleted)).toBe(
      false,
    );
  });
});

describe('the group', () => {
  test('gets no more than Telegram allows a minute when many need a person at once', async () => {
    const { app } = team.server;
    await team.pass(61);
    const before = (await posts()).length;
    for (let n = 0; n < 12; n++) {
      const sender = await insertAccount(app, team.workspaceId);
      const talk = await insertTalk(app, team.workspaceId, sender, `flood ${n};`, 5_000 + n);
      await app.database.transaction((tx) =>
        handOver(app, tx, talk.dialogId, 'question', systemActor),
      );
    }
    const made = async () => (await titles()).filter(({ title }) => / 50\d\d$/.test(title)).length;
    for (let n = 0; n < 4; n++) await team.pass(3);
    expect((await posts()).length - before).toBeLessThanOrEqual(18);
    for (let minute = 0; minute < 3; minute++) {
      await team.pass(49);
      for (let n = 0; n < 4; n++) await team.pass(3);
    }
    expect(await made()).toBe(12);
    const told = (await posts()).slice(before).map((post) => post.text);
    for (let n = 0; n < 12; n++)
      expect(told.filter((words) => words.includes(`Анна: flood ${n};`))).toHaveLength(1);
  });

  test('is told in plain words when the bot loses its right', async () => {
    await makeAdmin(['deleteMessages']);
    const nina = await team.control.makeUser({ firstName: 'Нина' });
    await write(nina, 'Добрый день');
    await needsPerson(nina);
    expect((await posts()).at(-1)?.text).toContain('Управление темами');
    expect((await team.server.api.get('/team-inbox')).body.group.problem).toBeTruthy();
    await makeAdmin(['manageTopics', 'deleteMessages']);
    await team.pass(601);
    for (let n = 0; n < 3; n++) await team.pass(3);
    expect((await titles()).some(({ title }) => title.includes('Нина'))).toBe(true);
    expect((await team.server.api.get('/team-inbox')).body.group.problem).toBe(null);
  });

  test('is let go by /inbox off', async () => {
    expect((await answerTo(() => say(vera.telegramId, '/inbox off'))).text).toContain(
      'не приходят',
    );
    expect((await team.server.api.get('/team-inbox')).body.group).toBe(null);
    expect((await team.server.api.delete('/team-inbox')).status).toBe(404);
    await team.server.drain();
    const { body } = await team.server.api.get('/audit?limit=5');
    expect(body.entries.map((entry: { action: string }) => entry.action)).toContain(
      'team_group.disconnected',
    );
  });
});
