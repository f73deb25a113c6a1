import { dealMoods } from '../rehearsal/deal-moods.ts';
import type { Client } from './clients.ts';
import type { Language } from './texts.ts';

const PEOPLE = 200;
/** Of hundred people so many take it so; half of the interested ones agree to everything. */
const MIXTURE = { silent: 40, interested: 34, asks: 10, refuses: 11, angry: 3, blocks: 2 };
/** World's seconds until somebody answers: some at once, some in the evening. */
const PATIENCE = [
  [60, 900],
  [600, 7_200],
  [1_800, 18_000],
];

const cast = {
  ru: {
    names: ['Анна', 'Борис', 'Вера', 'Глеб', 'Дина', 'Егор', 'Жанна', 'Захар', 'Инна', 'Кирилл'],
    agreeing: [
      'Да, расскажите',
      'Да, интересно, покажите',
      'Давайте, подходит',
      'Отлично, договорились',
    ],
  },
  en: {
    names: ['Anna', 'Brian', 'Clara', 'Derek', 'Emma', 'Frank', 'Grace', 'Henry', 'Irene', 'Jack'],
    agreeing: [
      'Yes, tell me more',
      'Yes please, show me',
      'Sounds good, let’s do it',
      'Great, deal',
    ],
  },
};

/** Makes the campaign's people in the sandbox. @returns a table of them, as a team would have it */
export async function makeAudience(control: Client, language: Language): Promise<string> {
  const { names, agreeing } = cast[language];
  const moods = dealMoods(MIXTURE, PEOPLE);
  const rows = ['username,first_name,priority'];
  let interested = 0;
  for (const [i, mood] of moods.entries()) {
    const username = `client_${String(i + 1).padStart(3, '0')}`;
    const firstName = names[i % names.length] ?? '';
    const agrees = mood === 'interested' && interested++ % 2 === 0;
    await control.post('/users', {
      firstName,
      username,
      persona: {
        mood,
        language,
        delaySeconds: PATIENCE[i % PATIENCE.length],
        script: agrees ? agreeing.map((reply) => ({ replies: [reply] })) : [],
      },
    });
    rows.push(`${username},${firstName},${(i % 3) + 4}`);
  }
  return rows.join('\n');
}

/** Two more accounts beside those that are there, as session strings. */
export async function makeMoreAccounts(control: Client): Promise<string[]> {
  const sessions: string[] = [];
  for (const [firstName, phone] of [
    ['Care', '+79990000004'],
    ['News', '+79990000005'],
  ]) {
    const { id } = await control.post<{ id: number }>('/users', {
      firstName: firstName ?? '',
      phone: phone ?? '',
    });
    const made = await control.post<{ session: string }>(`/users/${id}/session`, {
      format: 'mtcute',
    });
    sessions.push(made.session);
  }
  return sessions;
}

const stages = {
  ru: [
    'Здравствуйте, {{ first_name | default: "коллега" }}! Вы оставляли заявку на интеграцию. Рассказать, что получается?',
    'Коротко: подключаем за три дня, поддержка год. Показать пример?',
    'Вот пример похожего проекта. Начнём с пробной недели?',
    'Договорились, завтра пришлём договор. Спасибо!',
  ],
  en: [
    'Hello {{ first_name | default: "there" }}! You asked us about an integration. Shall I tell you what we can do?',
    'In short: three days to connect, a year of support. Shall I show you an example?',
    'Here is a project much like yours. Shall we begin with a trial week?',
    'Agreed, the contract comes tomorrow. Thank you!',
  ],
};

/** The campaign that the demo runs, as it is asked for over the API. */
export const campaignOf = {
  ru: { name: 'Весенние интеграции', followUp: 'Возвращаюсь к заявке: ещё актуально?' },
  en: {
    name: 'Spring integrations',
    followUp: 'Coming back to your request: is it still relevant?',
  },
};

/** Four stages; each waits a while after the answer, as a person would. */
export function scriptOf(language: Language) {
  return stages[language].map((content, i) => ({
    content,
    ...(i > 0 && { delay_min: 300, delay_max: 1_800 }),
  }));
}
