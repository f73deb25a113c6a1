import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import {
  type BotChat,
  type BotMessage,
  makeBot,
  openBotChat,
  type TestBot,
} from '../support/bot-chat.ts';
import { makeChat, makePeople } from '../support/chats.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let bot: TestBot;
let adminId: number;
let admin: BotChat;
let account: TestAccount;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'audiences bot' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'team_bot');
  adminId = await control.makeUser({ firstName: 'Vera', username: 'vera_admin', language: 'ru' });
  server = await startTestServer({
    TELEGRAM_EMULATOR: box.control,
    BOT_TOKEN: bot.token,
    ADMIN_TELEGRAM_ID: String(adminId),
  });
  account = await addAccount(server, control);
  await makeChat(control, {
    creator: account.telegramId,
    members: await makePeople(control, 7),
    title: 'Наши покупатели',
  });
  admin = openBotChat(control, bot, adminId);
  await control.post(`/users/${adminId}/start`, { bot: bot.id });
  await admin.next();
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const buttonsOf = (message: BotMessage) =>
  (message.replyMarkup?.inline_keyboard ?? []).flat().map((button) => button.text);

async function sendFile(name: string, content: string): Promise<BotMessage> {
  await control.post(`/users/${adminId}/messages`, {
    to: bot.id,
    media: {
      type: 'document',
      filename: name,
      base64: Buffer.from(content).toString('base64'),
    },
  });
  return admin.next();
}
/** Presses what brings the message up to date until it says that the job is done. */
async function untilDone(): Promise<BotMessage> {
  for (let looks = 0; looks < 20; looks++) {
    await server.drain();
    const message = await admin.press('🔄 Обновить');
    if (message.text.includes('готово')) return message;
  }
  throw new Error('the job did not end');
}

