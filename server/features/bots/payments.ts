import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { BotUpdate } from '../../edges/telegram-bot/port.ts';
import type { BotReply } from '../../feature.ts';
import type { TelegramOperator } from './find-operator.ts';
import type { HeldBot } from './listen-to-bot.ts';
import type { Talks } from './talks.ts';
import { texts } from './texts.ts';

type Paying = Extract<BotUpdate, { kind: 'checkout' | 'payment' }>;

/**
 * What Telegram tells of an invoice: the person is about to pay, which wants an answer, or has paid.
 * @param operator who pays, in their workspace
 */
export async function settlePayment(
  app: App,
  talks: Talks,
  held: HeldBot,
  update: Paying,
  operator: TelegramOperator | undefined,
): Promise<BotReply | undefined> {
  const [word = '', ...rest] = update.payload.split(':');
  const invoice = talks.payments.get(word);
  const caller = operator && { ...operator.caller, language: operator.language };
  const about = { words: rest.join(':'), stars: update.stars };
  if (update.kind === 'payment') {
    if (!invoice || !caller) throw new Error(`nobody knows what was paid: ${update.chargeId}`);
    const charge = {
      chargeId: update.chargeId,
      botId: held.id,
      payerId: update.from.telegramId,
    };
    return invoice.paid(app, caller, { ...about, ...charge });
  }
  let refusal: string | undefined;
  if (!invoice || !caller) refusal = texts.oldInvoice[operator?.language ?? app.config.language];
  else
    try {
      await invoice.check(app, caller, about);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refusal = error.text[caller.language];
    }
  await held.connection.answerCheckout(update.checkoutId, refusal);
  return undefined;
}

/** Telegram tells of a refund, wherever it was asked for; it has told the person itself. */
export async function noteRefund(
  app: App,
  talks: Talks,
  held: HeldBot,
  { payload, chargeId }: Extract<BotUpdate, { kind: 'refund' }>,
): Promise<undefined> {
  const invoice = talks.payments.get(payload.split(':')[0] ?? '');
  await invoice?.refunded(app, { botId: held.id, chargeId });
}
