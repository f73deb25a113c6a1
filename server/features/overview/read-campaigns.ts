import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { campaigns } from '../outreach/campaigns/tables.ts';
import { type CampaignView, viewCampaigns } from '../outreach/campaigns/view-campaign.ts';

const MOST_SHOWN = 20;

type Shown = Pick<
  CampaignView,
  'id' | 'name' | 'status' | 'launched_at' | 'pause_reason' | 'is_preparing' | 'progress'
>;

/** The campaigns under way, the newest first, with how far each is. */
export async function readCampaigns(
  app: App,
  workspaceId: number,
  language: Language,
): Promise<Shown[]> {
  const underWay = await app.db
    .select()
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        inArray(campaigns.status, ['scheduled', 'running', 'paused']),
      ),
    )
    .orderBy(desc(campaigns.number))
    .limit(MOST_SHOWN);
  const views = await viewCampaigns(app, underWay, language);
  return views.map(
    ({ id, name, status, launched_at, pause_reason, is_preparing, progress }): Shown => ({
      id,
      name,
      status,
      launched_at,
      pause_reason,
      is_preparing,
      progress,
    }),
  );
}
