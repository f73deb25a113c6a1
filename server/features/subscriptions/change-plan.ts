import type { z } from 'zod';
import type { planBody } from '../../../contract/subscriptions.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { listPlans, TRIAL } from '../workspace/sold-plans.ts';
import { plans, type SoldPlan } from '../workspace/tables.ts';
import { texts } from './texts.ts';

/**
 * Makes or changes a plan that the workspace sells. Its limits hold at once, also for those who have
 * it; its days and price only for what is bought from now on.
 * @throws AppError invalid_request
 */
export async function changePlan(
  app: App,
  { workspaceId, actor }: Caller,
  code: string,
  given: z.output<typeof planBody>,
): Promise<SoldPlan> {
  if (code === TRIAL && given.stars > 0) throw new AppError('invalid_request', texts.trialStays);
  if (code !== TRIAL && given.stars === 0)
    throw new AppError('invalid_request', texts.paidNeedsPrice);
  const values = {
    nameRu: given.name_ru,
    nameEn: given.name_en,
    days: given.days,
    stars: given.stars,
    maxAccounts: given.max_accounts,
    maxAudience: given.max_audience,
    maxRunningCampaigns: given.max_running_campaigns,
    campaignCooldownMinutes: given.campaign_cooldown_minutes,
    isOffered: given.is_offered,
  };
  return app.database.transaction(async (tx) => {
    // The usual ones are there first.
    await listPlans(tx, workspaceId);
    const [plan] = await tx
      .insert(plans)
      .values({ workspaceId, code, ...values })
      .onConflictDoUpdate({ target: [plans.workspaceId, plans.code], set: values })
      .returning();
    if (!plan) throw new Error('the plan was not stored');
    const at = app.clock.now();
    const data = { plan: code, days: plan.days, stars: plan.stars };
    await recordEvents(tx, [{ workspaceId, type: 'plan.changed', at, actor, data }]);
    return plan;
  });
}
