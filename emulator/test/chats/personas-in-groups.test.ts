import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { makeChat } from './people.ts';

const world = mtcuteFixture('personas in groups');

type Messages = { messages: { from: number; text: string; replyTo: number | null }[] };

describe('A persona in a group', () => {
  it.each(['group', 'supergroup'])(
    'is silent in a %s, but for what its script says in groups',
    async (kind) => {
      const creator = await world.control.makeUser({});
      const keen = await world.control.makeUser({ persona: 'interested' });
      const script = [{ match: 'price', inGroups: true, replies: ['I want to know too'] }];
      const persona = { mood: 'silent', delaySeconds: [1, 2], script };
      const scripted = await world.control.makeUser({ persona });
      const { id } = await makeChat(world, { kind, creator, members: [keen, scripted] });
      const path = `/chats/${id}/messages`;
      await world.control.post(path, { from: creator, text: 'Hello, all' });
      const asked = await world.control.post<{ id: number }>(path, {
        from: creator,
        text: 'What is the price?',
      });
      await world.control.post('/clock', { advanceSeconds: 600 });
      const { messages } = await world.control.get<Messages>(path);
      const said = messages.filter(({ from }) => from !== creator);
      expect(said).toMatchObject([
        { from: scripted, text: 'I want to know too', replyTo: asked.id },
      ]);
      const inPrivate = { to: scripted, text: 'What is the price?' };
      await world.control.post(`/users/${creator}/messages`, inPrivate);
      await world.control.post('/clock', { advanceSeconds: 600 });
      expect(await world.control.get(`/messages?from=${scripted}`)).toMatchObject({ messages: [] });
    },
  );
});
