import type { Message } from 'grammy/types';
import { answerCheckout } from '../../world/payments/pay.ts';
import { flagOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { readSending, send } from '../messages/send.ts';
import { readInvoice } from './read-invoice.ts';

/** Sends a bill; without buttons of its own it gets one that pays. */
export function sendInvoice(call: BotCall): Message {
  const sending = readSending(call);
  const invoice = readInvoice(call);
  if (invoice.subscriptionSeconds) throw badRequest('SUBSCRIPTION_PERIOD_INVALID');
  const { markup } = sending.how;
  const first = markup?.kind === 'inline' ? markup.rows[0]?.[0] : undefined;
  if (markup && first?.action.kind !== 'pay') throw badRequest('BUTTON_POS_INVALID');
  const text = `Pay ⭐️${invoice.total}`;
  const pays = { kind: 'inline', rows: [[{ text, action: { kind: 'pay' } }]] } as const;
  const how = { ...sending.how, markup: markup ?? pays };
  return send(call, { ...sending, how }, { text: '', media: { kind: 'invoice', invoice } });
}

/** Makes a link by which anybody may pay. */
export function createInvoiceLink(call: BotCall): string {
  const invoice = readInvoice(call);
  const word = call.world.random.bytes(12).toString('base64url');
  call.world.invoiceLinks.set(word, invoice);
  return `https://t.me/$${word}`;
}

/** Agrees to a payment, or says why not (within ten seconds). */
export function answerPreCheckoutQuery({ args, bot, world }: BotCall): true {
  const ok = flagOf(args, 'ok');
  const reason = textOf(args, 'error_message');
  if (!ok && reason === '') throw badRequest('error message is empty');
  const id = textOf(args, 'pre_checkout_query_id');
  answerCheckout(world, bot.id, id, ok ? undefined : reason);
  return true;
}
