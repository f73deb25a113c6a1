import { z } from 'zod';
import type { CallbackAnswer } from '../world/bots/callback-query.ts';
import type { Key } from '../world/bots/markup.ts';
import { answerOf, pressButton } from '../world/bots/press-button.ts';
import { mayView } from '../world/chats/find-chat.ts';
import type { Copy, Message } from '../world/messages/message.ts';
import type { Draft } from '../world/messages/send-message.ts';
import { sendTo } from '../world/messages/send-to.ts';
import type { User } from '../world/users/user.ts';
import { answerJson, waitMs, within } from './bot-schemas.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { ControlError, notFound } from './control-error.ts';
import { idParams } from './schemas.ts';

/** Routes that press the buttons of bots. */
export function buttonRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/users/:id/press',
    {
      schema: {
        summary: 'Press a button of a bot as this person',
        description:
          'By its data or its text. A key of a keyboard sends its text, or the person’s own contact; a button under a message asks the bot: `waitMs` says how long to wait for what it answers.',
        params: idParams,
        body: z.strictObject({
          message: z.number().int().describe('The `id` of the message with the button'),
          data: z.string().optional(),
          text: z.string().optional(),
          waitMs,
        }),
        response: {
          200: z.object({
            kind: z.enum(['asked', 'sent']),
            answer: answerJson.describe('What the bot answered, if it did within the wait'),
          }),
        },
      },
    },
    async ({ params, body }) => {
      const person = userById(box, params.id);
      const copy = copyOf(box, person.id, body.message);
      const key = keyNamed(copy.message, body.text);
      if (key) {
        const chat = box.world.chats.get(copy.chatId) ?? userById(box, copy.chatId);
        sendTo(box.world, person, chat, {
          ...contentOf(person, key),
          topicId: copy.message.topicId,
        });
        return { kind: 'sent' as const, answer: null };
      }
      const query = pressButton(
        box.world,
        person,
        copy.chatId,
        copy.id,
        dataOf(copy.message, body),
      );
      const answer = await within(body.waitMs, query.answer, answerOf(query));
      return { kind: 'asked' as const, answer: showAnswer(answer) };
    },
  );
}

/** The person's own copy of a message, or the one that all in a channel or supergroup share. */
function copyOf(box: Box, ownerId: number, messageId: number): Copy {
  const message = box.world.messages[messageId - 1];
  const copy =
    message?.copies.find((one) => one.ownerId === ownerId) ?? sharedCopy(box, ownerId, message);
  if (!copy || copy.deleted) throw notFound(`message ${messageId} with user ${ownerId}`);
  return copy;
}

function sharedCopy(box: Box, viewerId: number, message: Message | undefined): Copy | undefined {
  const chat = message && box.world.chats.get(message.toId);
  const shared = chat && chat.kind !== 'group' && mayView(box.world, chat, viewerId);
  return shared ? message.copies[0] : undefined;
}

function keyNamed({ markup }: Message, text: string | undefined): Key | undefined {
  if (markup?.kind !== 'keyboard') return undefined;
  return markup.rows.flat().find((key) => key.text === text);
}

/** What an app sends for a key: its text, or the person's own phone number. */
function contentOf(person: User, { action, text }: Key): Pick<Draft, 'text' | 'media'> {
  if (action.kind === 'text') return { text };
  const { firstName, id: userId, lastName = '', phone } = person;
  if (action.kind !== 'contact' || phone === undefined) {
    throw new ControlError(
      409,
      'key_cannot_be_pressed',
      `What the key "${text}" asks for is not there`,
    );
  }
  return { text: '', media: { kind: 'contact', phone, firstName, lastName, vcard: '', userId } };
}

function dataOf({ markup }: Message, wanted: { data?: string; text?: string }): string {
  if (wanted.data !== undefined) return wanted.data;
  const buttons = markup?.kind === 'inline' ? markup.rows.flat() : [];
  const button = buttons.find(({ text }) => text === wanted.text);
  if (button?.action.kind !== 'callback') {
    throw new ControlError(404, 'not_found', 'The message has no such button to press');
  }
  return button.action.data;
}

function showAnswer(answer: CallbackAnswer | 'none' | undefined): z.output<typeof answerJson> {
  if (answer === undefined || answer === 'none') return null;
  return { text: answer.text, alert: answer.alert, url: answer.url ?? null };
}
