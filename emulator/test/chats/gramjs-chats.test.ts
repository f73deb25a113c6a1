import { Api, type TelegramClient } from 'telegram';
import { NewMessage, type NewMessageEvent } from 'telegram/events/index.js';
import { returnBigInt } from 'telegram/Helpers.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../start-emulator.ts';
import { type ControlClient, controlOf } from '../control-client.ts';
import { gramjsClient, trustBoxInGramjs } from '../gramjs-client.ts';
import { startTestBox, stopTestBox } from '../test-box.ts';
import { waitFor } from '../wait-for.ts';

let box: Emulator;
let control: ControlClient;
const clients: TelegramClient[] = [];

beforeAll(async () => {
  box = await startTestBox('gramjs chats');
  control = controlOf(box);
  trustBoxInGramjs(box);
});
afterAll(() => stopTestBox(box));
afterEach(async () => {
  for (const client of clients.splice(0)) await client.destroy();
});

/** Somebody with a client that hears what comes. */
async function person(username: string, settings: Record<string, unknown> = {}) {
  const id = await control.makeUser({ username, ...settings });
  const path = `/users/${id}/session`;
  const { session } = await control.post<{ session: string }>(path, { format: 'gramjs' });
  const client = gramjsClient(box, session);
  clients.push(client);
  await client.connect();
  const heard: { text: string; chat: string | undefined }[] = [];
  client.addEventHandler(
    ({ message }: NewMessageEvent) =>
      void heard.push({ text: message.message, chat: message.chatId?.toString() }),
    new NewMessage({ incoming: true }),
  );
  await client.getMe();
  return { id, client, heard };
}

async function supergroup(client: TelegramClient, title: string): Promise<Api.Channel> {
  const made = await client.invoke(
    new Api.channels.CreateChannel({ title, about: 'About it', megagroup: true }),
  );
  const [chat] = (made as Api.Updates).chats;
  if (!(chat instanceof Api.Channel)) throw new Error('A channel was made');
  return chat;
}

