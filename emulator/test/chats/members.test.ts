import { Long, tl } from '@mtcute/core';
import type { TelegramClient } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { waitFor } from '../wait-for.ts';
import { hears, knows, makeChat, person } from './people.ts';

const world = mtcuteFixture('members');

/** An owner, a member, and their supergroup. */
async function pair(settings: Record<string, unknown> = {}) {
  const anna = await person(world, 'Anna');
  const boris = await person(world, 'Boris');
  const chat = { creator: anna.id, members: [boris.id], ...settings };
  const { id } = await makeChat(world, chat);
  await knows(id, anna, boris);
  return { anna, boris, id };
}

const say = (client: TelegramClient, id: number, text = 'Hello') => client.sendText(id, text);

describe('The members of a large supergroup', () => {
  it('come two hundred at a time, ten thousand at most, and can be searched', async () => {
    const anna = await person(world, 'Anna');
    const { ids } = await world.control.post<{ ids: number[] }>('/users/bulk', {
      count: 10_200,
      firstName: 'Reader',
      username: 'bulk_reader',
    });
    const { id } = await makeChat(world, { creator: anna.id });
    const { added } = await world.control.post<{ added: number }>(`/chats/${id}/members`, {
      userIds: ids,
    });
    expect(added).toBe(10_200);
    await knows(id, anna);
    const channel = await anna.client.resolveChannel(id);
    const page = async (offset: number, limit: number) => {
      const filter = { _: 'channelParticipantsRecent' } as const;
      const asked = { channel, filter, offset, limit, hash: Long.ZERO };
      const answer = await anna.client.call({ _: 'channels.getParticipants', ...asked });
      if (answer._ !== 'channels.channelParticipants') throw new Error(answer._);
      return answer;
    };
    expect((await page(0, 500)).participants).toHaveLength(200);
    expect(await page(0, 1)).toMatchObject({ count: 10_201 });
    expect((await page(9_900, 200)).participants).toHaveLength(100);
    expect((await page(10_000, 200)).participants).toHaveLength(0);
    const seen = new Set<number>();
    for (let offset = 0; offset < 1000; offset += 200) {
      for (const user of (await page(offset, 200)).users) seen.add(user.id);
    }
    expect(seen.size).toBe(1000);
    const found = await anna.client.getChatMembers(id, { type: 'all', query: 'bulk_reader77' });
    expect(found.total).toBe(111);
    const [last] = await anna.client.getChatMembers(id, {
      type: 'all',
      query: '@bulk_reader10200',
    });
    expect(last?.user.id).toBe(ids.at(-1));
  });

  it('are hidden from members when the chat says so, all but the administrators', async () => {
    const { boris, anna, id } = await pair();
    await world.control.patch(`/chats/${id}`, { participantsHidden: true });
    await expect(boris.client.getChatMembers(id)).rejects.toMatchObject({
      text: 'CHAT_ADMIN_REQUIRED',
    });
    expect(await boris.client.getChatMembers(id, { type: 'admins' })).toHaveLength(1);
    expect(await anna.client.getChatMembers(id)).toHaveLength(2);
  });
});

describe('One member', () => {
  it('is looked up, and who is none is named as such', async () => {
    const { anna, boris, id } = await pair();
    const gleb = await person(world, 'Gleb');
    const member = await anna.client.getChatMember({ chatId: id, userId: boris.username });
    expect([member?.status, member?.user.id]).toEqual(['member', boris.id]);
    const channel = await anna.client.resolveChannel(id);
    const participant = await anna.client.resolvePeer(gleb.username);
    const ask = anna.client.call({ _: 'channels.getParticipant', channel, participant });
    await expect(ask).rejects.toMatchObject({ text: 'USER_NOT_PARTICIPANT' });
  });
});

