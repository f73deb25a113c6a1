import { sendMessage } from '../messages/send-message.ts';
import { TelegramError } from '../telegram-error.ts';
import { getUser } from '../users/find-user.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import type { Checkout, CheckoutOutcome, Invoice } from './invoice.ts';
import { addStars, starsOf } from './stars.ts';

/** How long a bot may take to agree, in world's milliseconds (core.telegram.org/bots/payments). */
const ANSWER_TIME_MS = 10_000;

/**
 * Pays a bill: its bot is asked to agree; then the Stars change hands and the chat says so.
 *
 * @throws TelegramError BALANCE_TOO_LOW, INPUT_USER_DEACTIVATED
 */
export function pay(world: World, payer: User, invoice: Invoice): Checkout {
  if (!world.bots.has(invoice.botId)) throw new TelegramError(400, 'INPUT_USER_DEACTIVATED');
  if (starsOf(world, payer.id) < invoice.total) throw new TelegramError(400, 'BALANCE_TOO_LOW');
  const id = world.random.long().toString();
  const checkout: Checkout = { id, payerId: payer.id, invoice, waiting: [] };
  world.checkouts.set(id, checkout);
  world.clock.at(world.clock.now() + ANSWER_TIME_MS, () =>
    settle(world, checkout, { kind: 'late' }),
  );
  announce(world, { kind: 'bot', botId: invoice.botId, news: { kind: 'checkout', checkout } });
  return checkout;
}

/**
 * The bot agrees to a payment, or says why not.
 *
 * @throws TelegramError QUERY_ID_INVALID when it isn't the bot's, or was answered, or is too old
 */
export function answerCheckout(
  world: World,
  botId: number,
  checkoutId: string,
  refusal: string | undefined,
): void {
  const checkout = world.checkouts.get(checkoutId);
  if (checkout?.invoice.botId !== botId) throw new TelegramError(400, 'QUERY_ID_INVALID');
  if (refusal !== undefined) settle(world, checkout, { kind: 'refused', reason: refusal });
  else if (starsOf(world, checkout.payerId) < checkout.invoice.total) {
    settle(world, checkout, { kind: 'refused', reason: 'BALANCE_TOO_LOW' });
  } else settle(world, checkout, { kind: 'paid', chargeId: charge(world, checkout) });
}

function charge(world: World, { invoice, payerId }: Checkout): string {
  const chargeId = `stx${world.random.bytes(24).toString('base64url')}`;
  addStars(world, payerId, -invoice.total);
  addStars(world, invoice.botId, invoice.total);
  const date = world.clock.seconds();
  world.starTransactions.push({ id: chargeId, kind: 'payment', payerId, invoice, date });
  const service = { kind: 'paid', invoice, chargeId } as const;
  const payer = getUser(world, payerId);
  sendMessage(world, payer, getUser(world, invoice.botId), { text: '', service });
  return chargeId;
}

function settle(world: World, checkout: Checkout, outcome: CheckoutOutcome): void {
  if (checkout.outcome !== undefined) return;
  checkout.outcome = outcome;
  world.checkouts.delete(checkout.id);
  for (const tell of checkout.waiting.splice(0)) tell(outcome);
}

/** Waits for how a payment ends. */
export function outcomeOf(checkout: Checkout): Promise<CheckoutOutcome> {
  return new Promise((resolve) => {
    if (checkout.outcome) resolve(checkout.outcome);
    else checkout.waiting.push(resolve);
  });
}
