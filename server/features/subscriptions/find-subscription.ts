import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { readSubscription } from '../workspace/plan.ts';
import { texts } from './texts.ts';

/**
 * What a customer's workspace has.
 * @throws AppError not_found for a workspace that nobody sold
 */
export async function findSubscription(db: Db, workspaceId: number) {
  const found = await readSubscription(db, workspaceId);
  if (!found) throw new AppError('not_found', texts.notSold);
  return found;
}
