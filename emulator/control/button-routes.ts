import { z } from 'zod';
import type { CallbackAnswer } from '../world/bots/callback-query.ts';
import { pressButton } from '../world/bots/press-button.ts';
import type { Copy, Message } from '../world/messages/message.ts';
import { sendMessage } from '../world/messages/send-message.ts';
import { answerJson } from './bot-schemas.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { ControlError, notFound } from './control-error.ts';
import { idParams } from './schemas.ts';

/** How long a press waits for its answer, in real milliseconds. */
const LONGEST_WAIT_MS = 30_000;

/** Routes that press the buttons of bots. */
export function buttonRoutes(app: ControlApp, box: Box): void {
  app.post(
    '/control/users/:id/press',
    {
      schema: {
        summary: 'Press a button of a bot as this person',
        description:
          'By its data or its text. A key of a keyboard sends its text; a button under a message asks the bot: `waitMs` says how long to wait for what it answers.',
        params: idParams,
        body: z.strictObject({
          message: z.number().int().describe('The `id` of the message with the button'),
          data: z.string().optional(),
          text: z.string().optional(),
          waitMs: z.number().int().min(0).max(LONGEST_WAIT_MS).default(0),
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
        const bot = userById(box, copy.message.fromId);
        sendMessage(box.world, person, bot, { text: key });
        return { kind: 'sent' as const, answer: null };
      }
      const query = pressButton(box.world, person, copy.id, dataOf(copy.message, body));
      const answer = await answerWithin(query, body.waitMs);
      return { kind: 'asked' as const, answer: showAnswer(answer) };
    },
  );
}

/** The person's own copy of a message. */
function copyOf(box: Box, ownerId: number, messageId: number): Copy {
  const message = box.world.messages[messageId - 1];
  const copy = message?.copies.find((one) => one.ownerId === ownerId && !one.deleted);
  if (!copy) throw notFound(`message ${messageId} with user ${ownerId}`);
  return copy;
}

function keyNamed({ markup }: Message, text: string | undefined): string | undefined {
  if (markup?.kind !== 'keyboard') return undefined;
  return markup.rows.flat().find((key) => key.text === text && key.action.kind === 'text')?.text;
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

function answerWithin(
  query: {
    answer?: CallbackAnswer | 'none' | undefined;
    waiting: ((a: CallbackAnswer | 'none') => void)[];
  },
  waitMs: number,
): Promise<CallbackAnswer | 'none' | undefined> {
  if (query.answer !== undefined || waitMs === 0) return Promise.resolve(query.answer);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), waitMs);
    query.waiting.push((answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

function showAnswer(answer: CallbackAnswer | 'none' | undefined): z.output<typeof answerJson> {
  if (answer === undefined || answer === 'none') return null;
  return { text: answer.text, alert: answer.alert, url: answer.url ?? null };
}