describe('GramJS, in groups', () => {
  it('makes a supergroup, is joined by a link, writes, hears and lists the members', async () => {
    const anna = await person('anna_gramgroup');
    const boris = await person('boris_gramgroup');
    const chat = await supergroup(anna.client, 'Readers');
    const invite = await anna.client.invoke(new Api.messages.ExportChatInvite({ peer: chat }));
    if (!(invite instanceof Api.ChatInviteExported)) throw new Error(invite.className);
    const hash = invite.link.split('+')[1] ?? '';
    const preview = await boris.client.invoke(new Api.messages.CheckChatInvite({ hash }));
    expect(preview).toMatchObject({ className: 'ChatInvite', title: 'Readers' });
    await boris.client.invoke(new Api.messages.ImportChatInvite({ hash }));
    await expect(
      boris.client.invoke(new Api.messages.ImportChatInvite({ hash })),
    ).rejects.toMatchObject({ errorMessage: 'USER_ALREADY_PARTICIPANT' });

    await anna.client.sendMessage(chat, { message: 'Welcome' });
    const heard = await waitFor('it', () => boris.heard.find(({ text }) => text === 'Welcome'));
    expect(heard.chat).toBe(`-100${chat.id}`);
    const dialogs = await boris.client.getDialogs({});
    expect([...dialogs].map(({ title, unreadCount }) => [title, unreadCount])).toEqual([
      ['Readers', 1],
    ]);
    const members = await boris.client.getParticipants(Number(`-100${chat.id}`), {});
    expect([...members].map(({ username }) => username)).toEqual([
      'anna_gramgroup',
      'boris_gramgroup',
    ]);
    const history = await boris.client.getMessages(Number(`-100${chat.id}`), { limit: 10 });
    expect([...history].map(({ action, message }) => action?.className ?? message)).toEqual([
      'Welcome',
      'MessageActionChatJoinedByLink',
      'MessageActionChannelCreate',
    ]);
    const full = await boris.client.invoke(
      new Api.channels.GetFullChannel({ channel: Number(`-100${chat.id}`) }),
    );
    expect(full.fullChat).toMatchObject({ about: 'About it', participantsCount: 2 });
  });

  it('names administrators, restricts and bans', async () => {
    const anna = await person('anna_gramadmin');
    const boris = await person('boris_gramadmin');
    const chat = await supergroup(anna.client, 'Ruled');
    const added = await anna.client.invoke(
      new Api.channels.InviteToChannel({ channel: chat, users: ['boris_gramadmin'] }),
    );
    expect(added.missingInvitees).toEqual([]);
    await anna.client.invoke(
      new Api.channels.EditAdmin({
        channel: chat,
        userId: 'boris_gramadmin',
        adminRights: new Api.ChatAdminRights({ changeInfo: true }),
        rank: 'helper',
      }),
    );
    const participant = await anna.client.invoke(
      new Api.channels.GetParticipant({ channel: chat, participant: 'boris_gramadmin' }),
    );
    expect(participant.participant).toMatchObject({
      className: 'ChannelParticipantAdmin',
      rank: 'helper',
    });
    await anna.client.invoke(
      new Api.channels.EditBanned({
        channel: chat,
        participant: 'boris_gramadmin',
        bannedRights: new Api.ChatBannedRights({ viewMessages: true, untilDate: 0 }),
      }),
    );
    const banned = await anna.client.invoke(
      new Api.channels.GetParticipants({
        channel: chat,
        filter: new Api.ChannelParticipantsKicked({ q: '' }),
        offset: 0,
        limit: 10,
        hash: returnBigInt(0),
      }),
    );
    expect(banned).toMatchObject({ count: 1 });
    const id = Number(`-100${chat.id}`);
    await expect(boris.client.sendMessage(id, { message: 'x' })).rejects.toThrow();
  });

  it('lets in who asked to join, and hides the members from them', async () => {
    const anna = await person('anna_gramdoor');
    const boris = await person('boris_gramdoor');
    const chat = await supergroup(anna.client, 'Behind a door');
    const invite = await anna.client.invoke(
      new Api.messages.ExportChatInvite({ peer: chat, requestNeeded: true, title: 'The door' }),
    );
    if (!(invite instanceof Api.ChatInviteExported)) throw new Error(invite.className);
    const { link } = invite;
    const hash = link.split('+')[1] ?? '';
    await expect(
      boris.client.invoke(new Api.messages.ImportChatInvite({ hash })),
    ).rejects.toMatchObject({ errorMessage: 'INVITE_REQUEST_SENT' });
    const came = (requested: boolean) =>
      anna.client.invoke(
        new Api.messages.GetChatInviteImporters({
          peer: chat,
          requested,
          link,
          offsetDate: 0,
          offsetUser: new Api.InputUserEmpty(),
          limit: 10,
        }),
      );
    const waiting = await came(true);
    expect(waiting.importers.map(({ userId }) => Number(userId))).toEqual([boris.id]);
    await anna.client.invoke(
      new Api.messages.HideChatJoinRequest({
        peer: chat,
        userId: waiting.users[0] as Api.User,
        approved: true,
      }),
    );
    expect((await came(true)).count).toBe(0);
    expect((await came(false)).importers.map(({ userId }) => Number(userId))).toEqual([boris.id]);
    await boris.client.getDialogs({});
    const id = Number(`-100${chat.id}`);
    expect(await boris.client.getParticipants(id, {})).toHaveLength(2);
    await anna.client.invoke(
      new Api.channels.ToggleParticipantsHidden({ channel: chat, enabled: true }),
    );
    await expect(boris.client.getParticipants(id, {})).rejects.toMatchObject({
      errorMessage: 'CHAT_ADMIN_REQUIRED',
    });
    expect(await anna.client.getParticipants(chat, {})).toHaveLength(2);
  });

  it('makes a forum, begins topics and writes into them', async () => {
    const anna = await person('anna_gramforum');
    const chat = await supergroup(anna.client, 'Forum');
    await anna.client.invoke(new Api.channels.ToggleForum({ channel: chat, enabled: true }));
    const made = await anna.client.invoke(
      new Api.channels.CreateForumTopic({
        channel: chat,
        title: 'News',
        randomId: returnBigInt(5),
      }),
    );
    const update = (made as Api.Updates).updates.find(
      (one): one is Api.UpdateNewChannelMessage => one instanceof Api.UpdateNewChannelMessage,
    );
    const topicId = update?.message.id ?? 0;
    await anna.client.sendMessage(chat, { message: 'In the topic', replyTo: topicId });
    const topics = await anna.client.invoke(
      new Api.channels.GetForumTopics({
        channel: chat,
        offsetDate: 0,
        offsetId: 0,
        offsetTopic: 0,
        limit: 10,
      }),
    );
    expect(topics.topics).toMatchObject([
      { className: 'ForumTopic', title: 'News', id: topicId },
      { className: 'ForumTopic', title: 'General', id: 1 },
    ]);
    const [inTopic] = await anna.client.getMessages(chat, { replyTo: topicId, limit: 1 });
    expect([inTopic?.message, inTopic?.replyTo?.forumTopic]).toEqual(['In the topic', true]);
  });

  it('makes a basic group and hears in it', async () => {
    const anna = await person('anna_grambasic');
    const boris = await person('boris_grambasic');
    const made = await anna.client.invoke(
      new Api.messages.CreateChat({ users: ['boris_grambasic'], title: 'Two' }),
    );
    const [chat] = (made.updates as Api.Updates).chats;
    if (!(chat instanceof Api.Chat)) throw new Error('A group was made');
    await anna.client.sendMessage(chat, { message: 'Hello' });
    const heard = await waitFor('it', () => boris.heard.find(({ text }) => text === 'Hello'));
    expect(heard.chat).toBe(`-${chat.id}`);
    const members = await boris.client.getParticipants(Number(`-${chat.id}`), {});
    expect(members).toHaveLength(2);
  });

  it('gets what it missed by getChannelDifference', async () => {
    const anna = await person('anna_gramaway');
    const boris = await person('boris_gramaway');
    const chat = await supergroup(anna.client, 'Away');
    const id = Number(`-100${chat.id}`);
    await control.post(`/chats/${id}/members`, { userIds: [boris.id] });
    await boris.client.getDialogs({});
    const channel = await boris.client.getInputEntity(id);
    await control.post(`/chats/${id}/messages`, { from: anna.id, text: 'one' });
    await control.post(`/chats/${id}/messages`, { from: anna.id, text: 'two' });
    const difference = await boris.client.invoke(
      new Api.updates.GetChannelDifference({
        channel,
        filter: new Api.ChannelMessagesFilterEmpty(),
        pts: 2,
        limit: 10,
      }),
    );
    if (!(difference instanceof Api.updates.ChannelDifference)) {
      throw new Error(difference.className);
    }
    const texts = difference.newMessages.map((message) => (message as Api.Message).message);
    expect([texts, difference.final]).toEqual([['one', 'two'], true]);
  });
});
