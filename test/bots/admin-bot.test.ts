import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { addAccount, newPhone } from '../support/accounts.ts';
import { type BotChat, makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { type LlmServer, startLlmServer } from '../support/llm-server.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let bot: TestBot;
let adminId: number;
let llm: LlmServer;
let admin: BotChat;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'admin bot' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'team_bot');
  llm = await startLlmServer();
  adminId = await control.makeUser({ firstName: 'Vera', username: 'vera_admin', language: 'ru' });
  server = await startTestServer({
    TELEGRAM_EMULATOR: box.control,
    BOT_TOKEN: bot.token,
    ADMIN_TELEGRAM_ID: String(adminId),
    MAX_DAILY_ACTIVE: '1000',
    LLM_API_KEY: 'key',
    LLM_BASE_URL: llm.url,
    LLM_MODEL: 'small',
  });
  admin = openBotChat(control, bot, adminId);
  await control.post(`/users/${adminId}/start`, { bot: bot.id });
  await admin.next();
});
afterAll(async () => {
  await server?.stop();
  await llm?.close();
  await box?.stop();
});

test('the bot of BOT_TOKEN greets ADMIN_TELEGRAM_ID with all commands of the seed', async () => {
  const { text } = await admin.ask('/start');
  for (const command of [
    '/add_account',
    '/list_accounts',
    '/disable_account',
    '/start',
    '/stop',
    '/list',
    '/view',
    '/export',
    '/export_all',
    '/stats',
    '/pause',
    '/resume',
    '/proxy',
  ])
    expect(text).toContain(command);
});

describe('accounts', () => {
  const codeOf = async (phone: string) =>
    (await control.get<{ code: string }>(`/codes?phone=${encodeURIComponent(phone)}`)).code;
  const spaced = (code: string) => [...code].join('-');

  test('are added by phone, code and password, and the secrets leave the chat', async () => {
    const phone = newPhone();
    await control.makeUser({ firstName: 'Sales', phone, password: 'hunter2' });
    expect((await admin.ask(`/add_account ${phone}`)).text).toContain('1-2-3-4-5');
    const wrongCode = await admin.say('0-0-0-0-0');
    expect((await admin.next()).text).toMatch(/код/i);
    const codeMessage = await admin.say(spaced(await codeOf(phone)));
    expect((await admin.next()).text).toContain('облачный пароль');
    const wrongPassword = await admin.say('hunter3');
    expect((await admin.next()).text).toMatch(/пароль/i);
    const passwordMessage = await admin.say('hunter2');
    expect((await admin.next()).text).toMatch(/acc_\d+.*добавлен/);
    const isDeleted = async (secret: number) => {
      const { messages } = await control.get<{ messages: { id: number; deleted: boolean }[] }>(
        `/messages?from=${adminId}&to=${bot.id}&limit=1000`,
      );
      return messages.find(({ id }) => id === secret)?.deleted;
    };
    for (const secret of [wrongCode, codeMessage, wrongPassword, passwordMessage])
      await expect.poll(() => isDeleted(secret), { timeout: 20_000 }).toBe(true);
  });

  test('the phone may be asked for first, and /cancel leaves the conversation', async () => {
    expect((await admin.ask('/add_account')).text).toContain('Какой номер');
    expect((await admin.ask('/cancel')).text).toContain('забыли');
    expect((await admin.ask('+79990000000')).text).toContain('/help');
  });

  test('a number that is none is explained, and the question stands', async () => {
    await admin.ask('/add_account');
    expect((await admin.ask('по телефону')).text).toMatch(/номер/i);
    const phone = newPhone();
    await control.makeUser({ firstName: 'Later', phone });
    expect((await admin.ask(phone)).text).toContain('1-2-3-4-5');
    await admin.ask('/cancel');
  });

  test('are listed with status and use, and disabled by phone', async () => {
    const account = await addAccount(server, control, { firstName: 'Care' });
    expect((await admin.ask('/list_accounts')).text).toContain(account.phone);
    expect((await admin.ask(`/disable_account ${account.phone}`)).text).toContain('отключён');
    const answer = await server.api.get(`/accounts/${account.key}`);
    expect(answer.body.account.status).toBe('disabled');
    expect((await admin.ask('/disable_account +70000000001')).text).toContain('нет');
  });

  test('the proxy is switched on and off for all', async () => {
    expect((await admin.ask('/proxy on')).text).toContain('включены');
    expect((await server.api.get('/settings')).body.settings.proxy_enabled).toBe(true);
    expect((await admin.ask('/proxy off')).text).toContain('выключены');
    expect((await admin.ask('/proxy')).text).toContain('выключены');
  });
});