describe('An administrator', () => {
  const everything = { changeInfo: true, inviteUsers: true, banUsers: true, addAdmins: true };

  it('does what the owner allowed, and hands on no more than that', async () => {
    const { anna, boris, id } = await pair();
    const vera = await person(world, 'Vera');
    await world.control.post(`/chats/${id}/members`, { userIds: [vera.id] });
    await knows(id, vera);
    const restricted = { _: 'chatBannedRights', changeInfo: true, untilDate: 0 } as const;
    await anna.client.call({
      _: 'messages.editChatDefaultBannedRights',
      peer: await anna.client.resolvePeer(id),
      bannedRights: restricted,
    });
    await expect(boris.client.setChatTitle(id, 'Mine')).rejects.toMatchObject({
      text: 'CHAT_ADMIN_REQUIRED',
    });
    const make = (by: TelegramClient, userId: string, rights: Partial<tl.RawChatAdminRights>) =>
      by.editAdminRights({ chatId: id, userId, rights, rank: 'helper' });
    await expect(make(boris.client, vera.username, everything)).rejects.toMatchObject({
      text: 'CHAT_ADMIN_REQUIRED',
    });
    await make(anna.client, boris.username, everything);
    await boris.client.setChatTitle(id, 'Ours');
    await expect(
      make(boris.client, vera.username, { ...everything, deleteMessages: true }),
    ).rejects.toMatchObject({ text: 'RIGHT_FORBIDDEN', code: 403 });
    await make(boris.client, vera.username, { inviteUsers: true });
    await expect(make(boris.client, anna.username, {})).rejects.toMatchObject({
      text: 'USER_CREATOR',
    });
    const [, second] = await anna.client.getChatMembers(id, { type: 'admins' });
    expect([second?.user.id, second?.title, second?.promotedBy?.id]).toEqual([
      boris.id,
      'helper',
      anna.id,
    ]);
    await make(anna.client, boris.username, {});
    await expect(boris.client.setChatTitle(id, 'Mine')).rejects.toMatchObject({
      text: 'CHAT_ADMIN_REQUIRED',
    });
  });

  it('bans people, who are out until they are freed', async () => {
    const { anna, boris, id } = await pair({ username: 'banned_here' });
    await anna.client.banChatMember({ chatId: id, participantId: boris.username });
    await waitFor('the end', () => boris.pushed.find(({ _ }) => _ === 'updateChannel'));
    await expect(say(boris.client, id)).rejects.toMatchObject({ text: 'USER_BANNED_IN_CHANNEL' });
    await expect(boris.client.joinChat('banned_here')).rejects.toMatchObject({
      text: 'CHANNEL_PRIVATE',
    });
    const { link } = await anna.client.getPrimaryInviteLink(id);
    await expect(boris.client.joinChat(link)).rejects.toMatchObject({
      text: 'INVITE_HASH_EXPIRED',
    });
    const banned = await anna.client.getChatMembers(id, { type: 'banned' });
    expect(banned.map(({ user }) => user.id)).toEqual([boris.id]);
    await anna.client.unbanChatMember({ chatId: id, participantId: boris.username });
    await boris.client.joinChat('banned_here');
    await say(boris.client, id, 'Back');
    await hears(anna, 'Back');
  });

  it('restricts people for a time, and no other administrator', async () => {
    const { anna, boris, id } = await pair();
    const until = new Date(world.box.world.clock.now() + 3600_000);
    const restrict = (restrictions: Partial<tl.RawChatBannedRights>) =>
      anna.client.restrictChatMember({ chatId: id, userId: boris.username, restrictions, until });
    await restrict({ sendPlain: true });
    await expect(say(boris.client, id)).rejects.toMatchObject({
      text: 'CHAT_SEND_PLAIN_FORBIDDEN',
    });
    await restrict({ sendMessages: true });
    await expect(say(boris.client, id)).rejects.toMatchObject({ text: 'CHAT_WRITE_FORBIDDEN' });
    const [member] = await anna.client.getChatMembers(id, { type: 'restricted' });
    expect([member?.user.id, member?.isMember]).toEqual([boris.id, true]);
    await world.control.post('/clock', { advanceSeconds: 3601 });
    await say(boris.client, id, 'Free');
    await hears(anna, 'Free');
    const owner = await boris.client.resolvePeer(anna.username);
    const revenge = boris.client.call({
      _: 'channels.editBanned',
      channel: await boris.client.resolveChannel(id),
      participant: owner,
      bannedRights: { _: 'chatBannedRights', viewMessages: true, untilDate: 0 },
    });
    await expect(revenge).rejects.toMatchObject({ text: 'CHAT_ADMIN_REQUIRED' });
    await world.control.patch(`/chats/${id}/members/${boris.id}`, { status: 'admin' });
    await expect(
      boris.client.banChatMember({ chatId: id, participantId: anna.username }),
    ).rejects.toMatchObject({ text: 'USER_ADMIN_INVALID' });
  });
});

