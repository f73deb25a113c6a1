import type { MaybeInaccessibleMessage, Message, Update } from 'grammy/types';
import type { BotFile, BotUpdate } from './port.ts';
import { readBusinessMessage, readBusinessState } from './read-business.ts';
import { momentOf, readPerson } from './read-person.ts';

/** The kinds of updates that are asked for. */
export const wantedUpdates = [
  'message',
  'callback_query',
  'my_chat_member',
  'pre_checkout_query',
  'business_connection',
  'business_message',
] as const;

/** Puts an update into our words; undefined: it is none of our concern. */
export function readUpdate(update: Update): BotUpdate | undefined {
  const { update_id: updateId, message, callback_query: pressed, my_chat_member: member } = update;
  const { pre_checkout_query: checkout } = update;
  if (message?.from && message.successful_payment)
    return {
      kind: 'payment',
      updateId,
      chatId: message.chat.id,
      from: readPerson(message.from),
      messageId: message.message_id,
      payload: message.successful_payment.invoice_payload,
      stars: message.successful_payment.total_amount,
      chargeId: message.successful_payment.telegram_payment_charge_id,
    };
  if (message?.from && message.refunded_payment)
    return {
      kind: 'refund',
      updateId,
      chatId: message.chat.id,
      from: readPerson(message.from),
      payload: message.refunded_payment.invoice_payload,
      stars: message.refunded_payment.total_amount,
      chargeId: message.refunded_payment.telegram_payment_charge_id,
    };
  if (checkout)
    return {
      kind: 'checkout',
      updateId,
      chatId: checkout.from.id,
      from: readPerson(checkout.from),
      checkoutId: checkout.id,
      payload: checkout.invoice_payload,
      stars: checkout.total_amount,
    };
  if (message?.from && !message.from.is_bot)
    return {
      kind: 'message',
      updateId,
      chatId: message.chat.id,
      from: readPerson(message.from),
      messageId: message.message_id,
      isPrivate: message.chat.type === 'private',
      ...readThread(message),
      sentAt: momentOf(message.date),
      text: message.text ?? message.caption ?? '',
      ...readFile(message),
      ...readPhoto(message),
    };
  if (pressed?.message && pressed.data !== undefined)
    return {
      kind: 'button',
      updateId,
      chatId: pressed.message.chat.id,
      from: readPerson(pressed.from),
      callbackId: pressed.id,
      messageId: pressed.message.message_id,
      isPrivate: pressed.message.chat.type === 'private',
      ...readThread(pressed.message),
      data: pressed.data,
    };
  if (member?.chat.type === 'private')
    return {
      kind: 'membership',
      updateId,
      chatId: member.chat.id,
      from: readPerson(member.from),
      isBlocked: member.new_chat_member.status === 'kicked',
      at: momentOf(member.date),
    };
  const { business_connection: business, business_message: said } = update;
  if (business) {
    const state = readBusinessState(business);
    const chatId = business.user_chat_id;
    return { kind: 'business_connection', updateId, chatId, from: state.owner, ...state };
  }
  return said && readBusinessMessage(updateId, said);
}

function readThread(message: MaybeInaccessibleMessage): { threadId?: number } {
  if (!('is_topic_message' in message) || message.message_thread_id === undefined) return {};
  return { threadId: message.message_thread_id };
}

/** In groups a photo is meant for somebody, as a document is. */
function readPhoto({ chat, photo }: Message): { photo?: BotFile } {
  const largest = chat.type === 'private' ? undefined : photo?.at(-1);
  if (!largest) return {};
  return { photo: { fileId: largest.file_id, name: 'photo.jpg', size: largest.file_size ?? 0 } };
}

function readFile({ document }: Message): { file?: BotFile } {
  if (!document) return {};
  const { file_id: fileId, file_name: name = 'file', file_size: size = 0 } = document;
  return { file: { fileId, name, size } };
}
