import type { z } from 'zod';
import { doneAnswer } from '../../../contract/common.ts';
import {
  answerBody,
  customerParams,
  customersAnswer,
  customersQuery,
  giveDaysBody,
  ownPlanAnswer,
  paymentParams,
  paymentsAnswer,
  paymentsQuery,
  type paymentView,
  planBody,
  planParams,
  plansAnswer,
  type planView,
  questionParams,
  questionsAnswer,
  questionsQuery,
  refundAnswer,
} from '../../../contract/subscriptions.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { defineRoute, type Route } from '../../feature.ts';
import { readPlan } from '../workspace/plan.ts';
import { listPlans } from '../workspace/sold-plans.ts';
import type { SoldPlan } from '../workspace/tables.ts';
import { answerQuestion } from './answer-question.ts';
import { changePlan } from './change-plan.ts';
import { giveDays } from './extend-subscription.ts';
import { listCustomers } from './list-customers.ts';
import { listPayments, viewPayment } from './list-payments.ts';
import { listQuestions } from './list-questions.ts';
import { refundPayment } from './refund-payment.ts';
import { texts } from './texts.ts';

const tag = 'Subscriptions';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/plan',
    permission: 'settings.read',
    summary: 'What this workspace may do, and how long',
    tag,
    answers: { 200: ownPlanAnswer },
    handle: async ({ app, caller }) => {
      const plan = await readPlan(app.db, caller.workspaceId, app.clock.now());
      return {
        success: true,
        plan: {
          code: plan.code,
          ends_at: plan.endsAt?.toISOString() ?? null,
          is_over: plan.isOver,
          max_accounts: plan.maxAccounts,
          max_audience: plan.maxAudience,
          max_running_campaigns: plan.maxRunningCampaigns,
          campaign_cooldown_minutes: plan.campaignCooldownMinutes,
        },
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/plans',
    permission: 'settings.read',
    summary: 'The plans that the sales bot sells',
    tag,
    answers: { 200: plansAnswer },
    handle: async ({ app, caller }) => ({
      success: true,
      plans: (await listPlans(app.db, caller.workspaceId)).map(view),
    }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/plans/:code',
    permission: 'settings.write',
    summary: 'Make a plan or change one',
    tag,
    params: planParams,
    body: planBody,
    answers: { 200: plansAnswer },
    handle: async ({ app, caller, params, body }) => {
      await changePlan(app, caller, params.code, body);
      return { success: true, plans: (await listPlans(app.db, caller.workspaceId)).map(view) };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/customers',
    permission: 'settings.write',
    summary: 'Customers of the sales bot, the latest first',
    tag,
    query: customersQuery,
    answers: { 200: customersAnswer },
    handle: async ({ app, caller, query: { limit, after } }) => {
      const now = app.clock.now();
      const page = { limit, beforeId: readCursor(after) };
      const found = await listCustomers(app, caller.workspaceId, page);
      return {
        success: true,
        customers: found.map((customer) => ({
          id: customer.id,
          name: customer.name,
          bot_id: customer.botId,
          plan: customer.plan,
          ends_at: customer.endsAt.toISOString(),
          is_over: customer.endsAt <= now,
          paid_stars: customer.paidStars,
          started_at: customer.startedAt.toISOString(),
        })),
        next: nextCursor(found, limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:id/days',
    permission: 'settings.write',
    summary: 'Give a customer some days more',
    tag,
    params: customerParams,
    body: giveDaysBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params, body }) => {
      await giveDays(app, caller, params.id, body.days);
      return { success: true, message: texts.daysGiven(body.days)[caller.language] };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/payments',
    permission: 'settings.write',
    summary: 'What customers of the sales bot have paid, the latest first',
    tag,
    query: paymentsQuery,
    answers: { 200: paymentsAnswer },
    handle: async ({ app, caller, query: { limit, after } }) => {
      const page = { limit, beforeId: readCursor(after) };
      const found = await listPayments(app, caller.workspaceId, page);
      return { success: true, payments: found.map(paid), next: nextCursor(found, limit) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/payments/:id/refund',
    permission: 'payments.refund',
    summary: 'Give a payment back in Stars, and take back the days it added',
    description:
      'Owners alone. Asked for twice it is one refund. Waits up to 15 seconds for Telegram; if it has not answered by then, the payment stands as `refunding` and Telegram is asked again.',
    tag,
    params: paymentParams,
    answers: { 200: refundAnswer },
    handle: async ({ app, caller, params }) => {
      const { refundState } = await refundPayment(app, caller, params.id);
      const message = refundState === 'refunded' ? texts.refunded : texts.refunding;
      const payment = paid(await viewPayment(app, caller.workspaceId, params.id));
      return { success: true, message: message[caller.language], payment };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/customers/questions',
    permission: 'settings.write',
    summary: 'What customers asked the team by /paysupport, the latest first',
    tag,
    query: questionsQuery,
    answers: { 200: questionsAnswer },
    handle: async ({ app, caller, query: { limit, after } }) => {
      const page = { limit, beforeId: readCursor(after) };
      const found = await listQuestions(app, caller.workspaceId, page);
      return {
        success: true,
        questions: found.map((question) => ({
          id: question.id,
          customer: { id: question.customerId, name: question.name },
          words: question.words,
          asked_at: question.askedAt.toISOString(),
          answer: question.answer,
          answered_at: question.answeredAt?.toISOString() ?? null,
        })),
        next: nextCursor(found, limit),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/questions/:id/answer',
    permission: 'settings.write',
    summary: 'Answer a customer: the sales bot says it in their chat',
    tag,
    params: questionParams,
    body: answerBody,
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params, body }) => {
      await answerQuestion(app, caller, params.id, body.answer);
      return { success: true, message: texts.answerSent[caller.language] };
    },
  }),
];

const paid = (payment: Awaited<ReturnType<typeof viewPayment>>): z.output<typeof paymentView> => ({
  id: payment.id,
  customer: { id: payment.workspaceId, name: payment.name },
  plan: payment.plan,
  days: payment.days,
  stars: payment.stars,
  paid_at: payment.paidAt.toISOString(),
  refund: payment.refund,
  refund_problem: payment.refundProblem,
  refunded_at: payment.refundedAt?.toISOString() ?? null,
});

const view = (plan: SoldPlan): z.output<typeof planView> => ({
  code: plan.code,
  name_ru: plan.nameRu,
  name_en: plan.nameEn,
  days: plan.days,
  stars: plan.stars,
  max_accounts: plan.maxAccounts,
  max_audience: plan.maxAudience,
  max_running_campaigns: plan.maxRunningCampaigns,
  campaign_cooldown_minutes: plan.campaignCooldownMinutes,
  is_offered: plan.isOffered,
});
