import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChat } from '../../world/chats/create-chat.ts';
import { inviteUsers } from '../../world/chats/invite-users.ts';
import { getUser } from '../../world/users/find-user.ts';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { hasPythonModule, type PythonDriver, startPython } from '../python-driver.ts';
import { waitFor } from '../wait-for.ts';
import { botFixture, type MadeBot } from './bot-fixture.ts';

const hasLibrary = () => hasPythonModule('telegram', 'python3-python-telegram-bot');

describe.skipIf(!hasLibrary())('python-telegram-bot', () => {
  const world = mtcuteFixture('python-telegram-bot');
  const bots = botFixture(world);
  let python: PythonDriver;
  let made: MadeBot;
  let anna: number;
  const ask = <T>(operation: string, more: Record<string, unknown> = {}) =>
    python.ask<T>({ do: operation, to: anna, ...more });
  type Listed = { messages: { id: number; text: string; replyTo: number | null }[] };
  const last = async () =>
    (await world.control.get<Listed>(`/messages?from=${made.id}`)).messages.at(-1);
  const saying = (text: string) =>
    waitFor(text, async () => {
      const message = await last();
      return message?.text === text ? message : undefined;
    });

  beforeAll(async () => {
    const driver = new URL('python_telegram_bot_driver.py', import.meta.url);
    python = startPython(driver, world.box.botApi);
    made = await bots.makeBot();
    anna = await bots.makeGuest(made);
  });
  afterAll(() => python.stop());

  it('introduces itself, sends styled text, edits and deletes', async () => {
    expect(await ask('open_bot', { token: made.token })).toEqual({ username: made.username });
    expect(await ask('send', { text: '<b>Hello</b> @durov' })).toMatchObject({
      entities: ['bold', 'mention'],
    });
    expect(await ask('edit_and_delete')).toEqual({ text: 'After', deleted: true });
  });

  it('is refused in words that it knows', async () => {
    const stranger = await world.control.makeUser({});
    await expect(ask('send', { to: stranger, text: 'x' })).rejects.toThrow(
      'BadRequest: Chat not found',
    );
    const other = await bots.makeGuest(made);
    await world.control.post(`/users/${other}/block`, { user: made.id });
    await expect(ask('send', { to: other, text: 'x' })).rejects.toThrow('Unauthorized: Forbidden');
    const fault = { error: 'FLOOD_WAIT_9', method: 'bot:sendMessage', times: 1 };
    await world.control.post('/faults', fault);
    await expect(ask('send', { text: 'x' })).rejects.toMatchObject({ seconds: 9 });
  });

  it('moves a file up and down', async () => {
    expect(await ask('send_document', { text: 'a,b\n1,2\n' })).toEqual({
      name: 'list.csv',
      text: 'a,b\n1,2\n',
    });
  });

  it('polls: a link, a text, a key and a button', async () => {
    await ask('start_polling');
    await world.control.post(`/users/${anna}/start`, { bot: made.id, param: 'ad_9' });
    await saying('Payload ad_9');
    await world.control.post(`/users/${anna}/messages`, { to: made.id, text: 'quiet' });
    expect((await saying('QUIET')).replyTo).not.toBeNull();
    await ask('send_keyboard');
    const keyboard = await saying('Sure?');
    await world.control.post(`/users/${anna}/press`, { message: keyboard.id, text: 'Yes' });
    await saying('YES');
    await ask('send_buttons');
    const { id: message } = await saying('Choose');
    const pressed = { message, text: 'One', waitMs: 5000 };
    expect(await world.control.post(`/users/${anna}/press`, pressed)).toMatchObject({
      answer: { text: 'Pressed' },
    });
    await saying('You pressed 1');
  });

  it('sends a bill, and sees who is in a group', async () => {
    expect(await ask('invoice')).toEqual({ total: 5, currency: 'XTR' });
    const inside = world.box.world;
    const owner = getUser(inside, anna);
    const { chat } = createChat(inside, owner, { kind: 'supergroup', title: 'Team' });
    inviteUsers(inside, owner, chat, [getUser(inside, made.id)]);
    expect(await ask('member', { chat: chat.id, user: anna })).toEqual({
      status: 'creator',
      title: 'Team',
      type: 'supergroup',
    });
  });
});
