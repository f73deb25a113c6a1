import { and, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { CampaignStatus } from '../../../../contract/campaigns.ts';
import type { Db } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import { type Campaign, campaigns } from './tables.ts';
import { texts } from './texts.ts';

/** The campaign that people know by this number. @throws AppError not_found */
export async function findCampaign(db: Db, workspaceId: number, number: number): Promise<Campaign> {
  const [row] = await db
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.workspaceId, workspaceId), eq(campaigns.number, number)));
  if (!row) throw new AppError('not_found', texts.notFound);
  return row;
}

/**
 * As `findCampaign`, and locks it against gates, feeders and other changes until the transaction
 * ends: whoever had looked at it before has finished with it by then.
 */
export async function lockCampaign(tx: Db, workspaceId: number, number: number): Promise<Campaign> {
  const { id } = await findCampaign(tx, workspaceId, number);
  await tx.execute(sql`select id from campaigns where id = ${id} for update`);
  return findCampaign(tx, workspaceId, number);
}

/** One page of the campaigns, newest first. @param page.invites only those that do or don't invite */
export function listCampaigns(
  app: App,
  workspaceId: number,
  page: {
    status: CampaignStatus | undefined;
    limit: number;
    beforeId: number | undefined;
    invites?: boolean;
  },
): Promise<Campaign[]> {
  return app.db
    .select()
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        page.status && eq(campaigns.status, page.status),
        page.invites === undefined
          ? undefined
          : page.invites
            ? isNotNull(campaigns.invite)
            : isNull(campaigns.invite),
        page.beforeId === undefined ? undefined : lt(campaigns.id, page.beforeId),
      ),
    )
    .orderBy(desc(campaigns.id))
    .limit(page.limit);
}