describe('The owner', () => {
  it('stays the owner after leaving and coming back', async () => {
    const { anna, id } = await pair({ username: 'left_by_owner' });
    await anna.client.leaveChat(id);
    const gone = anna.client.setChatTitle(id, 'From afar');
    await expect(gone).rejects.toMatchObject({ text: 'USER_NOT_PARTICIPANT' });
    const back = await anna.client.joinChat('left_by_owner');
    expect(back.isCreator).toBe(true);
    await anna.client.setChatTitle(id, 'Back');
  });
});

describe('Requests that make no sense', () => {
  it('are refused by name', async () => {
    const { anna, id } = await pair();
    const channel = await anna.client.resolveChannel(id);
    const peer = await anna.client.resolvePeer(id);
    const me = { _: 'inputPeerSelf' } as const;
    const free = { _: 'chatBannedRights', untilDate: 0 } as const;
    const cases: [tl.RpcMethod, string][] = [
      [{ _: 'channels.inviteToChannel', channel, users: [] }, 'USERS_TOO_FEW'],
      [{ _: 'channels.editTitle', channel, title: '  ' }, 'CHAT_TITLE_EMPTY'],
      [{ _: 'messages.editChatAbout', peer, about: 'x'.repeat(256) }, 'CHAT_ABOUT_TOO_LONG'],
      [{ _: 'messages.editChatAbout', peer, about: '' }, 'CHAT_ABOUT_NOT_MODIFIED'],
      [{ _: 'channels.updateUsername', channel, username: '' }, 'USERNAME_NOT_MODIFIED'],
      [
        { _: 'channels.editBanned', channel, participant: me, bannedRights: free },
        'PARTICIPANT_ID_INVALID',
      ],
      [
        { _: 'channels.editBanned', channel, participant: peer, bannedRights: free },
        'PARTICIPANT_ID_INVALID',
      ],
      [{ _: 'channels.getParticipant', channel, participant: peer }, 'PARTICIPANT_ID_INVALID'],
      [{ _: 'messages.checkChatInvite', hash: '' }, 'INVITE_HASH_EMPTY'],
      [{ _: 'messages.getExportedChatInvite', peer, link: 'nonsense' }, 'INVITE_HASH_EXPIRED'],
      [{ _: 'messages.createChat', users: [], title: 'Alone' }, 'USERS_TOO_FEW'],
      [{ _: 'messages.getFullChat', chatId: 1 }, 'CHAT_ID_INVALID'],
      [{ _: 'messages.migrateChat', chatId: 1 }, 'CHAT_ID_INVALID'],
      [{ _: 'channels.getFullChannel', channel: { _: 'inputChannelEmpty' } }, 'CHANNEL_INVALID'],
      [{ _: 'messages.readHistory', peer, maxId: 0 }, 'PEER_ID_INVALID'],
      [
        {
          _: 'messages.sendMessage',
          peer,
          message: 'x',
          randomId: Long.fromNumber(9),
          replyTo: { _: 'inputReplyToMessage', replyToMsgId: 999 },
        },
        'REPLY_MESSAGE_ID_INVALID',
      ],
    ];
    for (const [request, text] of cases) {
      const refused = anna.client.call(request as tl.RpcMethod).then(
        () => 'nothing',
        (error) => (tl.RpcError.is(error) ? error.text : error),
      );
      expect([request._, await refused]).toEqual([request._, text]);
    }
  });
});

