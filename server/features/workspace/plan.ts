import type { App } from '../../context.ts';

/** What a workspace may use. */
export type Plan = {
  maxRunningCampaigns: number;
  /** Minutes between the launches of two campaigns. */
  campaignCooldownMinutes: number;
};

/** One generous plan for everybody. */
const GENEROUS: Plan = { maxRunningCampaigns: 10, campaignCooldownMinutes: 60 };

/** The plan of a workspace. */
export async function planOf(_app: App, _workspaceId: number): Promise<Plan> {
  return GENEROUS;
}
