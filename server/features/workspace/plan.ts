/** What a workspace may do. One generous plan, until there are others. */
export type Plan = {
  /** People in one audience. */
  maxAudience: number;
  /** Campaigns at work at the same time. */
  maxRunningCampaigns: number;
  /** Minutes between the launches of two campaigns. */
  campaignCooldownMinutes: number;
};

const PLAN: Plan = {
  maxAudience: 100_000,
  maxRunningCampaigns: 10,
  campaignCooldownMinutes: 60,
};

/** The plan of a workspace: the one place that says it. */
export function planOf(_workspaceId: number): Plan {
  return PLAN;
}
