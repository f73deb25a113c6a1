import { z } from 'zod';
import type { Invoice } from '../../world/payments/invoice.ts';
import { integerOf, jsonOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';

const pricesSchema = z.array(z.object({ label: z.string(), amount: z.number().int() }));
/** The one length of a subscription that Telegram has: 30 days, in seconds. */
const SUBSCRIPTION = 2_592_000;
const MOST_STARS = 100_000;

/**
 * A bill as a bot writes it; the box knows Stars alone.
 *
 * @throws BotApiError 400
 */
export function readInvoice({ args, bot }: BotCall): Invoice {
  const title = textOf(args, 'title');
  const description = textOf(args, 'description');
  const payload = textOf(args, 'payload');
  if (title === '' || [...title].length > 32) throw badRequest('invoice title is invalid');
  if (description === '' || [...description].length > 255) {
    throw badRequest('invoice description is invalid');
  }
  const length = Buffer.byteLength(payload);
  if (length === 0 || length > 128) throw badRequest('INVOICE_PAYLOAD_INVALID');
  if (textOf(args, 'currency') !== 'XTR') throw badRequest('CURRENCY_INVALID');
  if (textOf(args, 'provider_token') !== '') throw badRequest('PAYMENT_PROVIDER_INVALID');
  const prices = jsonOf(args, 'prices', pricesSchema, 'prices');
  const [price] = prices ?? [];
  if (!price || prices?.length !== 1) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  if (price.label === '') throw badRequest('LabeledPrice label must be non-empty');
  if (price.amount < 1 || price.amount > MOST_STARS) {
    throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  }
  const subscription = integerOf(args, 'subscription_period', 0);
  if (subscription !== 0 && subscription !== SUBSCRIPTION) {
    throw badRequest('SUBSCRIPTION_PERIOD_INVALID');
  }
  return {
    botId: bot.id,
    title,
    description,
    payload,
    prices: [price],
    total: price.amount,
    startParam: textOf(args, 'start_parameter'),
    subscriptionSeconds: subscription || undefined,
  };
}
