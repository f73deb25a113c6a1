import { and, eq, gt, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { addressBlock } from '../../base/http/address-block.ts';
import type { App } from '../../context.ts';
import { identifyClaimed, type Person } from '../contacts/identify-contact.ts';
import { giveConsent } from './give-consent.ts';
import type { GivenFields } from './read-form.ts';
import { optInActs, type Point } from './tables.ts';

/** Many people may share an address (an office, a stand at a fair), but none fills so many forms. */
const MOST_AN_HOUR = 60;
const HOUR_MS = 3_600_000;
const USER_AGENT_LENGTH = 500;

export type Visit = {
  /** Network address of the visitor. */
  address: string;
  userAgent: string;
  /** The page on which the form was shown, and the one the visitor came from. */
  page: string;
  cameFrom: string;
};

/**
 * Keeps what a visitor agreed to. Nobody has proved that the person is who the form says, so it
 * changes nothing else of a known contact, and never lifts a stop.
 * @returns false when too many forms came from this address
 */
export async function fillForm(
  app: App,
  point: Point,
  filled: { person: Person; given: GivenFields },
  visit: Visit,
): Promise<boolean> {
  const { workspaceId } = point;
  const addressHash = app.crypto.hash(
    addressBlock(visit.address),
    `workspace ${workspaceId} address`,
  );
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    if ((await countRecent(tx, workspaceId, addressHash, now)) >= MOST_AN_HOUR) return false;
    const contact = await identifyClaimed(app, tx, workspaceId, filled.person);
    const [act] = await tx
      .insert(optInActs)
      .values({ workspaceId, pointId: point.id, contactId: contact.id, at: now, addressHash })
      .returning();
    if (!act) throw new Error('the opt-in act was not stored');
    await giveConsent(app, tx, act, point, {
      liftedStop: false,
      evidence: {
        way: 'form',
        agreement: point.agreement,
        agreement_version: point.agreementVersion,
        agreed: true,
        fields: filled.given,
        filled_at: now.toISOString(),
        page: visit.page,
        came_from: visit.cameFrom,
        address_hash: addressHash.toString('hex'),
        user_agent: visit.userAgent.slice(0, USER_AGENT_LENGTH),
      },
    });
    return true;
  });
}

async function countRecent(tx: Db, workspaceId: number, addressHash: Buffer, now: Date) {
  const recent = tx
    .select({ id: optInActs.id })
    .from(optInActs)
    .where(
      and(
        eq(optInActs.workspaceId, workspaceId),
        eq(optInActs.addressHash, addressHash),
        gt(optInActs.at, new Date(now.getTime() - HOUR_MS)),
      ),
    )
    .limit(MOST_AN_HOUR)
    .as('recent');
  const [row] = await tx.select({ n: sql<number>`count(*)::int` }).from(recent);
  return row?.n ?? 0;
}
