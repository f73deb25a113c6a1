import type { Client } from './clients.ts';
import type { Language } from './texts.ts';

export type SimulatedPerson = { username: string; name: string; mood: string };

const people: Record<Language, SimulatedPerson[]> = {
  ru: [
    { username: 'anna_sample', name: 'Анна', mood: 'interested' },
    { username: 'boris_sample', name: 'Борис', mood: 'asks' },
    { username: 'vera_sample', name: 'Вера', mood: 'interested' },
    { username: 'gleb_sample', name: 'Глеб', mood: 'refuses' },
    { username: 'dina_sample', name: 'Дина', mood: 'asks' },
    { username: 'egor_sample', name: 'Егор', mood: 'interested' },
  ],
  en: [
    { username: 'anna_sample', name: 'Anna', mood: 'interested' },
    { username: 'brian_sample', name: 'Brian', mood: 'asks' },
    { username: 'clara_sample', name: 'Clara', mood: 'interested' },
    { username: 'derek_sample', name: 'Derek', mood: 'refuses' },
    { username: 'emma_sample', name: 'Emma', mood: 'asks' },
    { username: 'frank_sample', name: 'Frank', mood: 'interested' },
  ],
};

/** The simulated people who will be written to; they answer within seconds. */
export async function makePeople(control: Client, language: Language): Promise<SimulatedPerson[]> {
  for (const { username, name, mood } of people[language]) {
    await control.post('/users', {
      firstName: name,
      username,
      persona: { mood, language, delaySeconds: [1, 3] },
    });
  }
  return people[language];
}

/** The team's own accounts: two in one tdata archive, one as a session file. */
export async function makeAccounts(control: Client): Promise<{ tdata: Blob; session: Blob }> {
  const ids: number[] = [];
  for (const [firstName, phone] of [
    ['Sales', '+79990000001'],
    ['Support', '+79990000002'],
    ['Partners', '+79990000003'],
  ]) {
    const { id } = await control.post<{ id: number }>('/users', {
      firstName: firstName ?? '',
      phone: phone ?? '',
    });
    ids.push(id);
  }
  const [first, second, third] = ids;
  return {
    tdata: await control.bytes(`/users/${first}/session`, { format: 'tdata-zip', also: [second] }),
    session: await control.bytes(`/users/${third}/session`, { format: 'telethon-file' }),
  };
}
