import type { App } from '../../context.ts';
import type { BotConnection, BotProxy } from '../../edges/telegram-bot/port.ts';
import { chooseProxy } from '../accounts/choose-proxy.ts';
import { openProxy } from '../accounts/proxy-columns.ts';
import { readSettings } from '../workspace/settings.ts';
import { openToken } from './seal-token.ts';
import type { Bot } from './tables.ts';

/** What a stored proxy password is sealed for: a copy in another bot's row won't open. */
export const proxyPasswordContext = (botId: number) => `bot ${botId} proxy`;

/** Through which proxy a bot goes, by the same rule as accounts; undefined: none. */
export async function proxyOfBot(app: App, bot: Bot): Promise<BotProxy | undefined> {
  const settings = await readSettings(app, bot.workspaceId);
  return chooseProxy<BotProxy>({ useProxy: bot.useProxy, proxy: ownProxy(app, bot) }, settings);
}

/** The proxy written into a bot's own row. */
export function ownProxy(app: App, bot: Bot): BotProxy | undefined {
  return openProxy(app, bot, proxyPasswordContext(bot.id));
}

export type OpenedBot = {
  connection: BotConnection;
  usesProxy: boolean;
  /** Changes when the bot is to be reached another way. */
  recipe: string;
};

/** One connection to a bot, the way it is set to go; undefined: it has no token any more. */
export async function openBot(app: App, bot: Bot): Promise<OpenedBot | undefined> {
  if (!bot.token) return undefined;
  const proxy = await proxyOfBot(app, bot);
  const connection = app.ports.telegramBots.open(openToken(app, bot.id, bot.token), proxy);
  return { connection, usesProxy: proxy !== undefined, recipe: recipeOf(app, proxy) };
}

export function recipeOf(app: App, proxy: BotProxy | undefined): string {
  return app.crypto.hash(JSON.stringify(proxy ?? null), 'bot connection').toString('hex');
}
