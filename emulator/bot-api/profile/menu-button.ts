import type { MenuButton as ButtonJson } from 'grammy/types';
import { z } from 'zod';
import type { MenuButton } from '../../world/bots/bot.ts';
import { integerOf, jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';

const schema = z.union([
  z.object({ type: z.enum(['commands', 'default']) }),
  z.object({
    type: z.literal('web_app'),
    text: z.string().min(1),
    web_app: z.object({ url: z.string() }),
  }),
]);

/** Sets the button of one private chat, or of all that have none of their own. */
export function setChatMenuButton({ args, bot }: BotCall): true {
  const given = jsonOf(args, 'menu_button', schema, 'menu button') ?? { type: 'default' };
  bot.menuButtons.set(integerOf(args, 'chat_id', 0), readButton(given));
  return true;
}

export function getChatMenuButton({ args, bot }: BotCall): ButtonJson {
  const own = bot.menuButtons.get(integerOf(args, 'chat_id', 0));
  const button = own ?? bot.menuButtons.get(0) ?? { kind: 'default' };
  if (button.kind !== 'webApp') return { type: button.kind };
  return { type: 'web_app', text: button.text, web_app: { url: button.url } };
}

function readButton(given: z.output<typeof schema>): MenuButton {
  if (given.type !== 'web_app') return { kind: given.type };
  const { url } = given.web_app;
  if (!/^https:/i.test(url)) throw badRequest('menu button Web App URL is invalid');
  return { kind: 'webApp', text: given.text, url };
}
