import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { plans, type SoldPlan } from './tables.ts';

/** What everybody begins with. */
export const TRIAL = 'trial';

/** A workspace that sells begins with these; its owner changes them. */
const usual: readonly Omit<SoldPlan, 'workspaceId' | 'isOffered'>[] = [
  {
    code: TRIAL,
    nameRu: 'Пробный',
    nameEn: 'Trial',
    days: 7,
    stars: 0,
    maxAccounts: 2,
    maxAudience: 5_000,
    maxRunningCampaigns: 1,
    campaignCooldownMinutes: 60,
  },
  {
    code: 'month',
    nameRu: 'Месяц',
    nameEn: 'A month',
    days: 30,
    stars: 1_500,
    maxAccounts: 10,
    maxAudience: 50_000,
    maxRunningCampaigns: 3,
    campaignCooldownMinutes: 60,
  },
  {
    code: 'year',
    nameRu: 'Год',
    nameEn: 'A year',
    days: 365,
    stars: 12_000,
    maxAccounts: 10,
    maxAudience: 50_000,
    maxRunningCampaigns: 3,
    campaignCooldownMinutes: 60,
  },
];

/** The plans that a workspace sells, the cheapest first; it has a handful. */
export async function listPlans(tx: Db, sellerId: number): Promise<SoldPlan[]> {
  const read = () =>
    tx.select().from(plans).where(eq(plans.workspaceId, sellerId)).orderBy(asc(plans.stars));
  const found = await read();
  if (found.length > 0) return found;
  await tx
    .insert(plans)
    .values(usual.map((plan) => ({ ...plan, workspaceId: sellerId })))
    .onConflictDoNothing();
  return read();
}

export async function findPlan(
  tx: Db,
  sellerId: number,
  code: string,
): Promise<SoldPlan | undefined> {
  return (await listPlans(tx, sellerId)).find((plan) => plan.code === code);
}
