import { Long } from '@mtcute/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { waitFor } from '../wait-for.ts';
import { type ChatJson, hears, isTold, knows, makeChat, person } from './people.ts';

const world = mtcuteFixture('groups');

describe('A supergroup', () => {
  it('is made, joined by its username, written to, and its members are listed', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const chat = await anna.client.createSupergroup({ title: 'Readers', description: 'Of books' });
    expect([chat.title, chat.chatType, chat.isCreator]).toEqual(['Readers', 'supergroup', true]);
    await anna.client.setChatUsername(chat, `readers_${anna.id}`);
    const joined = await boris.client.joinChat(`readers_${anna.id}`);
    expect([joined.title, joined.isMember]).toEqual(['Readers', true]);

    await anna.client.sendText(chat, 'Welcome');
    const first = await hears(boris, 'Welcome');
    expect([first.chat.id, first.sender.id]).toEqual([chat.id, anna.id]);
    await boris.client.replyText(first, 'Thank you');
    const answer = await hears(anna, 'Thank you');
    expect(answer.replyToMessage?.id).toBe(first.id);
    const history = await boris.client.getHistory(joined);
    expect(history.map(({ text, action }) => action?.type ?? text)).toEqual([
      'Thank you',
      'Welcome',
      'users_added',
      'channel_created',
    ]);
    const members = await boris.client.getChatMembers(joined);
    expect(members.map(({ user, status }) => [user.id, status])).toEqual([
      [anna.id, 'creator'],
      [boris.id, 'member'],
    ]);
    const full = await boris.client.getFullChat(joined);
    expect([full.bio, full.membersCount]).toEqual(['Of books', 2]);
  });

  it('is left, and after that a private one cannot be looked into', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const chat = await anna.client.createSupergroup({ title: 'Private' });
    const missing = await anna.client.addChatMembers(chat, boris.username, {});
    expect(missing).toEqual([]);
    await isTold(boris, 'updateChannel');
    await anna.client.sendText(chat, 'Here you are');
    const { chat: seen } = await hears(boris, 'Here you are');
    await boris.client.leaveChat(seen);
    const after = boris.client.getHistory(seen);
    await expect(after).rejects.toMatchObject({ text: 'CHANNEL_PRIVATE' });
    const again = boris.client.call({
      _: 'channels.leaveChannel',
      channel: await boris.client.resolveChannel(seen),
    });
    await expect(again).rejects.toMatchObject({ text: 'CHANNEL_PRIVATE' });
    expect((await anna.client.getFullChat(chat)).membersCount).toBe(1);
    await waitFor('the word of it', () =>
      anna.heard.find(({ action }) => action?.type === 'user_left'),
    );
  });

  it('takes media, albums, edits, forwards and deletions', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const { id } = await makeChat(world, { creator: anna.id, members: [boris.id] });
    await knows(id, anna, boris);
    const document = { type: 'document', file: Buffer.from('numbers'), fileName: 'n.txt' } as const;
    const sent = await anna.client.sendMedia(id, { ...document, caption: 'a file' });
    const got = await hears(boris, 'a file');
    expect(got.media?.type).toBe('document');
    if (got.media?.type !== 'document') throw new Error('A document was sent');
    const bytes = await boris.client.downloadAsBuffer(got.media);
    expect(Buffer.from(bytes).toString()).toBe('numbers');
    const album = await anna.client.sendMediaGroup(id, [document, document]);
    expect(album).toHaveLength(2);

    await anna.client.editMessage({ message: sent, text: 'the file' });
    const edit = await isTold(boris, 'updateEditChannelMessage');
    expect(edit.message).toMatchObject({ message: 'the file', id: sent.id });
    await expect(boris.client.editMessage({ message: got, text: 'mine' })).rejects.toMatchObject({
      text: 'MESSAGE_AUTHOR_REQUIRED',
    });
    const [saved] = await boris.client.forwardMessages({ messages: [got], toChatId: 'me' });
    expect(saved?.forward?.sender.type).toBe('user');

    await expect(boris.client.deleteMessages([got])).rejects.toMatchObject({
      text: 'MESSAGE_DELETE_FORBIDDEN',
    });
    await anna.client.deleteMessages([sent]);
    const gone = await isTold(boris, 'updateDeleteChannelMessages');
    expect(gone.messages).toEqual([sent.id]);
    expect(await boris.client.getMessages(id, sent.id)).toEqual([null]);
    const found = await boris.client.searchMessages({ chatId: id, query: 'file' });
    expect(found).toHaveLength(0);
  });

  it('shows who types, how far one has read, and the author that it was read', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const { id } = await makeChat(world, { creator: anna.id, members: [boris.id] });
    await knows(id, anna, boris);
    await anna.client.sendText(id, 'one');
    const second = await anna.client.sendText(id, 'two');
    await hears(boris, 'two');
    const unread = async () => {
      for await (const dialog of boris.client.iterDialogs()) {
        if (dialog.peer.id === id) return [dialog.unreadCount, dialog.lastMessage?.text];
      }
      return undefined;
    };
    expect(await unread()).toEqual([2, 'two']);
    await boris.client.sendTyping(id, 'typing');
    expect(await isTold(anna, 'updateChannelUserTyping')).toMatchObject({
      fromId: { userId: boris.id },
    });
    await boris.client.readHistory(id);
    expect((await isTold(anna, 'updateReadChannelOutbox')).maxId).toBe(second.id);
    expect(await unread()).toEqual([0, 'two']);
  });

  it('gets a picture, and loses it', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const { id } = await makeChat(world, { creator: anna.id, members: [boris.id] });
    await knows(id, anna, boris);
    const file = await sharp({
      create: { width: 200, height: 200, channels: 3, background: 'red' },
    })
      .jpeg()
      .toBuffer();
    await anna.client.setChatPhoto({ chatId: id, type: 'photo', media: file });
    const change = await waitFor('the picture', () =>
      boris.heard.find(({ action }) => action?.type === 'photo_changed'),
    );
    expect(change.chat.id).toBe(id);
    expect((await boris.client.getChat(id)).photo).not.toBeNull();
    await anna.client.deleteChatPhoto(id);
    expect((await boris.client.getChat(id)).photo).toBeNull();
  });

  it('answers a repeat of a send with the message that it made', async () => {
    const anna = await person(world, 'Anna');
    const { id } = await makeChat(world, { creator: anna.id });
    await knows(id, anna);
    const peer = await anna.client.resolvePeer(id);
    const randomId = Long.fromNumber(77);
    const send = () =>
      anna.client.call({ _: 'messages.sendMessage', peer, message: 'once', randomId });
    const [first, second] = [await send(), await send()];
    const numbers = [first, second].map(
      (answer) =>
        answer._ === 'updates' &&
        answer.updates.flatMap((update) =>
          update._ === 'updateNewChannelMessage' ? [update.message.id, update.ptsCount] : [],
        ),
    );
    expect(numbers).toEqual([
      [2, 1],
      [2, 0],
    ]);
  });
});

