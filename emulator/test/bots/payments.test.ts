import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { waitFor } from '../wait-for.ts';
import { botFixture } from './bot-fixture.ts';

const world = mtcuteFixture('payments to bots');
const bots = botFixture(world);
const price = (amount: number) => [{ label: 'A month', amount }];

type Outcome = { outcome: string; reason: string | null; chargeId: string | null };
type Listed = { messages: { id: number; replyMarkup: unknown }[] };

/** A bot that agrees to what costs less than 100 Stars, and somebody with 500. */
async function shop() {
  const made = await bots.makeBot();
  const anna = await bots.makeGuest(made);
  await world.control.post(`/users/${anna}/stars`, { add: 500 });
  const paid: { payload: string; chargeId: string }[] = [];
  const givenBack: { from: number; payload: string; stars: number; chargeId: string }[] = [];
  await bots.polling(made, (bot) => {
    bot.on('pre_checkout_query', (context) =>
      context.preCheckoutQuery.total_amount < 100
        ? context.answerPreCheckoutQuery(true)
        : context.answerPreCheckoutQuery(false, 'Too dear'),
    );
    bot.on('message:successful_payment', (context) => {
      const { invoice_payload, telegram_payment_charge_id } = context.message.successful_payment;
      paid.push({ payload: invoice_payload, chargeId: telegram_payment_charge_id });
    });
    bot.on('message:refunded_payment', ({ message: { from, refunded_payment: refunded } }) => {
      givenBack.push({
        from: from.id,
        payload: refunded.invoice_payload,
        stars: refunded.total_amount,
        chargeId: refunded.telegram_payment_charge_id,
      });
    });
  });
  const api = bots.apiOf(made);
  const bill = async (amount: number) => {
    await api.sendInvoice(anna, 'Plan', 'A month of it', `plan-${amount}`, 'XTR', price(amount));
    const { messages } = await world.control.get<Listed>(`/messages?from=${made.id}`);
    return messages.at(-1);
  };
  const pay = (message: number | undefined, waitMs = 5000) =>
    world.control.post<Outcome>(`/users/${anna}/pay`, { message, waitMs });
  const balance = async (id: number) =>
    (await world.control.get<{ balance: number }>(`/users/${id}/stars`)).balance;
  return { made, anna, api, bill, pay, balance, paid, givenBack };
}

