import { InlineKeyboard } from 'grammy';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { waitFor } from '../wait-for.ts';
import { botFixture } from './bot-fixture.ts';

const world = mtcuteFixture('reactions and pins');
const bots = botFixture(world);

/** A supergroup with a bot that administers it and somebody in it. */
async function team() {
  const made = await bots.makeBot();
  const anna = await world.control.makeUser({ firstName: 'Anna' });
  const boris = await world.control.makeUser({ firstName: 'Boris' });
  const { id } = await world.control.post<{ id: number }>('/chats', {
    kind: 'supergroup',
    title: 'Team',
    creator: anna,
    members: [boris, made.id],
  });
  return { made, anna, boris, chat: id, api: bots.apiOf(made) };
}

describe('A reaction', () => {
  it('of a person reaches a bot that asked for it, and the bot’s reaches the person', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const api = bots.apiOf(made);
    await api.getUpdates({ allowed_updates: ['message', 'message_reaction'] });
    const { message_id } = await api.sendMessage(anna, 'Nice?');
    const { client } = await world.listening(anna);
    const [question] = await client.getHistory(made.username);
    await client.sendReaction({
      chatId: made.username,
      message: question?.id ?? 0,
      emoji: '❤',
    });
    const update = (await api.getUpdates()).find(({ message_reaction: one }) => one);
    expect(update?.message_reaction).toMatchObject({
      message_id,
      user: { id: anna },
      old_reaction: [],
      new_reaction: [{ type: 'emoji', emoji: '❤' }],
    });
    await api.setMessageReaction(anna, message_id, [{ type: 'emoji', emoji: '👍' }]);
    const [shown] = await client.getHistory(made.username);
    expect(shown?.reactions?.reactions.map(({ count, emoji }) => [emoji, count])).toEqual([
      ['❤', 1],
      ['👍', 1],
    ]);
    const two = [
      { type: 'emoji', emoji: '👍' },
      { type: 'emoji', emoji: '🔥' },
    ] as const;
    await expect(api.setMessageReaction(anna, message_id, [...two])).rejects.toThrow(
      'REACTIONS_TOO_MANY',
    );
    const word = await bots.raw(made.token, 'setMessageReaction', {
      chat_id: anna,
      message_id,
      reaction: [{ type: 'emoji', emoji: 'good' }],
    });
    expect(word.description).toBe('Bad Request: REACTION_INVALID');
  });
});

describe('A pin', () => {
  it('is told in the chat, and needs the right to', async () => {
    const { anna, api, chat, made } = await team();
    const { message_id } = await api.sendMessage(chat, 'Read this');
    await api.pinChatMessage(chat, message_id);
    const client = await world.signedIn(anna);
    for await (const _ of client.iterDialogs());
    const [told, pinned] = await client.getHistory(chat);
    expect(told?.action?.type).toBe('message_pinned');
    expect(pinned?.isPinned).toBe(true);
    await api.unpinChatMessage(chat);
    expect((await client.getHistory(chat))[1]?.isPinned).toBe(false);
    await world.control.patch(`/chats/${chat}`, { forbidden: ['pinMessages'] });
    await expect(api.pinChatMessage(chat, message_id)).rejects.toThrow('not enough rights');
    const missing = await bots.raw(made.token, 'pinChatMessage', { chat_id: chat, message_id: 99 });
    expect(missing.description).toBe('Bad Request: message to pin not found');
  });
});

describe('A button in a group', () => {
  it('is pressed by anybody in it, from an app or by the control API', async () => {
    const { api, anna, boris, chat, made } = await team();
    const pressed: number[] = [];
    await bots.polling(made, (bot) => {
      bot.callbackQuery('take', async (context) => {
        pressed.push(context.from.id);
        await context.answerCallbackQuery('Taken');
      });
    });
    const reply_markup = new InlineKeyboard().text('Take', 'take');
    const { message_id } = await api.sendMessage(chat, 'A dialog needs you', { reply_markup });
    type Listed = { messages: { id: number; number: number; replyMarkup: unknown }[] };
    const { messages } = await world.control.get<Listed>(`/chats/${chat}/messages`);
    const shown = messages.find(({ number }) => number === message_id);
    expect(shown?.replyMarkup).toEqual({
      inline_keyboard: [[{ text: 'Take', callback_data: 'take' }]],
    });
    const body = { message: shown?.id, text: 'Take', waitMs: 5000 };
    expect(await world.control.post(`/users/${boris}/press`, body)).toMatchObject({
      answer: { text: 'Taken' },
    });
    const client = await world.signedIn(anna);
    for await (const _ of client.iterDialogs());
    const answer = await client.getCallbackAnswer({
      chatId: chat,
      message: message_id,
      data: 'take',
    });
    expect(answer.message).toBe('Taken');
    await waitFor('both presses', () => (pressed.length === 2 ? true : undefined));
    expect(pressed).toEqual([boris, anna]);
    const outsider = await world.control.makeUser({});
    const refused = await world.control.raw('POST', `/users/${outsider}/press`, body);
    expect(refused.status).toBe(404);
  });
});
