import type { tl } from '@mtcute/core';
import type { TelegramClient } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { waitFor } from '../wait-for.ts';

const world = mtcuteFixture('groups');

/** A person with a listening client and a username. */
async function person(name: string, settings: Record<string, unknown> = {}) {
  const id = await world.control.makeUser({ firstName: name, ...settings });
  await world.control.patch(`/users/${id}`, { username: `${name}_${id}` });
  const pushed: tl.TypeUpdate[] = [];
  const { client, heard } = await world.listening(id);
  client.onRawUpdate.add(({ update }) => void pushed.push(update as tl.TypeUpdate));
  return { id, client, heard, pushed, username: `${name}_${id}` };
}

const texts = (heard: { text: string }[]) => heard.map(({ text }) => text).filter(Boolean);

describe('A supergroup', () => {
  it('is made, joined by its username, written to, and its members are listed', async () => {
    const anna = await person('Anna');
    const boris = await person('Boris');
    const chat = await anna.client.createSupergroup({ title: 'Readers', description: 'Of books' });
    expect([chat.title, chat.chatType, chat.isCreator]).toEqual(['Readers', 'supergroup', true]);
    await anna.client.setChatUsername(chat, `readers_${anna.id}`);
    const joined = await boris.client.joinChat(`readers_${anna.id}`);
    expect([joined.title, joined.isMember]).toEqual(['Readers', true]);

    await anna.client.sendText(chat, 'Welcome');
    const first = await waitFor('the welcome', () => boris.heard.find(({ text }) => text));
    expect([first.text, first.chat.id, first.sender.id]).toEqual(['Welcome', chat.id, anna.id]);
    await boris.client.replyText(first, 'Thank you');
    const answer = await waitFor('the answer', () => anna.heard.find(({ text }) => text));
    expect([answer.text, answer.replyToMessage?.id]).toEqual(['Thank you', first.id]);
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
});
