import type {
  StarAmount,
  StarTransactions,
  StarTransaction as TransactionJson,
} from 'grammy/types';
import type { StarTransaction } from '../../world/payments/invoice.ts';
import { refund } from '../../world/payments/refund.ts';
import { starsOf } from '../../world/payments/stars.ts';
import type { World } from '../../world/world.ts';
import { integerOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { findUser } from '../chats/find-chat.ts';
import { userJsonById } from '../views/user-json.ts';

/** Gives a payment back. */
export function refundStarPayment(call: BotCall): true {
  const chargeId = textOf(call.args, 'telegram_payment_charge_id');
  refund(call.world, call.bot.id, findUser(call).id, chargeId);
  return true;
}

/** The bot's payments and refunds, the oldest first. */
export function getStarTransactions({ args, bot, world }: BotCall): StarTransactions {
  const offset = integerOf(args, 'offset', 0, 0);
  const limit = integerOf(args, 'limit', 100, 1, 100);
  const own = world.starTransactions.filter(({ invoice }) => invoice.botId === bot.id);
  const page = own.slice(offset, offset + limit);
  return { transactions: page.map((transaction) => transactionJson(world, transaction)) };
}

export function getMyStarBalance({ bot, world }: BotCall): StarAmount {
  return { amount: starsOf(world, bot.id) };
}

function transactionJson(world: World, transaction: StarTransaction): TransactionJson {
  const { date, id, invoice, kind, payerId } = transaction;
  const partner = {
    type: 'user',
    transaction_type: 'invoice_payment',
    user: userJsonById(world, payerId),
    invoice_payload: invoice.payload,
    subscription_period: invoice.subscriptionSeconds,
  } as const;
  const common = { id, amount: invoice.total, date };
  return kind === 'payment' ? { ...common, source: partner } : { ...common, receiver: partner };
}