describe('an audience', () => {
  test('is collected from a chat, step by step, with the basis asked for', async () => {
    const list = await admin.ask('/audiences');
    expect(list.text).toContain('Аудиторий пока нет');
    expect((await admin.press('💬 Собрать из чата')).text).toContain('Какой аккаунт');
    const chats = await admin.press(account.key);
    expect(buttonsOf(chats)).toContain('Наши покупатели · 8');
    expect((await admin.press('Наши покупатели · 8')).text).toContain('Как назвать');
    const why = await admin.ask('Покупатели');
    expect(why.text).toContain('Почему этим людям можно писать?');
    expect((await admin.ask('просто так')).text).toContain('Нажмите одну из кнопок');
    await control.post(`/users/${adminId}/press`, {
      message: why.id,
      text: 'Это наши клиенты',
      waitMs: 20_000,
    });
    const begun = (await admin.all()).find(({ id }) => id === why.id);
    expect(begun?.text).toContain('Сбор аудитории «Покупатели»');
    await server.drain();
    const [audience] = (await server.api.get('/audiences')).body.audiences;
    expect(audience).toMatchObject({ name: 'Покупатели' });
    const { contacts } = (await server.api.get(`/audiences/${audience.id}/contacts`)).body;
    expect(contacts).toHaveLength(7);
    expect(contacts[0]).toMatchObject({ basis: 'customer', source: 'chat:Наши покупатели' });
  });

  test('shows its people and where they come from, and is exported as a table', async () => {
    await admin.ask('/audiences');
    const one = await admin.press('Покупатели');
    expect(one.text).toContain('7 человек');
    expect(one.text).toContain('chat:Наши покупатели');
    const pressed = await admin.press('📥 Экспорт');
    // The table is a message of its own, which may come after the tap is answered.
    const sent = pressed.media ? pressed : await admin.next();
    expect(sent.media?.filename).toBe('Покупатели.csv');
    const file = await fetch(`${box.control}/messages/${sent.id}/media`);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString().trim().split('\n')).toHaveLength(8);
  });

  test('is named once, and may take the title of the chat', async () => {
    await admin.ask('/audiences');
    await admin.press('💬 Собрать из чата');
    await admin.press(account.key);
    await admin.press('Наши покупатели · 8');
    expect((await admin.ask('покупатели')).text).toContain('уже есть');
    await admin.ask('/audiences');
    await admin.press('💬 Собрать из чата');
    await admin.press(account.key);
    await admin.press('Наши покупатели · 8');
    await admin.press('Так же, как чат');
    await admin.press('Они согласились получать сообщения');
    // The source was declared with another basis before: that is told, and nothing begins.
    expect((await admin.all()).at(-1)?.text).toContain('уже объявлен');
  });

  test('is refused from a chat that the account does not administer', async () => {
    const stranger = await control.makeUser({});
    await makeChat(control, {
      creator: stranger,
      members: [account.telegramId],
      username: 'not_ours',
      title: 'Чужой чат',
    });
    await admin.ask('/audiences');
    await admin.press('💬 Собрать из чата');
    await admin.press(account.key);
    const refused = await admin.ask('@not_ours');
    expect(refused.text).toContain('не администратор');
    expect(refused.text).toContain('Чужой чат');
  });

  test('is made from a file, which is shown as it is read', async () => {
    await admin.ask('/audiences');
    await admin.press('📎 Из файла');
    await admin.ask('С выставки');
    await admin.press('Они согласились получать сообщения');
    const begun = await sendFile(
      'fair.csv',
      'Телефон;Имя\n+79051110001;Анна\n+79051110002;Борис\n',
    );
    expect(begun.text).toContain('Телефон → phone');
    expect(begun.text).toContain('Анна');
    const done = await untilDone();
    expect(done.text).toContain('Новых: 2');
    expect((await admin.press('👥 Открыть аудиторию')).text).toContain('С выставки');
  });

  test('is made of those who wrote', async () => {
    const person = await control.makeUser({ firstName: 'Writer' });
    await control.post(`/users/${person}/messages`, {
      to: account.telegramId,
      text: 'Здравствуйте',
    });
    await admin.ask('/audiences');
    await admin.press('✍️ Из тех, кто писал');
    await admin.press('За 30 дней');
    await server.drain();
    await admin.ask('Написали сами');
    expect((await untilDone()).text).toContain('Найдено: 1');
  });

  test('is deleted after a question, and its old button says so', async () => {
    await admin.ask('/audiences');
    await admin.press('Покупатели');
    expect((await admin.press('🗑 Удалить')).text).toContain('Сами люди останутся');
    expect((await admin.press('Да, удалить')).text).toContain('удалена');
    const list = await admin.press('‹ Назад');
    expect(list.text).not.toContain('Покупатели');
  });
});

describe('the warm-up', () => {
  test('shows warming accounts with their plan', async () => {
    const warming = await addAccount(server, control, { status: 'warming' });
    const all = await admin.ask('/warmup');
    expect(all.text).toContain(warming.key);
    expect(all.text).toContain('день 1 из 7');
    expect((await admin.press(warming.key)).text).toContain('План');
  });

  test('takes channels onto its list and off it', async () => {
    await admin.ask('/warmup');
    expect((await admin.press('📺 Каналы для всех')).text).toContain('Список пуст');
    await admin.press('➕ Добавить канал');
    const list = await admin.ask('https://t.me/city_news');
    expect(buttonsOf(list)).toContain('✖️ @city_news');
    expect((await admin.press('✖️ @city_news')).text).toContain('Список пуст');
  });

  test('puts a channel on the list of one account', async () => {
    await admin.ask('/warmup');
    await admin.press('acc_2');
    await admin.press('➕ Канал этому аккаунту');
    expect((await admin.ask('@own_news')).text).toContain('@own_news — ещё не вступил');
  });
});

test('the main menu leads to both', async () => {
  const buttons = buttonsOf(await admin.ask('/menu'));
  expect(buttons).toContain('👥 Аудитории');
  expect(buttons).toContain('🔥 Прогрев');
});
