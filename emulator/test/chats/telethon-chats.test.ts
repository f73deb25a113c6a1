import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../start-emulator.ts';
import { type ControlClient, controlOf } from '../control-client.ts';
import { hasTelethon, startTelethon, type Telethon } from '../telethon-client.ts';
import { startTestBox, stopTestBox } from '../test-box.ts';
import { waitFor } from '../wait-for.ts';
import type { ChatJson } from './people.ts';

type Shown = { kind: string; id: number; title: string };

describe.skipIf(!hasTelethon())('Telethon, in groups', () => {
  let box: Emulator;
  let control: ControlClient;
  let telethon: Telethon;

  beforeAll(async () => {
    box = await startTestBox('telethon chats');
    control = controlOf(box);
    telethon = startTelethon(box);
  });
  afterAll(async () => {
    telethon.stop();
    await stopTestBox(box);
  });

  /** Somebody with a client under their username. */
  async function person(username: string, settings: Record<string, unknown> = {}): Promise<number> {
    const id = await control.makeUser({ username, ...settings });
    const path = `/users/${id}/session`;
    const { session } = await control.post<{ session: string }>(path, { format: 'telethon' });
    await telethon.ask(username, 'connect', { session });
    return id;
  }
  const hears = (client: string, text: string) =>
    waitFor(`“${text}”`, async () => {
      const heard = await telethon.ask<{ text: string; from: number }[]>(client, 'heard');
      return heard.find((message) => message.text === text);
    });

  it('makes a supergroup, is joined by a link, writes, hears and lists the members', async () => {
    const anna = await person('anna_group');
    const boris = await person('boris_group');
    const made = await telethon.ask<Shown>('anna_group', 'create_channel', {
      title: 'Readers',
      megagroup: true,
    });
    const peer = Number(`-100${made.id}`);
    const { hash } = await telethon.ask<{ hash: string }>('anna_group', 'export_invite', { peer });
    expect(await telethon.ask('boris_group', 'check_invite', { hash })).toEqual({
      kind: 'ChatInvite',
      title: 'Readers',
    });
    expect(await telethon.ask('boris_group', 'import_invite', { hash })).toEqual({
      kind: 'Channel',
      id: made.id,
      title: 'Readers',
    });
    const again = telethon.ask('boris_group', 'import_invite', { hash });
    await expect(again).rejects.toThrow('UserAlreadyParticipantError');
    await telethon.ask('anna_group', 'send', { to: peer, text: 'Welcome' });
    expect(await hears('boris_group', 'Welcome')).toMatchObject({ from: anna });
    await telethon.ask('boris_group', 'send', { to: peer, text: 'Thank you' });
    expect(await hears('anna_group', 'Thank you')).toMatchObject({ from: boris });
    expect(await telethon.ask('boris_group', 'participants', { peer })).toEqual({
      total: 2,
      names: ['anna_group', 'boris_group'],
    });
    expect(await telethon.ask('boris_group', 'actions', { peer })).toEqual([
      'Thank you',
      'Welcome',
      'MessageActionChatJoinedByLink',
      'MessageActionChannelCreate',
    ]);
    expect(await telethon.ask('anna_group', 'full_channel', { peer })).toMatchObject({
      about: 'About it',
      count: 2,
    });
    expect(await telethon.ask('anna_group', 'dialogs')).toMatchObject([{ id: peer, unread: 2 }]);
  });

  it('is refused by name when somebody’s privacy forbids adding them', async () => {
    await person('anna_adds');
    await person('boris_added');
    await person('shy_person', { privacy: { chatInvite: 'nobody' } });
    const made = await telethon.ask<Shown>('anna_adds', 'create_channel', {
      title: 'Added',
      megagroup: true,
    });
    const peer = Number(`-100${made.id}`);
    const add = (user: string) => telethon.ask('anna_adds', 'invite', { peer, user });
    expect(await add('boris_added')).toEqual({ kind: 'Updates' });
    await expect(add('shy_person')).rejects.toThrow('UserPrivacyRestrictedError');
    expect(await telethon.ask('anna_adds', 'edit_admin', { peer, user: 'boris_added' })).toEqual({
      admin: true,
      changeInfo: true,
      inviteUsers: false,
    });
    await telethon.ask('boris_added', 'dialogs');
    await telethon.ask('anna_adds', 'kick', { peer, user: 'boris_added' });
    const after = telethon.ask('boris_added', 'send', { to: peer, text: 'x' });
    await expect(after).rejects.toThrow('ChannelPrivateError');
  });

  it('makes a basic group and hears in it', async () => {
    await person('anna_basic');
    await person('boris_basic');
    const made = await telethon.ask<Shown>('anna_basic', 'create_group', {
      title: 'Two',
      users: ['boris_basic'],
    });
    expect(made).toMatchObject({ kind: 'Chat', title: 'Two' });
    await telethon.ask('anna_basic', 'send', { to: -made.id, text: 'Hello' });
    await hears('boris_basic', 'Hello');
    expect(await telethon.ask('boris_basic', 'participants', { peer: -made.id })).toEqual({
      total: 2,
      names: ['anna_basic', 'boris_basic'],
    });
  });

  it('pages through a large public chat, reads a forum that it knows nothing of, and catches up', async () => {
    const owner = await control.makeUser({ username: 'forum_owner' });
    const { ids } = await control.post<{ ids: number[] }>('/users/bulk', {
      count: 450,
      firstName: 'Reader',
      username: 'forum_reader',
    });
    const { id } = await control.post<ChatJson>('/chats', {
      kind: 'supergroup',
      title: 'Forum',
      creator: owner,
      username: 'public_forum',
      forum: true,
      members: ids,
    });
    const topic = await control.post<{ id: number }>(`/chats/${id}/topics`, { title: 'News' });
    await control.post(`/chats/${id}/messages`, { from: owner, text: 'In it', topic: topic.id });
    await person('gleb_forum');
    await telethon.ask('gleb_forum', 'join', { peer: 'public_forum' });
    const all = await telethon.ask<{ total: number; names: string[] }>(
      'gleb_forum',
      'participants',
      { peer: 'public_forum' },
    );
    expect([all.total, new Set(all.names).size]).toEqual([452, 452]);
    const peer = 'public_forum';
    expect(await telethon.ask('gleb_forum', 'actions', { peer })).toEqual([
      'MessageActionChatAddUser',
      'In it',
      'MessageActionCustomAction',
      'MessageActionChannelCreate',
    ]);
    const { pts } = await telethon.ask<{ pts: number }>('gleb_forum', 'full_channel', { peer });
    await control.post(`/chats/${id}/messages`, { from: owner, text: 'missed' });
    expect(await telethon.ask('gleb_forum', 'channel_difference', { peer, pts })).toEqual({
      kind: 'ChannelDifference',
      texts: ['missed'],
    });
  });
});
