import { InlineKeyboard, Keyboard } from 'grammy';
import type { Api as GramJs, TelegramClient } from 'telegram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gramjsClient, trustBoxInGramjs } from '../gramjs-client.ts';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { hasTelethon, startTelethon, type Telethon } from '../telethon-client.ts';
import { botFixture } from './bot-fixture.ts';

const world = mtcuteFixture('bots and older layers');
const bots = botFixture(world);

/** A bot that says on which button somebody pressed, with a bill and every kind of button sent. */
async function busyBot() {
  const made = await bots.makeBot();
  const guest = await bots.makeGuest(made);
  await bots.polling(made, (bot) => {
    bot.on('callback_query:data', (context) =>
      context.answerCallbackQuery(`Pressed ${context.callbackQuery.data}`),
    );
  });
  const api = bots.apiOf(made);
  const price = [{ label: 'A month', amount: 5 }];
  await api.sendInvoice(guest, 'Plan', 'A month', 'x', 'XTR', price);
  const keyboard = new Keyboard().text('Yes').requestContact('My number').row().text('No');
  await api.sendMessage(guest, 'Sure?', { reply_markup: keyboard.resized() });
  const buttons = new InlineKeyboard()
    .text('One', '1')
    .url('Site', 'https://example.com')
    .row()
    .copyText('Copy', 'copied')
    .webApp('App', 'https://example.com/app')
    .switchInline('Find', 'x');
  await api.sendMessage(guest, 'Choose', { reply_markup: buttons });
  await api.setMyCommands([{ command: 'start', description: 'Begin' }]);
  return { made, guest, api };
}

const session = async (userId: number, format: string) =>
  (await world.control.post<{ session: string }>(`/users/${userId}/session`, { format })).session;

describe('The buttons of a bot', () => {
  it('are shown and pressed in GramJS (layer 198)', async () => {
    trustBoxInGramjs(world.box);
    const { api, guest, made } = await busyBot();
    const client: TelegramClient = gramjsClient(world.box, await session(guest, 'gramjs'));
    try {
      await client.connect();
      const [choice, question, bill] = await client.getMessages(made.username, { limit: 3 });
      const shown = choice?.replyMarkup as GramJs.ReplyInlineMarkup;
      const texts = shown.rows.map((row) => row.buttons.map(({ text }) => text));
      expect(texts).toEqual([
        ['One', 'Site'],
        ['Copy', 'App', 'Find'],
      ]);
      expect(question?.replyMarkup?.className).toBe('ReplyKeyboardMarkup');
      expect(bill?.media?.className).toBe('MessageMediaInvoice');
      const answer = await choice?.click({ i: 0 });
      expect(answer).toMatchObject({ message: 'Pressed 1' });
      await api.setMessageReaction(guest, 1, [{ type: 'emoji', emoji: '👍' }]);
    } finally {
      await client.destroy();
    }
  });

  describe.skipIf(!hasTelethon())('in Telethon (layer 144)', () => {
    let telethon: Telethon;
    beforeAll(() => {
      telethon = startTelethon(world.box);
    });
    afterAll(() => telethon.stop());

    it('are shown and pressed', async () => {
      const { api, guest, made } = await busyBot();
      const peer = made.username;
      await telethon.ask('guest', 'connect', { session: await session(guest, 'telethon') });
      expect(await telethon.ask('guest', 'buttons', { peer, press: 'One' })).toEqual({
        rows: [
          ['One', 'Site'],
          ['Copy', 'App', 'Find'],
        ],
        answer: 'Pressed 1',
      });
      await api.setMessageReaction(guest, 1, [{ type: 'emoji', emoji: '👍' }]);
      await api.sendMessage(guest, 'Later');
      expect(await telethon.ask('guest', 'buttons', { peer })).toEqual({ text: 'Later', rows: [] });
      expect(await telethon.ask('guest', 'history', { peer, limit: 3 })).toHaveLength(3);
    });
  });
});
