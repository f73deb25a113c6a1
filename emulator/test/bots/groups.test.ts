import { describe, expect, it } from 'vitest';
import { createChat } from '../../world/chats/create-chat.ts';
import { editAdmin } from '../../world/chats/edit-admin.ts';
import { editBanned } from '../../world/chats/edit-banned.ts';
import { createLink, joinByLink } from '../../world/chats/invite-links.ts';
import { inviteUsers } from '../../world/chats/invite-users.ts';
import { postMessage } from '../../world/chats/post-message.ts';
import type { AdminRights } from '../../world/chats/rights.ts';
import { getUser } from '../../world/users/find-user.ts';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { botFixture, type MadeBot } from './bot-fixture.ts';

const world = mtcuteFixture('bots in groups');
const bots = botFixture(world);

const userOf = (id: number) => getUser(world.box.world, id);

/** A chat of Anna's with a bot and Boris in it. */
async function chatWith(
  made: MadeBot,
  kind: 'group' | 'supergroup' | 'channel',
  more: { forum?: boolean; rights?: AdminRights } = {},
) {
  const anna = userOf(await world.control.makeUser({ firstName: 'Anna' }));
  const boris = userOf(await world.control.makeUser({ firstName: 'Boris' }));
  const inside = world.box.world;
  const { chat } = createChat(inside, anna, { kind, title: 'Team', forum: more.forum });
  inviteUsers(inside, anna, chat, kind === 'channel' ? [boris] : [userOf(made.id), boris]);
  if (more.rights) editAdmin(inside, anna, chat, userOf(made.id), more.rights);
  const post = (text: string, from = boris) => postMessage(inside, from, chat, { text });
  return { anna, boris, chat, post, api: bots.apiOf(made) };
}

/** Somebody's app, which knows the person's chats by now. */
async function inChat(userId: number) {
  const client = await world.signedIn(userId);
  for await (const _ of client.iterDialogs());
  return client;
}

const said = async (made: MadeBot) => {
  const updates = await bots.apiOf(made).getUpdates();
  return updates.flatMap(({ message }) => message?.text ?? []);
};

