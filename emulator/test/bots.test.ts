import { InlineKeyboard } from 'grammy';
import { describe, expect, it } from 'vitest';
import { botFixture } from './bot-fixture.ts';
import { mtcuteFixture } from './mtcute-fixture.ts';
import { waitFor } from './wait-for.ts';

const world = mtcuteFixture('bots');
const bots = botFixture(world);

type Listed = { messages: { id: number; text: string; replyMarkup: unknown }[] };
const sentBy = async (from: number) =>
  (await world.control.get<Listed>(`/messages?from=${from}`)).messages;

describe('A bot', () => {
  it('introduces itself', async () => {
    const bot = await bots.makeBot({ firstName: 'Helper', username: 'introduced_bot' });
    expect(await bots.apiOf(bot).getMe()).toMatchObject({
      id: bot.id,
      is_bot: true,
      first_name: 'Helper',
      username: 'introduced_bot',
      can_join_groups: true,
    });
  });

  it('hears a person and answers; both sides see it', async () => {
    const made = await bots.makeBot();
    const anna = await world.control.makeUser({ firstName: 'Anna', language: 'ru' });
    const { client, heard } = await world.listening(anna);
    await bots.polling(made, (bot) => {
      bot.command('start', (context) => context.reply(`Welcome, ${context.match || 'guest'}`));
      bot.on('message:text', (context) =>
        context.reply(`<b>You said</b> ${context.message.text}`, {
          parse_mode: 'HTML',
          reply_parameters: { message_id: context.message.message_id },
        }),
      );
    });
    const peer = await client.resolvePeer(made.username);
    await client.sendText(peer, 'Hello');
    const answer = await waitFor('the answer', () => heard.find(({ isOutgoing }) => !isOutgoing));
    expect(answer.text).toBe('You said Hello');
    expect(answer.entities.map(({ kind, text }) => ({ kind, text }))).toEqual([
      { kind: 'bold', text: 'You said' },
    ]);
    expect(answer.replyToMessage?.id).toBeDefined();
  });

  it('gets the payload of a link, which the person does not see', async () => {
    const made = await bots.makeBot();
    const anna = await world.control.makeUser({});
    const client = await world.signedIn(anna);
    const got: string[] = [];
    await bots.polling(made, (bot) => {
      bot.command('start', (context) => void got.push(context.match));
    });
    const user = await client.resolveUser(made.username);
    await client.call({
      _: 'messages.startBot',
      bot: user,
      peer: { ...user, _: 'inputPeerUser' } as never,
      randomId: 1 as never,
      startParam: 'ad_42',
    });
    await waitFor('the start', () => got[0]);
    expect(got).toEqual(['ad_42']);
    const [shown] = await client.getHistory(made.username);
    expect(shown?.text).toBe('/start');
  });

  it('may not write first, nor to whom it has never met, nor to who blocked it', async () => {
    const made = await bots.makeBot();
    const stranger = await world.control.makeUser({});
    const guest = await bots.makeGuest(made);
    const say = (chat_id: number) => bots.raw(made.token, 'sendMessage', { chat_id, text: 'Hi' });
    expect(await say(stranger)).toMatchObject({
      status: 400,
      error_code: 400,
      description: 'Bad Request: chat not found',
    });
    expect((await say(guest)).ok).toBe(true);
    await world.control.post(`/users/${guest}/block`, { user: made.id });
    expect(await say(guest)).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    await world.control.post(`/users/${guest}/block`, { user: made.id, blocked: false });
    expect((await say(guest)).ok).toBe(true);
    const updates = await bots.apiOf(made).getUpdates();
    const statuses = updates.flatMap(({ my_chat_member: change }) =>
      change ? [[change.old_chat_member.status, change.new_chat_member.status]] : [],
    );
    expect(statuses).toEqual([
      ['member', 'kicked'],
      ['kicked', 'member'],
    ]);
  });

  it('is asked when a person presses a button, and edits its message', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const client = await world.signedIn(anna);
    await bots.polling(made, (bot) => {
      bot.callbackQuery('yes', async (context) => {
        await context.editMessageText('Done', { reply_markup: new InlineKeyboard() });
        await context.answerCallbackQuery({ text: 'Thanks', show_alert: true });
      });
    });
    const keyboard = new InlineKeyboard().text('Yes', 'yes').url('Site', 'https://example.com');
    await bots.apiOf(made).sendMessage(anna, 'Sure?', { reply_markup: keyboard });
    const [question] = await client.getHistory(made.username);
    expect(question?.markup).toMatchObject({ type: 'inline' });
    const peer = await client.resolvePeer(made.username);
    const answer = await client.call({
      _: 'messages.getBotCallbackAnswer',
      peer,
      msgId: question?.id ?? 0,
      data: Buffer.from('yes'),
    });
    expect(answer).toMatchObject({ message: 'Thanks', alert: true });
    const [edited] = await client.getHistory(made.username);
    expect(edited?.text).toBe('Done');
    expect(edited?.markup ?? null).toBeNull();
    expect((await sentBy(made.id)).at(-1)).toMatchObject({ text: 'Done', replyMarkup: null });
  });

  it('downloads what a person sends', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const base64 = Buffer.from('a,b\n1,2\n').toString('base64');
    await world.control.post(`/users/${anna}/messages`, {
      to: made.id,
      media: { type: 'document', base64, filename: 'list.csv', mimeType: 'text/csv' },
    });
    const api = bots.apiOf(made);
    const update = (await api.getUpdates()).at(-1);
    expect(update?.message?.document).toMatchObject({ file_name: 'list.csv', file_size: 8 });
    const file = await api.getFile(update?.message?.document?.file_id ?? '');
    const answer = await fetch(`${world.box.botApi}/file/bot${made.token}/${file.file_path}`);
    expect(await answer.text()).toBe('a,b\n1,2\n');
  });
});
