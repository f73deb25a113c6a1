import type { tl } from '@mtcute/core';
import type { MenuButton } from '../../world/bots/bot.ts';
import { commandsInPrivate } from '../../world/bots/commands.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';

/** What a bot's page and its chat show to somebody. */
export function botInfo(world: World, viewer: User, botId: number): tl.RawBotInfo {
  const bot = world.bots.get(botId);
  if (!bot) return { _: 'botInfo', userId: botId };
  const { language } = viewer;
  const commands = commandsInPrivate(bot, viewer.id, language);
  return {
    _: 'botInfo',
    userId: botId,
    description: bot.descriptions.get(language) ?? bot.descriptions.get(''),
    commands: commands.map((command) => ({ _: 'botCommand', ...command })),
    menuButton: menuButton(bot.menuButtons.get(viewer.id) ?? bot.menuButtons.get(0)),
  };
}

function menuButton(button: MenuButton | undefined): tl.TypeBotMenuButton {
  if (button?.kind === 'webApp') {
    return { _: 'botMenuButton', text: button.text, url: button.url };
  }
  return { _: button?.kind === 'default' ? 'botMenuButtonDefault' : 'botMenuButtonCommands' };
}
