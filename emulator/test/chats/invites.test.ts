import type { TelegramClient } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { waitFor } from '../wait-for.ts';
import { type ChatJson, isTold, knows, makeChat, person } from './people.ts';

const world = mtcuteFixture('invites');

/** An owner and a chat of theirs. */
async function owned(settings: Record<string, unknown> = {}) {
  const anna = await person(world, 'Anna');
  const { id } = await makeChat(world, { creator: anna.id, ...settings });
  await knows(id, anna);
  return { anna, id };
}

const check = (client: TelegramClient, link: string) =>
  client.call({ _: 'messages.checkChatInvite', hash: link.split('+')[1] ?? '' });

const days = (n: number) => new Date(Date.now() + n * 24 * 3600_000);

describe('An invite link', () => {
  it('shows what is behind it, lets people in and tells who came', async () => {
    const { anna, id } = await owned({ title: 'Readers' });
    const link = await anna.client.createInviteLink(id, { withApproval: false });
    const boris = await person(world, 'Boris');
    const preview = await boris.client.getChatPreview(link.link);
    expect([preview.title, preview.memberCount, preview.type]).toEqual([
      'Readers',
      1,
      'supergroup',
    ]);
    const chat = await boris.client.joinChat(link.link);
    expect([chat.id, chat.isMember]).toEqual([id, true]);
    expect(await check(boris.client, link.link)).toMatchObject({ _: 'chatInviteAlready' });
    await expect(boris.client.joinChat(link.link)).rejects.toMatchObject({
      text: 'USER_ALREADY_PARTICIPANT',
    });
    await waitFor('the word of it', () =>
      anna.heard.find(({ action }) => action?.type === 'user_joined_link'),
    );
    const came = await anna.client.getInviteLinkMembers(id, { link });
    expect(came.map(({ user }) => user.id)).toEqual([boris.id]);
    expect((await anna.client.getInviteLink(id, link.link)).usage).toBe(1);
  });

  it('ends by its limit, its time, or when it is revoked', async () => {
    const { anna, id } = await owned();
    const boris = await person(world, 'Boris');
    const join = (link: { link: string }) => boris.client.joinChat(link.link);
    const once = await anna.client.createInviteLink(id, { usageLimit: 1 });
    const vera = await world.control.makeUser({});
    await world.control.post(`/users/${vera}/join`, { link: once.link });
    await expect(join(once)).rejects.toMatchObject({ text: 'INVITE_HASH_EXPIRED' });

    const short = await anna.client.createInviteLink(id, { expires: days(1) });
    await world.control.post('/clock', { advanceSeconds: 2 * 86_400 });
    await expect(join(short)).rejects.toMatchObject({ text: 'INVITE_HASH_EXPIRED' });

    const open = await anna.client.createInviteLink(id);
    await anna.client.revokeInviteLink(id, open);
    await expect(join(open)).rejects.toMatchObject({ text: 'INVITE_HASH_EXPIRED' });
    const edit = anna.client.editInviteLink({ chatId: id, link: open, usageLimit: 5 });
    await expect(edit).rejects.toMatchObject({ text: 'INVITE_HASH_EXPIRED' });
    await expect(join({ link: 'https://t.me/+nothingbehindthis' })).rejects.toMatchObject({
      text: 'INVITE_HASH_INVALID',
    });
    const revoked = await anna.client.getInviteLinks(id, { revoked: true });
    expect(revoked.map(({ link }) => link)).toEqual([open.link]);
  });

  it('of the owner’s own gets a successor when it is revoked', async () => {
    const { anna, id } = await owned();
    const first = await anna.client.getPrimaryInviteLink(id);
    const second = await anna.client.exportInviteLink(id);
    expect(second.link).not.toBe(first.link);
    const third = await anna.client.revokeInviteLink(id, second);
    expect([third.isPrimary, third.link === second.link]).toEqual([true, false]);
    const edit = anna.client.editInviteLink({ chatId: id, link: third, usageLimit: 5 });
    await expect(edit).rejects.toMatchObject({ text: 'CHAT_INVITE_PERMANENT' });
  });

  it('is made with sensible limits only, and by who may', async () => {
    const { anna, id } = await owned();
    const past = anna.client.createInviteLink(id, { expires: new Date(1000) });
    await expect(past).rejects.toMatchObject({ text: 'EXPIRE_DATE_INVALID' });
    const both = anna.client.createInviteLink(id, { usageLimit: 3, withApproval: true });
    await expect(both).rejects.toMatchObject({ text: 'USAGE_LIMIT_INVALID' });
    const boris = await person(world, 'Boris');
    await world.control.post(`/chats/${id}/members`, { userIds: [boris.id] });
    await knows(id, boris).catch(() => undefined);
    await isTold(boris, 'updateChannel');
    await expect(boris.client.createInviteLink(id)).rejects.toMatchObject({
      text: 'CHAT_ADMIN_REQUIRED',
    });
  });
});