describe('dialogs', () => {
  let personId: number;

  beforeAll(async () => {
    await addAccount(server, control, { firstName: 'Writer' });
    personId = await control.makeUser({ firstName: 'Anna', username: 'anna_k' });
  });

  test('begin with a basis and the first words, and Anna reads them', async () => {
    const asked = await admin.ask('/start @anna_k');
    expect(asked.replyMarkup?.inline_keyboard?.flat().map((b) => b.text)).toContain('Наш клиент');
    expect((await admin.press('Наш клиент')).text).toContain('Что написать');
    expect((await admin.ask('Здравствуйте, Анна! Ваш заказ готов.')).text).toContain('Отправлено');
    expect((await sentTo(control, personId)).map(({ text }) => text)).toEqual([
      'Здравствуйте, Анна! Ваш заказ готов.',
    ]);
    const { body } = await server.api.get('/contacts?q=anna_k');
    expect(body.contacts[0]).toMatchObject({ basis: 'customer' });
  });

  test('who has a dialog is not begun with again', async () => {
    expect((await admin.ask('/start @anna_k')).text).toContain('уже есть диалог');
  });

  test('are listed, looked at, exported and stopped by number', async () => {
    const listed = (await admin.ask('/list')).text;
    const number = /^(\d+) Anna/m.exec(listed)?.[1];
    expect(number).toBeDefined();
    expect((await admin.ask(`/view ${number}`)).text).toContain('Ваш заказ готов');
    const exported = await admin.ask(`/export ${number}`);
    expect(exported.media?.filename).toBe(`dialog-${number}.txt`);
    const file = await control.raw('GET', `/messages/${exported.id}/media`);
    expect(await file.text()).toContain('Ваш заказ готов');
    expect((await admin.ask(`/stop ${number}`)).text).toContain('остановлен');
    const { body } = await server.api.get(`/dialogs/number/${number}`);
    expect(body.dialog.status).toBe('stopped');
    expect((await server.api.get('/contacts?opted_out=true')).body.contacts).toEqual([]);
    expect((await admin.ask('/list')).text).not.toContain('Anna');
  });

  test('all leave as one archive of text files', async () => {
    await admin.say('/export_all');
    expect((await admin.next()).text).toContain('Собираю');
    const exported = await admin.next();
    expect(exported.media?.filename).toBe('dialogs.zip');
    const file = await control.raw('GET', `/messages/${exported.id}/media`);
    const files = unzipSync(new Uint8Array(await file.arrayBuffer()));
    expect(Object.keys(files)).toEqual([expect.stringMatching(/^dialog-\d+\.txt$/)]);
    expect(new TextDecoder().decode(Object.values(files)[0])).toContain('Ваш заказ готов');
  });

  test.each([
    ['/stop', 'Какой диалог'],
    ['/stop 999999', 'нет'],
    ['/view анна', 'номер'],
    ['/export 0', 'нет'],
    ['/pause кампания', 'номер'],
    ['/nonsense', '/help'],
    ['привет', '/help'],
  ])('%s is answered with what to do', async (words, expected) => {
    expect((await admin.ask(words)).text).toContain(expected);
  });

  test('a button of an older version answers politely', async () => {
    await fetch(`${box.botApi}/bot${bot.token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: adminId,
        text: 'Last year',
        reply_markup: { inline_keyboard: [[{ text: 'Old', callback_data: 'gone:1' }]] },
      }),
    });
    await admin.next();
    expect((await admin.press('Old')).text).toContain('устарела');
  });
});

test('the day is told, and pausing with nothing running says so', async () => {
  expect((await admin.ask('/stats')).text).toContain('Сегодня отправлено 1');
  expect((await admin.ask('/pause')).text).toContain('ни одна кампания');
  expect((await admin.ask('/resume')).text).toContain('ничего нет');
});

test('what was done from Telegram stands in the audit with where it came from', async () => {
  await server.drain();
  const { body } = await server.api.get('/audit?limit=200');
  const disabled = body.entries.find(
    (e: { action: string; details: { to?: string } }) =>
      e.action === 'account.status_changed' && e.details.to === 'disabled',
  );
  expect(disabled).toMatchObject({ actor: 'operator:1', address: 'telegram' });
});

describe('the first words of a dialog', () => {
  let personId: number;

  beforeAll(async () => {
    await addAccount(server, control, { firstName: 'Opener' });
    personId = await control.makeUser({ firstName: 'Nina', username: 'nina_first' });
  });

  test('may be proposed by the AI, again and again, and leave when they are liked', async () => {
    await admin.ask('/start @nina_first');
    await admin.press('Наш клиент');
    expect((await admin.press('✨ Предложить текст')).text).toContain('Ролей ИИ пока нет');
    await server.api.post('/assistant/roles', {
      name: 'Мастерская',
      prompt: 'Ты пишешь от имени мастерской столов.',
      facts: 'Стол стоит 5000 рублей.',
      language: 'ru',
    });
    llm.replies.push('Здравствуйте! Мы мастерская столов. Подсказать по размерам?');
    await admin.ask('/start @nina_first');
    await admin.press('Наш клиент');
    expect((await admin.press('✨ Предложить текст')).text).toContain('Подсказать по размерам?');
    expect(llm.requests.at(-1)?.system).toContain('мастерской столов');
    llm.replies.push('Столы дарим, скидка 90 процентов до завтра, звоните 8 800 555 35 35!');
    const refused = await admin.press('🔁 Другой вариант');
    expect(refused.text).toContain('не получилось');
    expect(await sentTo(control, personId)).toEqual([]);
    llm.replies.push('Здравствуйте! Это мастерская столов. Вам ещё нужен стол?');
    await admin.ask('/start @nina_first');
    await admin.press('Наш клиент');
    await admin.press('✨ Предложить текст');
    expect((await admin.press('✅ Отправить')).text).toContain('Отправлено');
    expect((await sentTo(control, personId)).map(({ text }) => text)).toEqual([
      'Здравствуйте! Это мастерская столов. Вам ещё нужен стол?',
    ]);
  });

  test('are the operator’s own all the same, and the model’s silence is told', async () => {
    await control.makeUser({ firstName: 'Lev', username: 'lev_first' });
    await admin.ask('/start @lev_first');
    await admin.press('Наш клиент');
    llm.replies.push({ status: 500 }, { status: 500 }, { status: 500 });
    expect((await admin.press('✨ Предложить текст')).text).toContain('Модель недоступна');
    expect((await admin.ask('Здравствуйте, Лев!')).text).toContain('Отправлено');
  });
});
