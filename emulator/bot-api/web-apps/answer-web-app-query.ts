import type { SentWebAppMessage } from 'grammy/types';
import { z } from 'zod';
import { answerWebApp } from '../../world/bots/web-app.ts';
import { jsonOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { toMarkup } from '../messages/read-markup.ts';
import { styledText } from '../text/read-text.ts';
import { entitiesSchema, readEntities } from '../views/entity-json.ts';

const resultSchema = z.object({
  type: z.string(),
  id: z.string().min(1).max(64),
  input_message_content: z
    .object({
      message_text: z.string(),
      parse_mode: z.string().optional(),
      entities: entitiesSchema.optional(),
    })
    .optional(),
  reply_markup: z.unknown().optional(),
});

/** Sends a message in the name of who has the Mini App open; the box knows texts alone. */
export function answerWebAppQuery({ args, bot, world }: BotCall): SentWebAppMessage {
  const result = jsonOf(args, 'result', resultSchema, 'inline query result');
  if (!result) throw badRequest("result isn't specified");
  const content = result.input_message_content;
  if (result.type !== 'article' || !content) throw badRequest('unsupported type specified');
  const entities = content.entities && readEntities(content.entities);
  const text = styledText(content.message_text, content.parse_mode ?? '', entities);
  const markup = result.reply_markup === undefined ? undefined : toMarkup(result.reply_markup);
  const id = textOf(args, 'web_app_query_id');
  answerWebApp(world, bot.id, id, { ...text, markup });
  return { inline_message_id: `web_${id}` };
}
