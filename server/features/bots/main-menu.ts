import { inRows } from '../../base/in-rows.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotButton } from '../../edges/telegram-bot/port.ts';
import type { BotReply } from '../../feature.ts';
import type { TelegramOperator } from './find-operator.ts';
import { commandsFor } from './menus.ts';
import type { Talks } from './talks.ts';
import { texts } from './texts.ts';

/** What the button carries that leads to the main menu. */
export const MENU = 'menu:';

const IN_A_ROW = 2;

/** What an operator may do, as buttons: of every feature that has some. */
export function mainMenu(
  talks: Talks,
  { caller, isCustomer }: Pick<TelegramOperator, 'caller' | 'isCustomer'>,
  language: Language,
): BotReply {
  const entries = talks.menu
    .filter(({ forCustomers }) => isCustomer || !forCustomers)
    .filter(({ permission }) => caller.rights?.permissions.includes(permission))
    .map(({ text, data }): BotButton => ({ text: text[language], data }));
  return { html: texts.menu[language], buttons: inRows(entries, IN_A_ROW), back: MENU };
}

/** The first words to an operator: who they are here, and what they may do. */
export function welcome(
  app: App,
  talks: Talks,
  operator: TelegramOperator,
  language: Language,
): BotReply {
  const menu = mainMenu(talks, operator, language);
  const url = app.config.publicUrl;
  // Telegram takes no addresses of this machine alone, and customers have no password of the console.
  const isForConsole = url?.startsWith('https:') && !operator.isCustomer;
  return {
    html: `${texts.welcome(escapeHtml(operator.name))[language]}\n\n${writtenHelp(talks, operator, language)}`,
    buttons: [
      ...(menu.buttons ?? []),
      ...(isForConsole ? [[{ text: texts.openConsole[language], url: `${url}/app/` }]] : []),
    ],
    back: MENU,
  };
}

/** The commands that an operator may give, a line each. */
export function writtenHelp(talks: Talks, operator: TelegramOperator, language: Language): string {
  return commandsFor(talks, operator)
    .map(({ name, about }) => `/${name} — ${about[language]}`)
    .join('\n');
}

/**
 * Puts the way back under what a bot says to an operator: to where it came from, or to the menu.
 * What stands under a file or an invoice are buttons of its own.
 */
export function withWayBack(
  reply: BotReply,
  language: Language,
): readonly (readonly BotButton[])[] {
  const rows = reply.buttons ?? [];
  if (reply.back === MENU || reply.invoice || reply.file) return rows;
  const text = reply.back === undefined ? texts.toMenu : texts.back;
  return [...rows, [{ text: text[language], data: reply.back ?? MENU }]];
}