describe('What two people share', () => {
  it('is listed and counted', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const chats = [
      await makeChat(world, { kind: 'group', creator: anna.id, members: [boris.id] }),
      await makeChat(world, { creator: boris.id, members: [anna.id] }),
      await makeChat(world, { kind: 'channel', creator: boris.id, members: [anna.id] }),
    ];
    await makeChat(world, { creator: anna.id });
    const userId = await anna.client.resolveUser(boris.username);
    const common = await anna.client.call({
      _: 'messages.getCommonChats',
      userId,
      maxId: 0,
      limit: 10,
    });
    expect(common.chats).toHaveLength(chats.length - 1);
    expect((await anna.client.getFullUser(boris.username)).commonChatsCount).toBe(2);
  });
});

describe('A channel', () => {
  it('is written by those who may and read by its subscribers, who see no list of each other', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const chat = await anna.client.createChannel({ title: 'News', description: '' });
    await anna.client.setChatUsername(chat, `news_${anna.id}`);
    const joined = await boris.client.joinChat(`news_${anna.id}`);
    expect(joined.chatType).toBe('channel');
    await anna.client.sendText(chat, 'Extra');
    const post = await hears(boris, 'Extra');
    expect([post.sender.id, post.isChannelPost]).toEqual([chat.id, true]);
    await expect(boris.client.sendText(joined, 'me too')).rejects.toMatchObject({
      text: 'CHAT_WRITE_FORBIDDEN',
      code: 403,
    });
    await expect(boris.client.getChatMembers(joined)).rejects.toMatchObject({
      text: 'CHAT_ADMIN_REQUIRED',
    });
    const [copy] = await boris.client.forwardMessages({ messages: [post], toChatId: 'me' });
    expect(copy?.raw).toMatchObject({ fwdFrom: { channelPost: post.id } });
    await anna.client.editAdminRights({
      chatId: chat,
      userId: boris.username,
      rights: { postMessages: true },
    });
    await boris.client.sendText(joined, 'now I may');
    await hears(anna, 'now I may');
    const admins = await anna.client.getChatMembers(chat, { type: 'admins' });
    expect(admins.map(({ user, status }) => [user.id, status])).toEqual([
      [anna.id, 'creator'],
      [boris.id, 'admin'],
    ]);
  });
});