describe('A request to join', () => {
  it('is told to the administrators, granted or turned down', async () => {
    const { anna, id } = await owned();
    const boris = await person(world, 'Boris');
    const vera = await person(world, 'Vera');
    const link = await anna.client.createInviteLink(id, { withApproval: true });
    for (const { client } of [boris, vera]) {
      await expect(client.joinChat(link.link)).rejects.toMatchObject({
        text: 'INVITE_REQUEST_SENT',
      });
    }
    const pending = await waitFor('both requests', () =>
      anna.pushed.find(
        (update) => update._ === 'updatePendingJoinRequests' && update.requestsPending === 2,
      ),
    );
    expect(pending).toMatchObject({ recentRequesters: [boris.id, vera.id] });
    const asking = await anna.client.getInviteLinkMembers(id, { requested: true });
    expect(asking.map(({ user }) => user.id)).toEqual([vera.id, boris.id]);
    await anna.client.hideJoinRequest({ chatId: id, user: boris.username, action: 'approve' });
    await anna.client.hideJoinRequest({ chatId: id, user: vera.username, action: 'decline' });
    await isTold(boris, 'updateChannel');
    const members = await anna.client.getChatMembers(id);
    expect(members.map(({ user }) => user.id)).toEqual([anna.id, boris.id]);
    const again = anna.client.hideJoinRequest({
      chatId: id,
      user: vera.username,
      action: 'approve',
    });
    await expect(again).rejects.toMatchObject({ text: 'HIDE_REQUESTER_MISSING' });
  });

  it('is what a public supergroup takes when it wants consent', async () => {
    const { anna, id } = await owned({ username: 'consent_wanted' });
    await anna.client.toggleJoinRequests(id, true);
    const boris = await person(world, 'Boris');
    await expect(boris.client.joinChat('consent_wanted')).rejects.toMatchObject({
      text: 'INVITE_REQUEST_SENT',
    });
    await world.control.post(`/chats/${id}/requests/${boris.id}`, { approved: true });
    const chat = await world.control.get<ChatJson>(`/chats/${id}`);
    expect([chat.memberCount, chat.requests]).toEqual([2, []]);
  });
});

describe('People who are added', () => {
  const add = (client: TelegramClient, id: number, ...names: string[]) =>
    client.addChatMembers(id, names, {});

  it('may forbid it: they are named as missing', async () => {
    const { anna, id } = await owned();
    const shy = await person(world, 'Shy', { privacy: { chatInvite: 'contacts' } });
    const boris = await person(world, 'Boris');
    const missing = await add(anna.client, id, shy.username, boris.username);
    expect(missing.map(({ userId }) => userId)).toEqual([shy.id]);
    expect((await anna.client.getFullChat(id)).membersCount).toBe(2);
    await world.control.patch(`/users/${shy.id}`, { contacts: [anna.id] });
    expect(await add(anna.client, id, shy.username)).toEqual([]);
    await shy.client.call({
      _: 'account.setPrivacy',
      key: { _: 'inputPrivacyKeyChatInvite' },
      rules: [{ _: 'inputPrivacyValueDisallowAll' }],
    });
    const other = await owned();
    const { missing: atGroup } = await other.anna.client.createGroup({
      title: 'Three',
      users: [shy.username, boris.username],
    });
    expect(atGroup.map(({ userId }) => userId)).toEqual([shy.id]);
  });

  it('come back only by the hand of a mutual contact when they left', async () => {
    const { anna, id } = await owned();
    const boris = await person(world, 'Boris');
    await add(anna.client, id, boris.username);
    await world.control.post(`/users/${boris.id}/leave`, { chat: id });
    await expect(add(anna.client, id, boris.username)).rejects.toMatchObject({
      text: 'USER_NOT_MUTUAL_CONTACT',
    });
    await world.control.patch(`/users/${boris.id}`, { contacts: [anna.id] });
    await world.control.patch(`/users/${anna.id}`, { contacts: [boris.id] });
    expect(await add(anna.client, id, boris.username)).toEqual([]);
  });

  it('are too many when the account, the chat or the person is full', async () => {
    const anna = await person(world, 'Anna', { spamLimit: { addsPerDay: 1 } });
    const { id } = await makeChat(world, { creator: anna.id });
    await knows(id, anna);
    const [boris, vera, gleb] = [
      await person(world, 'Boris'),
      await person(world, 'Vera', { spamLimit: { channels: 0 } }),
      await person(world, 'Gleb'),
    ];
    await expect(add(anna.client, id, vera.username)).rejects.toMatchObject({
      text: 'USER_CHANNELS_TOO_MUCH',
    });
    await expect(vera.client.createSupergroup({ title: 'Mine' })).rejects.toMatchObject({
      text: 'CHANNELS_TOO_MUCH',
    });
    expect(await add(anna.client, id, boris.username)).toEqual([]);
    await expect(add(anna.client, id, gleb.username)).rejects.toMatchObject({ text: 'PEER_FLOOD' });
    await world.control.patch(`/chats/${id}`, { limits: { members: 2 } });
    const { link } = await anna.client.getPrimaryInviteLink(id);
    await expect(gleb.client.joinChat(link)).rejects.toMatchObject({ text: 'USERS_TOO_MUCH' });
  });
});