describe('A bill in Stars', () => {
  it('is paid when the bot agrees, and given back', async () => {
    const { anna, api, balance, bill, givenBack, made, paid, pay } = await shop();
    const message = await bill(50);
    expect(message?.replyMarkup).toEqual({
      inline_keyboard: [[{ text: 'Pay ⭐️50', pay: true }]],
    });
    const { chargeId, outcome } = await pay(message?.id);
    expect(outcome).toBe('paid');
    expect([await balance(anna), await balance(made.id)]).toEqual([450, 50]);
    await waitFor('the news of it', () => paid[0]);
    expect(paid).toEqual([{ payload: 'plan-50', chargeId }]);

    await api.refundStarPayment(anna, chargeId ?? '');
    expect([await balance(anna), await balance(made.id)]).toEqual([500, 0]);
    await waitFor('the news of the refund', () => givenBack[0]);
    expect(givenBack).toEqual([{ from: anna, payload: 'plan-50', stars: 50, chargeId }]);
    const again = api.refundStarPayment(anna, chargeId ?? '');
    await expect(again).rejects.toThrow('CHARGE_ALREADY_REFUNDED');
    expect([await balance(anna), await balance(made.id)]).toEqual([500, 0]);
    const { transactions } = await api.getStarTransactions();
    expect(transactions).toMatchObject([
      { id: chargeId, amount: 50, source: { user: { id: anna }, invoice_payload: 'plan-50' } },
      { id: chargeId, amount: 50, receiver: { user: { id: anna } } },
    ]);
  });

  it('is given back only by the bot that took it, to who paid it, while the bot has the Stars', async () => {
    const { anna, api, bill, givenBack, made, pay } = await shop();
    const { chargeId } = await pay((await bill(50))?.id);
    const other = await bots.makeBot();
    const boris = await bots.makeGuest(made);
    const charge = chargeId ?? '';
    await expect(api.refundStarPayment(anna, 'no charge')).rejects.toThrow('CHARGE_NOT_FOUND');
    await expect(api.refundStarPayment(anna, '')).rejects.toThrow('CHARGE_ID_EMPTY');
    await expect(api.refundStarPayment(boris, charge)).rejects.toThrow('CHARGE_NOT_FOUND');
    await expect(bots.apiOf(other).refundStarPayment(anna, charge)).rejects.toThrow(
      'CHARGE_NOT_FOUND',
    );
    await world.control.post(`/users/${made.id}/stars`, { add: -20 });
    await expect(api.refundStarPayment(anna, charge)).rejects.toThrow('BALANCE_TOO_LOW');
    expect(givenBack).toEqual([]);
  });

  it('is not paid when the bot refuses, or the person has too little', async () => {
    const { anna, balance, bill, pay } = await shop();
    expect(await pay((await bill(200))?.id)).toEqual({
      outcome: 'refused',
      reason: 'Too dear',
      chargeId: null,
    });
    const dear = await bill(1000);
    const poor = await world.control.raw('POST', `/users/${anna}/pay`, { message: dear?.id });
    expect(await poor.json()).toMatchObject({ error: 'BALANCE_TOO_LOW' });
    expect(await balance(anna)).toBe(500);
  });

  it('is not paid when the bot says nothing for ten seconds', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    await world.control.post(`/users/${anna}/stars`, { add: 10 });
    const api = bots.apiOf(made);
    const link = await api.createInvoiceLink('Plan', 'A month', 'late', '', 'XTR', price(10));
    const asked = world.control.post<Outcome>(`/users/${anna}/pay`, { link, waitMs: 10_000 });
    const query = await waitFor('the question', async () =>
      (await api.getUpdates()).find(({ pre_checkout_query: one }) => one),
    );
    await world.control.post('/clock', { advanceSeconds: 11 });
    expect((await asked).outcome).toBe('late');
    const late = api.answerPreCheckoutQuery(query.pre_checkout_query?.id ?? '', true);
    await expect(late).rejects.toThrow('query is too old');
  });

  it('is paid from an app by its link, over MTProto', async () => {
    const { anna, api, balance, made, paid } = await shop();
    const link = await api.createInvoiceLink('Plan', 'A month', 'linked', '', 'XTR', price(5), {
      subscription_period: 2_592_000,
    });
    const client = await world.signedIn(anna);
    const invoice = { _: 'inputInvoiceSlug', slug: link.split('$')[1] ?? '' } as const;
    const form = await client.call({ _: 'payments.getPaymentForm', invoice });
    expect(form).toMatchObject({ _: 'payments.paymentFormStars', title: 'Plan', botId: made.id });
    await client.call({ _: 'payments.sendStarsForm', formId: form.formId, invoice });
    await waitFor('the news of it', () => paid[0]);
    expect(paid[0]?.payload).toBe('linked');
    expect(await balance(anna)).toBe(495);
    const [told] = await client.getHistory(made.username);
    expect(told?.action?.type).toBe('payment_sent');
  });

  it('must be one that can be', async () => {
    const made = await bots.makeBot();
    const anna = await bots.makeGuest(made);
    const good = {
      chat_id: anna,
      title: 'Plan',
      description: 'A month',
      payload: 'x',
      currency: 'XTR',
      prices: price(5),
    };
    const refusal = async (more: object) =>
      (await bots.raw(made.token, 'sendInvoice', { ...good, ...more })).description;
    expect(await refusal({ currency: 'RUB' })).toBe('Bad Request: CURRENCY_INVALID');
    expect(await refusal({ prices: [] })).toBe('Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID');
    expect(await refusal({ prices: price(0) })).toBe('Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID');
    expect(await refusal({ prices: 'five' })).toBe("Bad Request: can't parse prices JSON object");
    expect(await refusal({ payload: '' })).toBe('Bad Request: INVOICE_PAYLOAD_INVALID');
    expect(await refusal({ title: '' })).toBe('Bad Request: invoice title is invalid');
    expect(await refusal({ title: 'x'.repeat(33) })).toBe('Bad Request: invoice title is invalid');
  });
});
