import { and, eq } from 'drizzle-orm';
import { permissionsOf } from '../../../contract/permissions.ts';
import type { Text } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotCommandLine, BotConnection } from '../../edges/telegram-bot/port.ts';
import type { Caller } from '../../feature.ts';
import { operators } from '../workspace/tables.ts';
import { type Bot, operatorChats } from './tables.ts';
import type { Talks } from './talks.ts';
import { texts } from './texts.ts';

type Line = { name: string; about: Text };
type Commander = { caller: Pick<Caller, 'rights'>; isCustomer: boolean };

/** What everybody may say to any bot. */
const everybodys: readonly Line[] = [
  { name: 'start', about: texts.aboutStart },
  { name: 'help', about: texts.aboutHelp },
  { name: 'settings', about: texts.aboutSettings },
  { name: 'stop', about: texts.aboutStop },
];

/** What anybody may ask of a bot that sells besides. */
const buyers: readonly Line[] = [
  { name: 'paysupport', about: texts.aboutPaySupport },
  { name: 'terms', about: texts.aboutTerms },
];

/** So many operators' own menus are kept up; a team is smaller. */
const MOST_MENUS = 50;

/** The commands that an operator may give, in the order of the features. */
export function commandsFor(talks: Talks, { caller: { rights }, isCustomer }: Commander): Line[] {
  const ofFeatures = [...talks.commands.values()]
    .filter(({ forCustomers }) => isCustomer || !forCustomers)
    .flatMap(({ name, permission, about }) =>
      about && rights?.permissions.includes(permission) ? [{ name, about }] : [],
    );
  return [{ name: 'menu', about: texts.aboutMenu }, ...ofFeatures];
}

/** Puts the menu of commands where people look for it: everybody's, and each operator's own. */
export async function showMenus(
  app: App,
  talks: Talks,
  bot: Bot,
  connection: BotConnection,
): Promise<void> {
  const isForSale = bot.features.includes('sales');
  const lines = isForSale ? [...everybodys, ...buyers] : everybodys;
  await showLines(connection, lines, undefined);
  if (!bot.features.includes('admin')) return;
  const linked = await app.db
    .select({ telegramId: operatorChats.telegramId, role: operators.role })
    .from(operatorChats)
    .innerJoin(
      operators,
      and(
        eq(operators.workspaceId, operatorChats.workspaceId),
        eq(operators.id, operatorChats.operatorId),
      ),
    )
    .where(eq(operatorChats.workspaceId, bot.workspaceId))
    .limit(MOST_MENUS);
  for (const { telegramId, role } of linked) {
    const rights = { role, permissions: permissionsOf(role) };
    // Who never wrote to this bot has no chat with it yet.
    await showLines(
      connection,
      commandsFor(talks, { caller: { rights }, isCustomer: false }),
      telegramId,
    ).catch((error) => app.log.debug({ err: error, bot: bot.id }, 'a menu could not be shown'));
  }
}

/** The commands of one operator, in their own chat. */
export async function showOwnMenu(
  talks: Talks,
  commander: Commander,
  connection: BotConnection,
  chatId: number,
): Promise<void> {
  await showLines(connection, commandsFor(talks, commander), chatId);
}

async function showLines(
  connection: BotConnection,
  lines: readonly Line[],
  chatId: number | undefined,
): Promise<void> {
  for (const [language, code] of [
    ['en', undefined],
    ['ru', 'ru'],
  ] as const) {
    const commands = lines.map(
      ({ name, about }): BotCommandLine => ({ command: name, description: about[language] }),
    );
    await connection.showCommands(commands, code, chatId);
  }
}
