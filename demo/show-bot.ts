import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from './clients.ts';
import { type Language, says } from './texts.ts';

/** What the owner of the installation asks the team's bot. */
const QUESTIONS = ['/list_accounts', '/stats', '/list'];
const ANSWER_MS = 20_000;
const LOOK_MS = 100;

type Bot = { id: number; token: string; username: string };
type Message = { id: number; text: string };

/** Makes the person who commands the team's bot. @returns their id in Telegram */
export async function makeOwner(control: Client, language: Language): Promise<number> {
  const { id } = await control.post<{ id: number }>('/users', {
    firstName: says[language].owner,
    language,
  });
  return id;
}

/** Connects a bot to the team and lets its owner command it. @throws Error when it stays silent */
export async function showBot(stage: {
  api: Client;
  control: Client;
  language: Language;
  ownerId: number;
}): Promise<void> {
  const { api, control, language, ownerId } = stage;
  const say = says[language];
  const bot = await control.post<Bot>('/bots', {
    username: 'vestnik_demo_bot',
    firstName: 'Vestnik',
  });
  const answer = await api.post<{ success: boolean; message?: string }>('/bots', {
    token: bot.token,
  });
  if (!answer.success) throw new Error(answer.message);
  console.log(`\n${say.bot(bot.username)}`);

  let seen = 0;
  const hear = async (): Promise<string> => {
    const deadline = performance.now() + ANSWER_MS;
    while (performance.now() < deadline) {
      const { messages } = await control.get<{ messages: Message[] }>(
        `/messages?from=${bot.id}&to=${ownerId}&limit=100`,
      );
      const said = messages.find(({ id }) => id > seen);
      seen = said?.id ?? seen;
      if (said) return said.text;
      await pause(LOOK_MS);
    }
    throw new Error(`@${bot.username} said nothing`);
  };
  await control.post(`/users/${ownerId}/start`, { bot: bot.id });
  await hear();
  for (const text of QUESTIONS) {
    await control.post(`/users/${ownerId}/messages`, { to: bot.id, text });
    console.log(`  ${say.owner}: ${text}`);
    for (const line of (await hear()).split('\n')) console.log(`    ${line}`);
  }
}