describe('A basic group', () => {
  it('has a copy of each message for every member, and its own numbers for each', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const vera = await person(world, 'Vera');
    await vera.client.sendText('me', 'vera is ahead by one');
    const { chat, missing } = await anna.client.createGroup({
      title: 'Three',
      users: [boris.username, vera.username],
    });
    expect([chat.chatType, missing]).toEqual(['group', []]);
    const [atBoris, atVera] = await Promise.all([
      waitFor('the group', () => boris.heard.find(({ action }) => action?.type === 'chat_created')),
      waitFor('the group', () => vera.heard.find(({ action }) => action?.type === 'chat_created')),
    ]);
    expect(atVera.id).toBe(atBoris.id + 1);
    await boris.client.sendText(atBoris.chat, 'Hello, both');
    const heard = await hears(vera, 'Hello, both');
    expect([heard.chat.id, heard.sender.id]).toEqual([chat.id, boris.id]);
    await vera.client.replyText(heard, 'Hello, Boris');
    const answer = await hears(boris, 'Hello, Boris');
    expect((await boris.client.getReplyTo(answer))?.text).toBe('Hello, both');
    await vera.client.readHistory(heard.chat);
    expect(await isTold(boris, 'updateReadHistoryOutbox')).toMatchObject({
      peer: { _: 'peerChat' },
    });
    const members = await vera.client.getChatMembers(heard.chat);
    expect(members.map(({ user, status }) => [user.id, status])).toEqual([
      [anna.id, 'creator'],
      [boris.id, 'member'],
      [vera.id, 'member'],
    ]);
  });

  it('lets its owner name administrators, take people out and rename it; others may not', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const vera = await person(world, 'Vera');
    const { id } = await makeChat(world, {
      kind: 'group',
      creator: anna.id,
      members: [boris.id, vera.id],
    });
    await anna.client.sendText(id, 'Come in');
    await hears(boris, 'Come in');
    await hears(vera, 'Come in');
    const chatId = -id;
    const kick = () => boris.client.banChatMember({ chatId: id, participantId: vera.id });
    await expect(kick()).rejects.toMatchObject({ text: 'CHAT_ADMIN_REQUIRED' });
    const borisInput = await anna.client.resolveUser(boris.username);
    const promote = { _: 'messages.editChatAdmin', chatId, isAdmin: true } as const;
    await anna.client.call({ ...promote, userId: borisInput });
    await kick();
    await waitFor('the removal', () =>
      vera.heard.find(({ action }) => action?.type === 'user_removed'),
    );
    await expect(vera.client.sendText(id, 'Still here')).rejects.toMatchObject({
      text: 'CHAT_WRITE_FORBIDDEN',
    });
    await anna.client.setChatTitle(id, 'Renamed');
    await waitFor('the name', () =>
      boris.heard.find(({ action }) => action?.type === 'title_changed'),
    );
    await expect(anna.client.setChatTitle(id, 'Renamed')).rejects.toMatchObject({
      text: 'CHAT_NOT_MODIFIED',
    });
    const add = anna.client.call({
      _: 'messages.addChatUser',
      chatId,
      userId: borisInput,
      fwdLimit: 0,
    });
    await expect(add).rejects.toMatchObject({ text: 'USER_ALREADY_PARTICIPANT' });
    const stranger = await person(world, 'Stranger');
    const full = stranger.client.call({ _: 'messages.getFullChat', chatId });
    await expect(full).rejects.toMatchObject({ text: 'CHAT_ID_INVALID' });
  });

  it('is caught up with by the difference of the account', async () => {
    const anna = await person(world, 'Anna');
    const boris = await world.control.makeUser({});
    const { id } = await makeChat(world, { kind: 'group', creator: anna.id, members: [boris] });
    const client = await world.signedIn(boris);
    const state = await client.call({ _: 'updates.getState' });
    await knows(id, anna);
    const sent = await anna.client.sendText(id, 'Missed');
    await anna.client.sendText(id, 'Deleted again');
    const [latest] = await anna.client.getHistory(id, { limit: 1 });
    if (latest) await anna.client.deleteMessages([latest]);
    await anna.client.editMessage({ message: sent, text: 'Missed, and edited' });
    const difference = await client.call({ ...state, _: 'updates.getDifference' });
    expect(difference).toMatchObject({
      _: 'updates.difference',
      newMessages: [{ message: 'Missed, and edited', peerId: { _: 'peerChat', chatId: -id } }],
      chats: [{ _: 'chat', id: -id }],
      users: [{ id: anna.id }],
    });
  });

  it('becomes a supergroup with the same people, and takes no more', async () => {
    const anna = await person(world, 'Anna');
    const boris = await person(world, 'Boris');
    const { id } = await makeChat(world, { kind: 'group', creator: anna.id, members: [boris.id] });
    await anna.client.sendText(id, 'Before');
    await hears(boris, 'Before');
    const answer = await anna.client.call({ _: 'messages.migrateChat', chatId: -id });
    if (answer._ !== 'updates') throw new Error(answer._);
    const [old, made] = ['chat', 'channel'].map((kind) => answer.chats.find(({ _ }) => _ === kind));
    expect(old).toMatchObject({ deactivated: true, migratedTo: { channelId: made?.id } });
    await expect(anna.client.sendText(id, 'After')).rejects.toMatchObject({
      text: 'PEER_ID_INVALID',
    });
    const moved = -1_000_000_000_000 - (made?.id ?? 0);
    await anna.client.sendText(moved, 'After');
    await hears(boris, 'After');
    expect(await boris.client.getChatMembers(moved)).toHaveLength(2);
    const { links } = await world.control.get<ChatJson>(`/chats/${id}`);
    const vera = await person(world, 'Vera');
    expect((await vera.client.joinChat(links[0]?.link ?? '')).id).toBe(moved);
  });
});
