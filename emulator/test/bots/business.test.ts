import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { botFixture } from './bot-fixture.ts';

const world = mtcuteFixture('business accounts');
const bots = botFixture(world);

/** A shop whose chats a bot looks after, and a customer who has just written to it. */
async function shop(rights = ['reply', 'readMessages']) {
  const made = await bots.makeBot();
  const username = `shop_${made.username}`;
  const owner = await world.control.makeUser({ firstName: 'Shop', premium: true, username });
  const customer = await world.control.makeUser({ firstName: 'Customer' });
  const { id } = await world.control.post<{ id: string }>(`/users/${owner}/business`, {
    bot: made.id,
    rights,
  });
  const write = (from: number, to: number, text: string) =>
    world.control.post<{ id: number }>(`/users/${from}/messages`, { to, text });
  const { id: question } = await write(customer, owner, 'How much is it?');
  const api = bots.apiOf(made);
  const say = (text: string, chat_id = customer) =>
    bots.raw(made.token, 'sendMessage', { business_connection_id: id, chat_id, text });
  return { made, owner, customer, id, api, write, say, question, username };
}

describe('A bot that looks after an account', () => {
  it('is told of the connection, and of what is written in its private chats', async () => {
    const { api, customer, id, owner, write } = await shop();
    await write(owner, customer, 'One moment');
    const updates = await api.getUpdates();
    expect(updates[0]?.business_connection).toMatchObject({
      id,
      user: { id: owner },
      user_chat_id: owner,
      rights: { can_reply: true, can_read_messages: true },
      is_enabled: true,
    });
    expect(updates.slice(1).map(({ business_message: message }) => message)).toMatchObject([
      {
        business_connection_id: id,
        text: 'How much is it?',
        chat: { id: customer },
        from: { id: customer },
      },
      { text: 'One moment', chat: { id: customer }, from: { id: owner } },
    ]);
    expect(await api.getBusinessConnection(id)).toMatchObject({ id, is_enabled: true });
  });

  it('answers as the account, reads, edits and deletes', async () => {
    const { api, customer, id, made, owner, say, username } = await shop([
      'reply',
      'readMessages',
      'deleteSentMessages',
    ]);
    const { client, heard } = await world.listening(customer);
    const answer = await say('Five euros');
    expect(answer.result).toMatchObject({
      business_connection_id: id,
      from: { id: owner },
      sender_business_bot: { id: made.id },
    });
    expect((await client.getHistory(username))[0]?.text).toBe('Five euros');
    const message_id = answer.result.message_id;
    const where = { business_connection_id: id };
    await api.editMessageText(customer, message_id, 'Six euros', where);
    expect((await client.getHistory(username))[0]?.text).toBe('Six euros');
    const [, incoming] = await api.getUpdates();
    await api.readBusinessMessage(id, customer, incoming?.business_message?.message_id ?? 0);
    type Listed = { messages: { seen: boolean }[] };
    const { messages } = await world.control.get<Listed>(`/messages?from=${customer}`);
    expect(messages[0]?.seen).toBe(true);
    await api.deleteBusinessMessages(id, [message_id]);
    expect((await client.getHistory(username))[0]?.text).toBe('How much is it?');
    expect(heard.length).toBeGreaterThan(0);
  });

  it('is told of edits and deletions', async () => {
    const { api, customer, username } = await shop();
    const client = await world.signedIn(customer);
    const sent = await client.sendText(username, 'wrnog');
    await client.editMessage({ message: sent, text: 'wrong' });
    await client.deleteMessages([sent]);
    const updates = await api.getUpdates({ offset: -3 });
    expect(updates[1]?.edited_business_message?.text).toBe('wrong');
    expect(updates[2]?.deleted_business_messages).toMatchObject({ chat: { id: customer } });
    expect(updates[2]?.deleted_business_messages?.message_ids).toHaveLength(1);
  });

  it('may not write without the right, to strangers, or a day after the last word', async () => {
    const without = await shop(['readMessages']);
    expect((await without.say('Hello')).description).toBe('Bad Request: BOT_ACCESS_FORBIDDEN');
    const { customer, made, owner, say } = await shop();
    const stranger = await world.control.makeUser({});
    expect((await say('Hello', stranger)).description).toBe(
      'Bad Request: BUSINESS_PEER_USAGE_MISSING',
    );
    expect((await say('Hello', made.id)).description).toBe('Bad Request: BUSINESS_PEER_INVALID');
    expect((await say('Hello')).ok).toBe(true);
    await world.control.post('/clock', { advanceSeconds: 24 * 3600 + 60 });
    expect((await say('Hello')).description).toBe('Bad Request: BUSINESS_PEER_USAGE_MISSING');
    await world.control.post(`/users/${customer}/messages`, { to: owner, text: 'Still there?' });
    expect((await say('Yes')).ok).toBe(true);
  });

  it('hears nothing of chats that it is kept out of, and nothing after the end', async () => {
    const { api, customer, made, owner, say, write } = await shop();
    await world.control.post(`/users/${owner}/business`, {
      bot: made.id,
      rights: ['reply'],
      excluded: [customer],
    });
    await write(customer, owner, 'Secret');
    expect((await say('Hello')).description).toBe('Bad Request: BUSINESS_PEER_INVALID');
    await world.control.delete(`/users/${owner}/business`);
    const updates = await api.getUpdates();
    const texts = updates.flatMap(({ business_message: message }) => message?.text ?? []);
    expect(texts).toEqual(['How much is it?']);
    expect(updates.at(-1)?.business_connection?.is_enabled).toBe(false);
    expect((await say('Hello')).description).toBe('Bad Request: business connection not found');
  });

  it('needs an account with Premium', async () => {
    const made = await bots.makeBot();
    const plain = await world.control.makeUser({});
    const answer = await world.control.raw('POST', `/users/${plain}/business`, { bot: made.id });
    expect(await answer.json()).toMatchObject({ error: 'PREMIUM_ACCOUNT_REQUIRED' });
  });
});
