import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { addAccount } from '../support/accounts.ts';
import { type BotChat, makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { type Browser, setUp } from '../support/browser.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let anna: Browser;
let bot: TestBot;
let botId: number;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'bots' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'shop_bot');
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
  anna = await setUp(server);
  const added = await server.api.post('/bots', { token: bot.token });
  expect(added).toMatchObject({ status: 201, body: { bot: { username: 'shop_bot' } } });
  botId = added.body.bot.id;
  await online();
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const online = () =>
  waitFor(
    'the bot to be online',
    async () => {
      const { body } = await server.api.get('/bots');
      return body.bots.find((one: { id: number }) => one.id === botId)?.connection === 'online'
        ? true
        : undefined;
    },
    20_000,
  );

async function person(settings: Record<string, unknown>): Promise<{ id: number; chat: BotChat }> {
  const id = await control.makeUser({ language: 'ru', ...settings });
  return { id, chat: openBotChat(control, bot, id) };
}

describe('a token', () => {
  test('that Telegram does not know is refused with what to do', async () => {
    const answer = await server.api.post('/bots', { token: `777000:${'x'.repeat(35)}` });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(answer.body.message).toContain('BotFather');
  });

  test.each(['', 'token', '12:short', `12:${'ф'.repeat(35)}`])(
    'like "%s" is refused',
    async (t) => {
      expect((await server.api.post('/bots', { token: t })).status).toBe(400);
    },
  );

  test('is never shown', async () => {
    const { body } = await server.api.get('/bots');
    expect(JSON.stringify(body)).not.toContain(bot.token.split(':')[1]);
  });

  test('given once more leads to the same bot', async () => {
    const again = await server.api.post('/bots', { token: bot.token });
    expect(again.body.bot.id).toBe(botId);
    await online();
  });
});

describe('an operator', () => {
  test('is known by a one-time code, and only they are', async () => {
    const boris = await person({ firstName: 'Boris' });
    expect((await boris.chat.ask('/list_accounts')).text).toContain('/stop');
    const { body } = await anna.post('/session/telegram');
    expect(body.link).toBe(`https://t.me/shop_bot?start=${body.code}`);
    expect((await boris.chat.ask(`/start ${body.code}`)).text).toContain('Anna');
    expect((await boris.chat.ask('/list_accounts')).text).toContain('Аккаунтов пока нет');
    const stranger = await person({ firstName: 'Eve' });
    expect((await stranger.chat.ask(`/start ${body.code}`)).text).toContain('Код не подходит');
    expect((await stranger.chat.ask('/list_accounts')).text).not.toContain('Аккаунтов');
    const { body: own } = await anna.get('/session/telegram');
    expect(own.chats).toMatchObject([{ telegram_id: boris.id }]);
  });

  test('who unlinks is a stranger again', async () => {
    const vera = await person({ firstName: 'Vera' });
    const { body } = await anna.post('/session/telegram');
    await vera.chat.ask(`/start ${body.code}`);
    await anna.delete('/session/telegram');
    expect((await vera.chat.ask('/stats')).text).not.toContain('отправлено');
  });

  test('with a smaller role is told what the role does not allow', async () => {
    const { body: added } = await anna.post('/operators', { name: 'Spec', role: 'specialist' });
    const spec = await person({ firstName: 'Spec' });
    await server.app.database.transaction((tx) =>
      tx.execute(
        `insert into operator_chats (workspace_id, operator_id, telegram_id, linked_at)
         values (1, ${added.operator.id}, ${spec.id}, now())`,
      ),
    );
    expect((await spec.chat.ask('/add_account +79001112233')).text).toContain('роль');
    expect((await spec.chat.ask('/list')).text).toContain('ни один диалог');
  });
});

describe('anybody else', () => {
  const consent = { source: 'site', basis: 'opt_in' };

  test('who starts the bot by a link is a subscriber with the link’s word', async () => {
    const olga = await person({ firstName: 'Olga', username: 'olga_k' });
    await control.post(`/users/${olga.id}/start`, { bot: bot.id, param: 'spring' });
    expect((await olga.chat.next()).text).toContain('Здравствуйте');
    await server.drain();
    const { body } = await server.api.get('/events?type=bot.subscribed');
    expect(body.events[0].data).toMatchObject({ payload: 'spring' });
    expect((await server.api.get('/contacts?q=olga_k')).body.contacts).toHaveLength(1);
  });

  test('who says /stop is written to by nobody any more, and comes back by themselves', async () => {
    await addAccount(server, control);
    const petr = await person({ firstName: 'Petr', username: 'petr_k' });
    await petr.chat.ask('/start');
    const said = await petr.chat.ask('/stop');
    expect(said.text).toContain('больше не пишем');
    const refused = await server.api.post('/send', { username: 'petr_k', content: 'Hi', consent });
    expect(refused.body).toMatchObject({ success: false, error: 'do_not_contact' });
    expect((await petr.chat.ask('/start')).text).toContain('просили вам не писать');
    expect((await petr.chat.press('Снова получать сообщения')).text).toContain('снова с нами');
    const sent = await server.api.post('/send', { username: 'petr_k', content: 'Hi', consent });
    expect(sent.body).toMatchObject({ success: true });
    expect((await sentTo(control, petr.id)).filter(({ from }) => from !== bot.id)).toHaveLength(1);
    const { body } = await server.api.get('/contacts?q=petr_k');
    const evidence = await server.api.get(`/contacts/${body.contacts[0].id}/evidence`);
    expect(JSON.stringify(evidence.body)).toContain('Снова получать сообщения');
  });

  test('who blocks the bot in Telegram is not counted any more, until they return', async () => {
    const count = async () =>
      (await server.api.get('/bots')).body.bots.find((b: { id: number }) => b.id === botId)
        .subscribers;
    const nina = await person({ firstName: 'Nina' });
    await nina.chat.ask('/start');
    const before = await count();
    await control.post(`/users/${nina.id}/block`, { user: bot.id });
    await waitFor(
      'one less',
      async () => ((await count()) === before - 1 ? true : undefined),
      20_000,
    );
    await control.post(`/users/${nina.id}/block`, { user: bot.id, blocked: false });
    await waitFor('one more', async () => ((await count()) === before ? true : undefined), 20_000);
  });
});

test('what was heard while the server was down is answered when it is back', async () => {
  const kira = await person({ firstName: 'Kira' });
  await server.api.patch(`/bots/${botId}`, { enabled: false });
  await waitFor(
    'the bot to be let go',
    async () => {
      const { body } = await server.api.get('/bots');
      const found = body.bots.find((b: { id: number }) => b.id === botId);
      return found.connection === 'offline' ? true : undefined;
    },
    20_000,
  );
  await kira.chat.say('/start');
  await server.api.patch(`/bots/${botId}`, { enabled: true });
  expect((await kira.chat.next()).text).toContain('Здравствуйте');
  expect(await kira.chat.all()).toHaveLength(1);
});

test('a bot that is removed forgets its token, and hears nothing', async () => {
  const other = await makeBot(control, 'other_bot');
  const { body } = await server.api.post('/bots', { token: other.token });
  expect((await server.api.delete(`/bots/${body.bot.id}`)).status).toBe(200);
  const { body: left } = await server.api.get('/bots');
  expect(left.bots.map((b: { username: string }) => b.username)).toEqual(['shop_bot']);
  expect((await server.api.delete(`/bots/${body.bot.id}`)).status).toBe(404);
});
