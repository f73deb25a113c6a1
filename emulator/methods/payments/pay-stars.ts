import type { tl } from '@mtcute/core';
import { copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Invoice } from '../../world/payments/invoice.ts';
import { outcomeOf, pay } from '../../world/payments/pay.ts';
import { starsOf } from '../../world/payments/stars.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { toLong } from '../views/long.ts';
import { updatesOf } from '../views/update-view.ts';
import { userViews } from '../views/user-view.ts';

/** What a bill asks for. @throws TelegramError INVOICE_INVALID */
export function getPaymentForm(
  call: Call,
  request: tl.payments.RawGetPaymentFormRequest,
): tl.payments.RawPaymentFormStars {
  const { botId, description, prices, title } = billOf(call, request.invoice);
  return {
    _: 'payments.paymentFormStars',
    formId: toLong(call.world.random.long()),
    botId,
    title,
    description,
    invoice: {
      _: 'invoice',
      currency: 'XTR',
      prices: prices.map(({ amount, label }) => ({
        _: 'labeledPrice',
        label,
        amount: toLong(BigInt(amount)),
      })),
    },
    users: userViews(call.world, caller(call), [botId]),
  };
}

/**
 * Pays a bill in Stars, when its bot agrees.
 *
 * @throws TelegramError INVOICE_INVALID, BALANCE_TOO_LOW, BOT_PRECHECKOUT_FAILED,
 *   BOT_PRECHECKOUT_TIMEOUT
 */
export async function sendStarsForm(
  call: Call,
  request: tl.payments.RawSendStarsFormRequest,
): Promise<tl.payments.RawPaymentResult> {
  const { world } = call;
  const payer = caller(call);
  const outcome = await outcomeOf(pay(world, payer, billOf(call, request.invoice)));
  if (outcome.kind === 'late') throw new TelegramError(400, 'BOT_PRECHECKOUT_TIMEOUT');
  if (outcome.kind === 'refused') throw new TelegramError(406, 'BOT_PRECHECKOUT_FAILED');
  return { _: 'payments.paymentResult', updates: updatesOf(world, payer, [], []) };
}

/** How many Stars the caller has; without what they were spent on. */
export function getStarsStatus(call: Call): tl.payments.RawStarsStatus {
  const amount = toLong(BigInt(starsOf(call.world, caller(call).id)));
  return {
    _: 'payments.starsStatus',
    balance: { _: 'starsAmount', amount, nanos: 0 },
    chats: [],
    users: [],
  };
}

function billOf(call: Call, input: tl.TypeInputInvoice): Invoice {
  const invoice = findBill(call, input);
  if (!invoice) throw new TelegramError(400, 'INVOICE_INVALID');
  return invoice;
}

function findBill({ user, world }: Call, input: tl.TypeInputInvoice): Invoice | undefined {
  if (input._ === 'inputInvoiceSlug') return world.invoiceLinks.get(input.slug);
  if (input._ !== 'inputInvoiceMessage' || !user) return undefined;
  const media = copyById(boxOf(world, user.id), input.msgId)?.message.media;
  return media?.kind === 'invoice' ? media.invoice : undefined;
}
