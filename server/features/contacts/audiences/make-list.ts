import type { Db } from '../../../base/db/database.ts';
import { AppError } from '../../../base/errors.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { audiences } from '../tables.ts';
import type { Audience } from './audience-members.ts';
import { texts } from './texts.ts';

/** Makes an empty list in the transaction of what will fill it. @throws AppError already_exists */
export async function makeList(
  app: App,
  tx: Db,
  { workspaceId, actor }: Pick<Caller, 'workspaceId' | 'actor'>,
  name: string,
): Promise<Audience> {
  const now = app.clock.now();
  const [audience] = await tx
    .insert(audiences)
    .values({ workspaceId, name, kind: 'list', createdAt: now })
    .onConflictDoNothing()
    .returning();
  if (!audience) throw new AppError('already_exists', texts.nameTaken(name));
  const data = { audience_id: audience.id };
  await recordEvents(tx, [{ workspaceId, type: 'audience.created', at: now, actor, data }]);
  return audience;
}
