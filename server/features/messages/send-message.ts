import type { MessageType } from '../../../contract/messages.ts';
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
  try {
    const sent =
      message.type === 'invite'
        ? await invite(app, sender, message)
        : await say(app, sender, message, message.type);
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

function say(app: App, sender: HeldAccount, message: Candidate, type: MessageType) {
  const { content, randomId, upload } = message;
  return openSending(app.ports.accountSending).send(sender.connection, {
    peer: recipientOf(message),
    randomId,
    text: content,
    ...(type !== 'text' && upload && { media: { type, reference: upload } }),
  });
}

/** Nothing is said: the person is brought into a chat, and stays there if they were there before. */
async function invite(app: App, sender: HeldAccount, message: Candidate) {
  const { chat } = message;
  if (chat === null) throw new Error('an invite into no chat');
  const invitation = { peer: recipientOf(message), chat };
  await openSending(app.ports.accountSending).invite(sender.connection, invitation);
  return { telegramId: null, sentAt: app.clock.now() };
}

function recipientOf({ telegramId: userId, accessHash }: Candidate) {
  if (userId === null || accessHash === null) throw new Error('a message without a recipient');
  return { userId, accessHash };
}
