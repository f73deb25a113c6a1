import { afterEach, describe, expect, it } from 'vitest';
import { createWorld } from '../world/create-world.ts';
import { sendMessage } from '../world/messages/send-message.ts';
import { createUser } from '../world/users/create-user.ts';
import type { User } from '../world/users/user.ts';
import type { World } from '../world/world.ts';
import type { WorldEvent } from '../world/world-event.ts';
import type { Persona } from './persona.ts';
import { startPersonas } from './start-personas.ts';
import { languageOf, topicOf } from './understand.ts';

const START = Date.UTC(2026, 0, 1);
const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.clock.stop();
});

/** A world that stands still, somebody who writes, and somebody with a persona. */
function meeting(persona: Partial<Persona> & Pick<Persona, 'mood'>, seed = 'persona') {
  const problems: unknown[] = [];
  const world = createWorld({ seed, startAt: START, onError: (error) => problems.push(error) });
  world.clock.set({ frozen: true, now: START });
  worlds.push(world);
  const personas = startPersonas(world);
  const writer = createUser(world, { firstName: 'Writer' });
  const person = createUser(world, { firstName: 'Олег' });
  personas.assign(person.id, { delaySeconds: [10, 10], script: [], ...persona });
  const events: WorldEvent[] = [];
  world.listeners.add((event) => void events.push(event));

  const say = (text: string) => sendMessage(world, writer, person, { text });
  const answers = () =>
    world.messages.filter(({ fromId }) => fromId === person.id).map(({ text }) => text);
  return { world, writer, person, personas, events, say, answers, problems };
}

async function talk(
  { world, say, answers }: ReturnType<typeof meeting>,
  texts: readonly string[],
): Promise<string[]> {
  for (const text of texts) {
    say(text);
    await world.clock.advance(120_000);
  }
  return answers();
}

const offer = 'Здравствуйте! Предлагаем сделать сайт. Вам интересно?';

describe('A persona', () => {
  it('reads, types and answers, each at its time', async () => {
    const { world, events, say, person, writer } = meeting({ mood: 'refuses' });
    say(offer);
    await world.clock.advance(3900);
    expect(events.some((event) => event.kind === 'typing')).toBe(false);
    await world.clock.advance(200);
    const kinds = events.map((event) =>
      event.kind === 'box' ? event.event.change.kind : event.kind,
    );
    expect(kinds.indexOf('readOutbox')).toBeGreaterThan(0);
    expect(kinds.indexOf('typing')).toBeGreaterThan(kinds.indexOf('readOutbox'));
    expect(world.messages).toHaveLength(1);
    await world.clock.advance(6000);
    expect(world.messages[1]).toMatchObject({ fromId: person.id, toId: writer.id });
    expect(world.messages[1]?.date).toBe(START / 1000 + 10);
  });

  it('answers once to several messages that come close together', async () => {
    const meet = meeting({ mood: 'refuses' });
    meet.say('Здравствуйте!');
    await meet.world.clock.advance(2000);
    meet.say(offer);
    await meet.world.clock.advance(60_000);
    expect(meet.answers()).toHaveLength(1);
  });

  it('hears what is said while it types, and answers that afterwards', async () => {
    const meet = meeting({ mood: 'asks' });
    meet.say(offer);
    await meet.world.clock.advance(5000);
    meet.say('Вы здесь?');
    const before = meet.answers().length;
    await meet.world.clock.advance(60_000);
    expect(before).toBe(0);
    expect(meet.answers().length).toBeGreaterThanOrEqual(2);
  });

  it('who is silent reads and never answers', async () => {
    const meet = meeting({ mood: 'silent' });
    expect(await talk(meet, [offer, 'Вы тут?', 'Ау'])).toEqual([]);
    const dialog = meet.world.boxes.get(meet.person.id)?.dialogs.get(meet.writer.id);
    expect(dialog?.unread).toBe(0);
  });

  it('who refuses does so, then firmly, then no more', async () => {
    const answers = await talk(meeting({ mood: 'refuses' }), [offer, 'А может?', 'Точно?', 'Ну?']);
    expect(answers.length).toBeGreaterThanOrEqual(2);
    expect(answers.length).toBeLessThanOrEqual(4);
  });

  it('who blocks says so and blocks', async () => {
    const meet = meeting({ mood: 'blocks' });
    expect((await talk(meet, [offer])).length).toBeGreaterThan(0);
    expect(meet.person.blocked.has(meet.writer.id)).toBe(true);
    expect(() => meet.say('Почему?')).toThrow('USER_IS_BLOCKED');
  });

  it.each(['interested', 'asks', 'refuses', 'blocks', 'angry'] as const)(
    'who is %s answers in the language of the message',
    async (mood) => {
      const russian = await talk(meeting({ mood }), [offer]);
      expect(russian.join(' ')).toMatch(/[а-я]/i);
      const english = await talk(meeting({ mood }), ['Hi! We build websites. Interested?']);
      expect(english.join(' ')).not.toMatch(/[а-я]/i);
      expect(english.length).toBeGreaterThan(0);
    },
  );

  it('keeps to its own language when it has one', async () => {
    const answers = await talk(meeting({ mood: 'asks', language: 'en' }), [offer]);
    expect(answers.join(' ')).not.toMatch(/[а-я]/i);
  });

  it('answers what it was asked', async () => {
    const names: string[] = [];
    for (const seed of ['a', 'b', 'c', 'd']) {
      const said = await talk(meeting({ mood: 'interested' }, seed), [offer, 'Как вас зовут?']);
      names.push(said.join(' '));
    }
    expect(names.filter((said) => said.includes('Олег')).length).toBeGreaterThanOrEqual(3);
  });

  it('does not say the same thing twice in a row of answers', async () => {
    const questions = Array.from({ length: 5 }, () => 'Расскажу подробнее.');
    const answers = await talk(meeting({ mood: 'asks' }), [offer, ...questions]);
    expect(new Set(answers).size).toBe(answers.length);
  });

  it('does not talk for ever', async () => {
    const answers = await talk(
      meeting({ mood: 'asks' }),
      Array.from({ length: 60 }, () => 'И?'),
    );
    expect(answers.length).toBeLessThan(150);
    const more = await talk(
      meeting({ mood: 'asks' }),
      Array.from({ length: 90 }, () => 'И?'),
    );
    expect(more.length).toBe(answers.length);
  });

  it('is not bothered when it has been blocked meanwhile', async () => {
    const meet = meeting({ mood: 'asks' });
    meet.say(offer);
    meet.writer.blocked.add(meet.person.id);
    await meet.world.clock.advance(60_000);
    expect(meet.answers()).toEqual([]);
    expect(meet.problems).toEqual([]);
  });
});

