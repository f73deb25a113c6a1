import { AppError } from '../../base/errors.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { BotCharge, BotPayment, BotReply, BotTalk, BotTurn, Caller } from '../../feature.ts';
import { readSubscription } from '../workspace/plan.ts';
import { findPlan, listPlans } from '../workspace/sold-plans.ts';
import type { SoldPlan } from '../workspace/tables.ts';
import { takePayment } from './extend-subscription.ts';
import { findSubscription } from './find-subscription.ts';
import { findCharge, settleRefund } from './settle-refund.ts';
import { supportTalk } from './support-talk.ts';
import { botTexts, texts } from './texts.ts';

const DAY_MS = 86_400_000;

/** A customer's plan, and how they pay for it in Telegram's Stars. */
export const botTalk: BotTalk = {
  commands: [
    { name: 'plan', permission: 'settings.write', about: botTexts.about, run: show },
    ...supportTalk.commands,
  ],
  menu: [{ text: botTexts.menu, data: 'plan:', permission: 'settings.write', forCustomers: true }],
  buttons: {
    plan: { permission: 'settings.write', run: show },
    buy: { permission: 'settings.write', run: buy },
    ...supportTalk.buttons,
  },
  steps: supportTalk.steps,
  payments: { subscription: { check: checkPayment, paid, refunded } },
};

async function show({ app, caller }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const found = await readSubscription(app.db, workspaceId);
  if (!found) return { html: botTexts.notLimited[language] };
  const { subscription, plan } = found;
  const { endsAt, sellerId } = subscription;
  const left = endsAt.getTime() - app.clock.now().getTime();
  const name = escapeHtml(nameOf(plan, language));
  const state =
    left > 0 ? botTexts.state(name, endsAt, Math.ceil(left / DAY_MS)) : botTexts.over(name, endsAt);
  const limits = botTexts.limits(plan.maxAccounts, plan.maxAudience, plan.maxRunningCampaigns);
  const offers = (await listPlans(app.db, sellerId)).filter(isForSale);
  return {
    html: [state, limits, botTexts.extend].map((text) => text[language]).join('\n\n'),
    buttons: offers.map((offer) => [
      {
        text: botTexts.offer(nameOf(offer, language), offer.stars)[language],
        data: `buy:${offer.code}`,
      },
    ]),
  };
}

/** Telegram shows the price and takes the money; nothing is owed until then. */
async function buy({ app, caller, words }: BotTurn): Promise<BotReply> {
  const { workspaceId, language } = caller;
  const { subscription } = await findSubscription(app.db, workspaceId);
  const plan = await findPlan(app.db, subscription.sellerId, words);
  if (!plan || !isForSale(plan)) throw new AppError('not_found', texts.planGone);
  return {
    html: '',
    invoice: {
      title: nameOf(plan, language),
      about: botTexts.invoiceAbout(plan.days)[language],
      payload: `subscription:${plan.code}`,
      stars: plan.stars,
    },
  };
}

/** @throws AppError when the plan or its price isn't what it was when the invoice was made */
async function checkPayment(
  app: App,
  { workspaceId }: Caller,
  { words, stars }: BotPayment,
): Promise<void> {
  const { subscription } = await findSubscription(app.db, workspaceId);
  const plan = await findPlan(app.db, subscription.sellerId, words);
  if (!plan || !isForSale(plan)) throw new AppError('not_found', texts.planGone);
  if (plan.stars !== stars) throw new AppError('conflict', texts.priceChanged);
}

async function paid(app: App, caller: Caller, payment: BotPayment & BotCharge): Promise<BotReply> {
  const { plan, endsAt } = await takePayment(app, caller, payment);
  const name = escapeHtml(nameOf(plan, caller.language));
  return {
    html: botTexts.paid(name, endsAt)[caller.language],
    buttons: [[{ text: botTexts.menu[caller.language], data: 'plan:' }]],
  };
}

async function refunded(app: App, { botId, chargeId }: Omit<BotCharge, 'payerId'>): Promise<void> {
  const payment = await findCharge(app.db, botId, chargeId);
  if (payment) await settleRefund(app, payment.id);
  else app.log.warn({ bot: botId, charge: chargeId }, 'a refund of a payment that is not known');
}

const isForSale = ({ isOffered, stars }: SoldPlan) => isOffered && stars > 0;
const nameOf = ({ nameRu, nameEn }: SoldPlan, language: Language) =>
  language === 'ru' ? nameRu : nameEn;
