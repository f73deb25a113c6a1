import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Json } from './clients.ts';
import type { IncomingMessage } from './inbox.ts';
import { makeAccounts, makePeople, type SimulatedPerson } from './people.ts';
import { printTable } from './print-table.ts';
import { makeSamples } from './samples.ts';
import { type Language, says } from './texts.ts';

export type Stage = {
  api: Client;
  control: Client;
  mediaDir: string;
  language: Language;
  /** Messages that people wrote, as the webhook brought them. */
  heard: IncomingMessage[];
  waitMs: number;
};

type Account = {
  id: string;
  phone: string | null;
  first_name: string;
  status: string;
  total_sent: number;
};
type Imported = { success: boolean; message?: string; accounts?: Account[] };
type Sent = { success: boolean; account_id?: string; message?: string };

/** The whole story once: accounts arrive, write, and are answered. */
export async function play(stage: Stage): Promise<void> {
  const { api, control, language } = stage;
  const say = says[language];
  const people = await makePeople(control, language);
  const accounts = await importAccounts(stage);
  for (const { id } of accounts) await api.patch(`/accounts/${id}`, { status: 'active' });
  console.log(say.vouched);

  const [stranger] = people;
  const refused = await api.post<Sent>('/send', {
    username: stranger?.username,
    type: 'text',
    content: '…',
  });
  console.log(say.refusedFirst(refused.message ?? ''));

  await makeSamples(stage.mediaDir);
  console.log(`\n${say.sending}`);
  const written = await sendEverything(stage, people, accounts);

  console.log(`\n${say.hearing}`);
  await showAnswers(stage, written);
  await summarise(stage);
}

async function importAccounts({ api, control, language }: Stage): Promise<Account[]> {
  const say = says[language];
  const { tdata, session } = await makeAccounts(control);
  const added: Account[] = [];
  for (const [name, blob] of [
    ['sales-tdata.zip', tdata],
    ['partners.session', session],
  ] as const) {
    console.log(say.importing(name));
    const form = new FormData();
    form.set('file', blob, name);
    const answer = await api.post<Imported>('/accounts/upload', form);
    if (!answer.success) throw new Error(`${name}: ${answer.message}`);
    for (const account of answer.accounts ?? []) {
      console.log(say.added(account.id, account.phone ?? '', account.first_name));
      added.push(account);
    }
  }
  return added;
}

/** One message of each type, in the three ways a file can be given that need no internet. */
async function messagesOf(mediaDir: string, language: Language): Promise<Json[]> {
  const isRussian = language === 'ru';
  const video = await readFile(join(mediaDir, 'tour.mp4'));
  const document = await readFile(join(mediaDir, 'price.txt'));
  return [
    {
      type: 'text',
      content: isRussian
        ? 'Здравствуйте! Вы оставляли заявку на интеграцию. Актуально?'
        : 'Hello! You asked us about an integration. Is it still relevant?',
    },
    {
      type: 'photo',
      file_path: 'photos/example.jpg',
      caption: isRussian ? 'Пример работы' : 'An example of our work',
    },
    { type: 'video_note', file_path: 'video_notes/greeting.mp4' },
    { type: 'voice', file_path: 'voices/intro.mp3' },
    {
      type: 'video',
      file_base64: video.toString('base64'),
      caption: isRussian ? 'Как это выглядит' : 'What it looks like',
    },
    {
      type: 'document',
      file_base64: document.toString('base64'),
      filename: 'price.txt',
      caption: isRussian ? 'Прайс' : 'Prices',
    },
  ];
}

async function sendEverything(
  { api, mediaDir, language }: Stage,
  people: readonly SimulatedPerson[],
  accounts: readonly Account[],
): Promise<SimulatedPerson[]> {
  const say = says[language];
  const written: SimulatedPerson[] = [];
  for (const [i, message] of (await messagesOf(mediaDir, language)).entries()) {
    const person = people[i];
    const account = accounts[i % accounts.length];
    if (!person || !account) continue;
    const answer = await api.post<Sent>('/send', {
      ...message,
      username: person.username,
      account_id: account.id,
      consent: { source: 'demo', basis: 'opt_in' },
    });
    const what = String(message['content'] ?? message['caption'] ?? message['file_path'] ?? '');
    const type = String(message['type']);
    if (answer.success) {
      console.log(say.sent(account.id, person.name, type, what));
      written.push(person);
    } else {
      console.log(say.failed(account.id, person.name, type, answer.message ?? ''));
    }
  }
  return written;
}

/** Shows answers as they arrive, until everybody who was written to has answered or time is up. */
async function showAnswers(
  { heard, language, waitMs }: Stage,
  written: readonly SimulatedPerson[],
): Promise<void> {
  const say = says[language];
  const deadline = Date.now() + waitMs;
  const answered = new Set<string>();
  let shown = 0;
  while (Date.now() < deadline && answered.size < written.length) {
    await pause(100);
    for (; shown < heard.length; shown++) {
      const incoming = heard[shown];
      if (!incoming) break;
      const { account_id, first_name, message } = incoming;
      console.log(say.heard(account_id, first_name, message.type, message.text));
      answered.add(first_name);
    }
  }
}

async function summarise({ api, language, heard }: Stage): Promise<void> {
  const say = says[language];
  const { accounts } = await api.get<{ accounts: Account[] }>('/accounts');
  const rows = accounts.map((a) => [
    a.id,
    a.phone ?? '',
    a.status,
    String(a.total_sent),
    String(heard.filter((h) => h.account_id === a.id).length),
  ]);
  printTable(say.summary, [say.columns, ...rows]);
}