describe('Writing into a supergroup', () => {
  it('waits for slow mode, but for administrators', async () => {
    const { anna, boris, id } = await pair();
    await anna.client.setSlowMode(id, 30);
    await say(boris.client, id, 'one');
    await expect(say(boris.client, id, 'two')).rejects.toMatchObject({
      code: 420,
      text: 'SLOWMODE_WAIT_%d',
      seconds: expect.closeTo(30, -1),
    });
    await say(anna.client, id, 'one');
    await say(anna.client, id, 'two');
    await world.control.post('/clock', { advanceSeconds: 30 });
    await say(boris.client, id, 'two');
    await expect(anna.client.setSlowMode(id, 7)).rejects.toMatchObject({ text: 'SECONDS_INVALID' });
    await expect(anna.client.setSlowMode(id, 30)).rejects.toMatchObject({
      text: 'CHAT_NOT_MODIFIED',
    });
  });

  it('is closed to who never joined, and to a limited account where it is public', async () => {
    const { boris, id } = await pair({ username: 'open_to_read' });
    const gleb = await person(world, 'Gleb');
    const seen = await gleb.client.getChat('open_to_read');
    expect(seen.isMember).toBe(false);
    expect((await gleb.client.getHistory(seen)).length).toBeGreaterThan(0);
    await expect(say(gleb.client, id)).rejects.toMatchObject({ text: 'CHAT_WRITE_FORBIDDEN' });
    await world.control.patch(`/users/${boris.id}`, { limited: true });
    await expect(say(boris.client, id)).rejects.toMatchObject({ text: 'USER_BANNED_IN_CHANNEL' });
  });

  it('is refused with an access hash of somebody else’s', async () => {
    const { anna, boris, id } = await pair();
    const peer = await anna.client.resolvePeer(id);
    if (peer._ !== 'inputPeerChannel') throw new Error(peer._);
    const stolen = { _: 'messages.sendMessage', peer, message: 'x', randomId: Long.ONE } as const;
    await expect(boris.client.call(stolen)).rejects.toMatchObject({ text: 'CHANNEL_INVALID' });
    const bare = { ...peer, _: 'inputChannel' } as const;
    const full = boris.client.call({ _: 'channels.getFullChannel', channel: bare });
    await expect(full).rejects.toMatchObject({ text: 'CHANNEL_INVALID' });
  });
});

describe('A username', () => {
  it('is a person’s or a chat’s, never both, and found as what it is', async () => {
    const { anna, boris, id } = await pair();
    await expect(anna.client.setChatUsername(id, boris.username)).rejects.toMatchObject({
      text: 'USERNAME_OCCUPIED',
    });
    await expect(anna.client.setChatUsername(id, '1')).rejects.toMatchObject({
      text: 'USERNAME_INVALID',
    });
    await expect(boris.client.setChatUsername(id, 'boris_takes_it')).rejects.toMatchObject({
      text: 'CHAT_ADMIN_REQUIRED',
    });
    await anna.client.setChatUsername(id, 'chat_of_two');
    const gleb = await person(world, 'Gleb');
    expect((await gleb.client.getChat('chat_of_two')).id).toBe(id);
    await expect(gleb.client.setMyUsername('chat_of_two')).rejects.toMatchObject({
      text: 'USERNAME_OCCUPIED',
    });
    await anna.client.deleteSupergroup(id);
    await waitFor('the end', () => boris.pushed.findLast(({ _ }) => _ === 'updateChannel'));
    await expect(boris.client.getHistory(id)).rejects.toMatchObject({ text: 'CHANNEL_PRIVATE' });
  });
});
