import type { App } from '../../context.ts';
import { TelegramError } from '../../edges/telegram-account/port.ts';
import { openSending } from '../../edges/telegram-account/sending-port.ts';
import type { HeldAccount, HeldSender } from '../../held-senders.ts';
import type { Candidate } from './gate-facts.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { sendForOwner } from './send-for-owner.ts';

/**
 * One attempt to send a message that passed the gate. The only call in the product that makes
 * anything leave for a person from an account.
 */
export function sendMessage(app: App, sender: HeldSender, message: Candidate): Promise<Outcome> {
  return sender.kind === 'business'
    ? sendForOwner(app, sender, message)
    : sendFromAccount(app, sender, message);
}

export async function sendFromAccount(
  app: App,
  sender: HeldAccount,
  message: Candidate,
): Promise<Outcome> {
  const { telegramId: userId, accessHash, type, content, randomId, upload } = message;
  if (userId === null || accessHash === null) throw new Error('a message without a recipient');
  try {
    const sent = await openSending(app.ports.accountSending).send(sender.connection, {
      peer: { userId, accessHash },
      randomId,
      text: content,
      ...(type !== 'text' && upload && { media: { type, reference: upload } }),
    });
    return { kind: 'sent', ...sent, proxyUsed: sender.usesProxy };
  } catch (error) {
    if (error instanceof TelegramError)
      return error.afterRepeat
        ? { kind: 'unknown', problem: error.problem }
        : outcomeOf(error.problem, message.decideBy !== null);
    app.log.error(
      { err: error, message: message.id },
      'sending broke; the message will be repeated',
    );
    return { kind: 'unknown', problem: { kind: 'unavailable', code: 'INTERNAL' } };
  }
}
