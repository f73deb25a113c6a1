import { sendMessage } from '../messages/send-message.ts';
import { TelegramError } from '../telegram-error.ts';
import { getUser } from '../users/find-user.ts';
import type { World } from '../world.ts';
import { addStars, starsOf } from './stars.ts';

/**
 * Gives the Stars of a payment back.
 *
 * @throws TelegramError CHARGE_ID_EMPTY, CHARGE_NOT_FOUND, CHARGE_ALREADY_REFUNDED, BALANCE_TOO_LOW
 */
export function refund(world: World, botId: number, payerId: number, chargeId: string): void {
  if (chargeId === '') throw new TelegramError(400, 'CHARGE_ID_EMPTY');
  const all = world.starTransactions.filter(({ id }) => id === chargeId);
  const payment = all.find(({ kind }) => kind === 'payment');
  if (!payment || payment.payerId !== payerId || payment.invoice.botId !== botId) {
    throw new TelegramError(400, 'CHARGE_NOT_FOUND');
  }
  if (all.length > 1) throw new TelegramError(400, 'CHARGE_ALREADY_REFUNDED');
  const { invoice } = payment;
  if (starsOf(world, botId) < invoice.total) throw new TelegramError(400, 'BALANCE_TOO_LOW');
  addStars(world, botId, -invoice.total);
  addStars(world, payerId, invoice.total);
  world.starTransactions.push({ ...payment, kind: 'refund', date: world.clock.seconds() });
  const service = { kind: 'refunded', invoice, chargeId } as const;
  const payer = getUser(world, payerId);
  const bot = getUser(world, botId);
  if (!payer.blocked.has(botId)) sendMessage(world, payer, bot, { text: '', service });
}