describe('A script', () => {
  const script = [
    { match: /price|цен/iu, replies: ['100', 'per piece'] },
    { replies: ['Who are you?'] },
    { replies: ['Ok'] },
    { match: /photo/iu, replies: [{ media: 'photo' as const, caption: 'here' }] },
    { match: /bye/iu, replies: ['Bye'], action: 'block' as const },
  ];

  it('answers by its rules, in its turn where no rule fits, and by the mood at the end', async () => {
    const meet = meeting({ mood: 'silent', script });
    const said = ['Hello', 'What is the price?', 'So?', 'And now?', 'The price again?'];
    expect(await talk(meet, said)).toEqual([
      'Who are you?',
      '100',
      'per piece',
      'Ok',
      '100',
      'per piece',
    ]);
  });

  it('sends media and does what follows', async () => {
    const meet = meeting({ mood: 'silent', script: script.slice(3) });
    await talk(meet, ['Send me a photo', 'bye']);
    expect(meet.world.messages[1]).toMatchObject({ text: 'here', media: { kind: 'photo' } });
    expect(meet.person.blocked.has(meet.writer.id)).toBe(true);
  });
});

describe('Two worlds with one seed', () => {
  it('have the same talk at the same times', async () => {
    const said = [offer, 'Сколько вам нужно?', 'Когда удобно?', 'Спасибо!'];
    const transcript = async (seed: string) => {
      const meet = meeting({ mood: 'interested', delaySeconds: [3, 60] }, seed);
      await talk(meet, said);
      return meet.world.messages.map(({ fromId, text, date }) => [fromId, text, date]);
    };
    const first = await transcript('same');
    expect(await transcript('same')).toEqual(first);
    expect(await transcript('other')).not.toEqual(first);
  });
});

describe('A user without a persona', () => {
  it('never answers', async () => {
    const meet = meeting({ mood: 'asks' });
    const plain: User = createUser(meet.world, { firstName: 'Plain' });
    sendMessage(meet.world, meet.writer, plain, { text: offer });
    await meet.world.clock.advance(7 * 24 * 3600 * 1000);
    expect(meet.world.messages).toHaveLength(1);
  });
});

describe('A message is understood', () => {
  it.each([
    ['Сколько стоит?', 'price'],
    ['Какой у вас бюджет?', 'price'],
    ['How much is it?', 'price'],
    ['А где вы находитесь?', 'where'],
    ['Когда вам удобно?', 'when'],
    ['Как вас зовут?', 'name'],
    ['Вам это интересно?', 'wanted'],
    ['Давайте созвонимся', 'call'],
    ['Спасибо большое', 'thanks'],
    ['Ну что скажете?', 'question'],
    ['Мы работаем с 2010 года.', 'statement'],
    ['', 'media'],
  ])('%s as %s', (text, topic) => {
    expect(topicOf(text)).toBe(topic);
  });

  it('in Russian by its letters', () => {
    expect(languageOf('Ok, да')).toBe('ru');
    expect(languageOf('Ok, yes')).toBe('en');
  });
});
