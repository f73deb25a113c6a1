import { z } from 'zod';
import type { CheckoutOutcome, Invoice } from '../world/payments/invoice.ts';
import { outcomeOf, pay } from '../world/payments/pay.ts';
import { addStars, starsOf } from '../world/payments/stars.ts';
import { waitMs, within } from './bot-schemas.ts';
import { type Box, userById } from './box.ts';
import type { ControlApp } from './control-app.ts';
import { ControlError, notFound } from './control-error.ts';
import { idParams } from './schemas.ts';

const balanceJson = z.object({ balance: z.number() });

/** Routes by which people have Stars and pay with them. */
export function paymentRoutes(app: ControlApp, box: Box): void {
  app.get(
    '/control/users/:id/stars',
    {
      schema: {
        summary: 'How many Telegram Stars a person or a bot has',
        params: idParams,
        response: { 200: balanceJson },
      },
    },
    async ({ params }) => ({ balance: starsOf(box.world, userById(box, params.id).id) }),
  );

  app.post(
    '/control/users/:id/stars',
    {
      schema: {
        summary: 'Give Telegram Stars, or take them',
        params: idParams,
        body: z.strictObject({ add: z.number().int().min(-1_000_000).max(1_000_000) }),
        response: { 200: balanceJson },
      },
    },
    async ({ params, body }) => ({
      balance: addStars(box.world, userById(box, params.id).id, body.add),
    }),
  );

  app.post(
    '/control/users/:id/pay',
    {
      schema: {
        summary: 'Pay a bill as this person',
        description:
          'The bot has ten seconds of the world to agree. `waitMs` says how long to wait for how it ends.',
        params: idParams,
        body: z.strictObject({
          message: z.number().int().optional().describe('The `id` of the message with the bill'),
          link: z.string().optional().describe('Or its link'),
          waitMs,
        }),
        response: {
          200: z.object({
            outcome: z.enum(['paid', 'refused', 'late', 'pending']),
            reason: z.string().nullable().describe('What the bot said when it refused'),
            chargeId: z.string().nullable(),
          }),
        },
      },
    },
    async ({ params, body }) => {
      const payer = userById(box, params.id);
      const checkout = pay(box.world, payer, billOf(box, body));
      return showOutcome(await within(body.waitMs, checkout.outcome, outcomeOf(checkout)));
    },
  );
}

function billOf(box: Box, { link, message }: { link?: string; message?: number }): Invoice {
  if ((link === undefined) === (message === undefined)) {
    throw new ControlError(400, 'invalid_request', 'Give either message or link');
  }
  const word = link?.split(/[$/]/).at(-1) ?? '';
  const media = box.world.messages[(message ?? 0) - 1]?.media;
  const invoice =
    link === undefined
      ? media?.kind === 'invoice'
        ? media.invoice
        : undefined
      : box.world.invoiceLinks.get(word);
  if (!invoice) throw notFound(link === undefined ? `bill in message ${message}` : `bill ${link}`);
  return invoice;
}

function showOutcome(outcome: CheckoutOutcome | undefined) {
  return {
    outcome: outcome?.kind ?? ('pending' as const),
    reason: outcome?.kind === 'refused' ? outcome.reason : null,
    chargeId: outcome?.kind === 'paid' ? outcome.chargeId : null,
  };
}