describe('A bot in a group', () => {
  it('hears commands and answers to it alone, unless it may hear everything', async () => {
    const quiet = await bots.makeBot({ username: 'quiet_group_bot' });
    const curious = await bots.makeBot({ readsAll: true });
    for (const made of [quiet, curious]) {
      const { api, chat, post, boris } = await chatWith(made, 'supergroup');
      const own = await api.sendMessage(chat.id, 'I am here');
      const copy = postMessage(world.box.world, boris, chat, { text: 'x' });
      expect(copy.id).toBe(own.message_id + 1);
      post('plain talk');
      post('/help');
      post('/help@quiet_group_bot');
      post('/help@another_bot');
      const box = world.box.world.boxes.get(chat.id);
      const replyTo = box?.copies[own.message_id - 1]?.message;
      postMessage(world.box.world, boris, chat, { text: 'an answer', replyTo });
    }
    expect(await said(quiet)).toEqual(['/help', '/help@quiet_group_bot', 'an answer']);
    expect(await said(curious)).toEqual([
      'x',
      'plain talk',
      '/help',
      '/help@quiet_group_bot',
      '/help@another_bot',
      'an answer',
    ]);
  });

  it('is told that it came in, was promoted and was put out', async () => {
    const made = await bots.makeBot();
    const { anna, api, chat } = await chatWith(made, 'supergroup', { rights: { banUsers: true } });
    const rights = { viewMessages: true };
    editBanned(world.box.world, anna, chat, userOf(made.id), rights, 0);
    const changes = (await api.getUpdates()).flatMap(({ my_chat_member: change }) =>
      change ? [[change.old_chat_member.status, change.new_chat_member.status]] : [],
    );
    expect(changes).toEqual([
      ['left', 'member'],
      ['member', 'administrator'],
      ['administrator', 'kicked'],
    ]);
    await expect(api.sendMessage(chat.id, 'Hello')).rejects.toThrow(
      'Forbidden: bot was kicked from the supergroup chat',
    );
  });

  it('works in a basic group, with numbers of its own', async () => {
    const made = await bots.makeBot();
    const { api, boris, chat, post } = await chatWith(made, 'group');
    post('/start');
    const heard = (await api.getUpdates()).at(-1)?.message;
    expect(heard).toMatchObject({ text: '/start', chat: { id: chat.id, type: 'group' } });
    const sent = await api.sendMessage(chat.id, 'Hello', {
      reply_parameters: { message_id: heard?.message_id ?? 0 },
    });
    expect(sent.reply_to_message?.text).toBe('/start');
    const client = await world.signedIn(boris.id);
    const [shown] = await client.getHistory(chat.id);
    expect(shown?.text).toBe('Hello');
    expect(await api.getChatMemberCount(chat.id)).toBe(3);
    const app = { text: 'App', web_app: { url: 'https://example.com/' } };
    const reply_markup = { inline_keyboard: [[app]] };
    const refused = api.sendMessage(chat.id, 'Open', { reply_markup });
    await expect(refused).rejects.toThrow('BUTTON_TYPE_INVALID');
  });

  it('posts into a channel that it administers, and hears what others post', async () => {
    const made = await bots.makeBot();
    const rights = { postMessages: true, editMessages: true, deleteMessages: true };
    const { anna, api, boris, chat, post } = await chatWith(made, 'channel', { rights });
    post('News', anna);
    expect((await api.getUpdates()).at(-1)?.channel_post).toMatchObject({
      text: 'News',
      chat: { id: chat.id, type: 'channel', title: 'Team' },
      sender_chat: { id: chat.id },
    });
    const { message_id } = await api.sendMessage(chat.id, 'From the bot');
    await api.editMessageText(chat.id, message_id, 'By the bot');
    const client = await inChat(boris.id);
    const [shown] = await client.getHistory(chat.id);
    expect(shown).toMatchObject({ id: message_id, text: 'By the bot' });
    await api.deleteMessage(chat.id, message_id);
    expect((await client.getHistory(chat.id))[0]?.text).toBe('News');
    const stranger = await bots.makeBot();
    const answer = await bots.raw(stranger.token, 'getChat', { chat_id: chat.id });
    expect(answer.description).toBe('Bad Request: chat not found');
  });

  it('keeps topics, writes into them and hears from them', async () => {
    const made = await bots.makeBot({ readsAll: true });
    const rights = { manageTopics: true, deleteMessages: true };
    const { api, boris, chat } = await chatWith(made, 'supergroup', { forum: true, rights });
    const topic = await api.createForumTopic(chat.id, 'Anna, +79…01');
    const message_thread_id = topic.message_thread_id;
    const sent = await api.sendMessage(chat.id, 'First', { message_thread_id });
    expect(sent).toMatchObject({ message_thread_id, is_topic_message: true });
    postMessage(world.box.world, boris, chat, { text: 'Inside', topicId: message_thread_id });
    const heard = (await api.getUpdates()).at(-1)?.message;
    expect(heard).toMatchObject({ text: 'Inside', message_thread_id, is_topic_message: true });
    await api.editForumTopic(chat.id, message_thread_id, { name: 'Anna: done' });
    await api.closeForumTopic(chat.id, message_thread_id);
    expect(chat.topics.get(message_thread_id)).toMatchObject({ title: 'Anna: done', closed: true });
    await expect(api.closeForumTopic(chat.id, message_thread_id)).rejects.toThrow(
      'TOPIC_NOT_MODIFIED',
    );
    await api.reopenForumTopic(chat.id, message_thread_id);
    await api.deleteForumTopic(chat.id, message_thread_id);
    const gone = api.sendMessage(chat.id, 'Late', { message_thread_id });
    await expect(gone).rejects.toThrow('Bad Request: message thread not found');
    expect(await api.getForumTopicIconStickers()).toEqual([]);
  });

  it('makes links, and lets in who asks', async () => {
    const made = await bots.makeBot();
    const rights = { inviteUsers: true };
    const { anna, api, chat } = await chatWith(made, 'supergroup', { rights });
    const inside = world.box.world;
    const link = await api.createChatInviteLink(chat.id, {
      name: 'Ad',
      creates_join_request: true,
    });
    expect(link).toMatchObject({ name: 'Ad', creates_join_request: true, is_revoked: false });
    const guest = userOf(await world.control.makeUser({ firstName: 'Guest' }));
    const other = userOf(await world.control.makeUser({ firstName: 'Other' }));
    const hash = link.invite_link.split('+')[1] ?? '';
    for (const user of [guest, other]) {
      expect(() => joinByLink(inside, user, hash)).toThrow('INVITE_REQUEST_SENT');
    }
    const asked = (await api.getUpdates()).flatMap(({ chat_join_request: one }) => one ?? []);
    expect(asked).toMatchObject([
      { from: { id: guest.id }, invite_link: { name: 'Ad' }, chat: { id: chat.id } },
      { from: { id: other.id } },
    ]);
    await api.approveChatJoinRequest(chat.id, guest.id);
    await api.declineChatJoinRequest(chat.id, other.id);
    expect((await api.getChatMember(chat.id, guest.id)).status).toBe('member');
    expect((await api.getChatMember(chat.id, other.id)).status).toBe('left');
    const revoked = await api.revokeChatInviteLink(chat.id, link.invite_link);
    expect(revoked.is_revoked).toBe(true);
    const foreign = createLink(inside, anna, chat);
    await expect(
      api.revokeChatInviteLink(chat.id, `https://t.me/+${foreign.hash}`),
    ).rejects.toThrow('not enough rights');
    expect(await api.exportChatInviteLink(chat.id)).toMatch(/^https:\/\/t\.me\/\+/);
  });

  it('shows, bans, restricts and promotes members, when it may', async () => {
    const made = await bots.makeBot();
    const rights = { banUsers: true, addAdmins: true, inviteUsers: true };
    const { anna, api, boris, chat } = await chatWith(made, 'supergroup', { rights });
    const admins = await api.getChatAdministrators(chat.id);
    expect(admins.map(({ status, user }) => [status, user.id])).toEqual([
      ['creator', anna.id],
      ['administrator', made.id],
    ]);
    await api.promoteChatMember(chat.id, boris.id, { can_invite_users: true });
    expect(await api.getChatMember(chat.id, boris.id)).toMatchObject({
      status: 'administrator',
      can_invite_users: true,
      can_delete_messages: false,
    });
    await api.promoteChatMember(chat.id, boris.id, {});
    await api.restrictChatMember(chat.id, boris.id, { can_send_messages: false });
    expect(await api.getChatMember(chat.id, boris.id)).toMatchObject({
      status: 'restricted',
      can_send_messages: false,
    });
    await api.banChatMember(chat.id, boris.id);
    expect((await api.getChatMember(chat.id, boris.id)).status).toBe('kicked');
    await api.unbanChatMember(chat.id, boris.id);
    expect((await api.getChatMember(chat.id, boris.id)).status).toBe('left');
    await expect(api.banChatMember(chat.id, anna.id)).rejects.toThrow(
      'user is an administrator of the chat',
    );
    await api.leaveChat(chat.id);
    await expect(api.getChat(chat.id)).rejects.toThrow(
      'bot is not a member of the supergroup chat',
    );
  });

  it('sends twenty messages a minute into a group', async () => {
    const made = await bots.makeBot();
    const { chat } = await chatWith(made, 'supergroup');
    await world.control.post('/clock', { frozen: true });
    const say = () => bots.raw(made.token, 'sendMessage', { chat_id: chat.id, text: 'Hello' });
    for (let i = 0; i < 20; i++) expect((await say()).ok).toBe(true);
    expect(await say()).toMatchObject({ status: 429, parameters: { retry_after: 3 } });
    await world.control.post('/clock', { advanceSeconds: 3 });
    expect((await say()).ok).toBe(true);
    await world.control.post('/clock', { frozen: false });
  });
});
