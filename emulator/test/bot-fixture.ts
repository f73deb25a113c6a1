import { Api, Bot, type BotConfig, type Context } from 'grammy';
import { afterEach } from 'vitest';
import type { Emulator } from '../start-emulator.ts';
import { type ControlClient, controlOf } from './control-client.ts';

export type MadeBot = { id: number; token: string; username: string };

/** A person who has started a bot, and the bot's own calls. */
export type BotFixture = {
  makeBot(settings?: Record<string, unknown>): Promise<MadeBot>;
  /** grammY's calls of the Bot API. */
  apiOf(bot: MadeBot): Api;
  /** A grammY bot that polls until the test ends. */
  polling(bot: MadeBot, set: (bot: Bot) => void): Promise<Bot>;
  /** A person who has started the bot. */
  makeGuest(bot: MadeBot, settings?: Record<string, unknown>): Promise<number>;
  /** Calls a method with any body; the whole answer. */
  raw(token: string, method: string, body?: unknown): Promise<BotAnswer>;
};

export type BotAnswer = {
  status: number;
  ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  result?: any;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number };
};

let made = 0;

/** Sets the hooks of the calling test file. */
export function botFixture(world: { box: Emulator; control: ControlClient }): BotFixture {
  const running: Bot[] = [];
  afterEach(async () => {
    for (const bot of running.splice(0)) await bot.stop();
  });
  const control = () => controlOf(world.box);
  const client = (): BotConfig<Context>['client'] => ({ apiRoot: world.box.botApi });

  return {
    makeBot: (settings = {}) =>
      control().post<MadeBot>('/bots', {
        firstName: 'Helper',
        username: `helper${++made}_bot`,
        ...settings,
      }),
    apiOf: (bot) => new Api(bot.token, client()),
    async polling(bot, set) {
      const running1 = new Bot(bot.token, { client: client() ?? {} });
      set(running1);
      await running1.init();
      running.push(running1);
      void running1.start({ drop_pending_updates: false });
      return running1;
    },
    async makeGuest(bot, settings = {}) {
      const id = await control().makeUser(settings);
      await control().post(`/users/${id}/start`, { bot: bot.id });
      return id;
    },
    async raw(token, method, body) {
      const answer = await fetch(`${world.box.botApi}/bot${token}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
        signal: AbortSignal.timeout(20_000),
      });
      return { status: answer.status, ...((await answer.json()) as Omit<BotAnswer, 'status'>) };
    },
  };
}
