import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { newPointBody, pointPatch } from '../../../contract/opt-in.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { findAccount } from '../accounts/find-account.ts';
import { declareSource } from '../contacts/record-consent.ts';
import { readSettings } from '../workspace/settings.ts';
import { findPoint } from './find-point.ts';
import { defaultWords, newCode, newKey } from './point.ts';
import { optInPoints, type Point } from './tables.ts';
import { texts } from './texts.ts';

/** Codes are short: a taken one is drawn again. */
const MOST_DRAWS = 20;

/**
 * Opens a place where people can opt in.
 * @throws AppError invalid_request when it can't work: a link without an account that has a
 * username, a form without an agreement or fields, a source of another basis
 */
export async function createPoint(
  app: App,
  caller: Caller,
  body: z.output<typeof newPointBody>,
): Promise<Point> {
  const { workspaceId } = caller;
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const settings = await readSettings(app, workspaceId, tx);
    const language = body.language ?? settings.language;
    const draft = {
      workspaceId,
      kind: body.kind,
      language,
      title: body.title,
      agreement: body.agreement,
      words: body.words ?? defaultWords[language],
      accountId: await readAccount(app, tx, workspaceId, body.account_id),
      fields: body.fields ?? {},
      successText: body.success_text,
      allowedOrigins: body.allowed_origins.map(readOrigin),
    };
    checkPoint(draft);
    const sourceId = await declareSource(app, tx, workspaceId, body.source, 'opt_in');
    const point = await insertPoint(tx, {
      ...draft,
      sourceId,
      key: newKey(),
      createdAt: now,
      updatedAt: now,
    });
    await tell(app, tx, caller, 'opt_in_point.created', point.id, {});
    return point;
  });
}

/**
 * Changes a point. A new agreement gets a new version: who opens the form before and sends it
 * after the change is asked again.
 * @throws AppError not_found, invalid_request
 */
export async function changePoint(
  app: App,
  caller: Caller,
  id: number,
  patch: z.output<typeof pointPatch>,
): Promise<Point> {
  const { workspaceId } = caller;
  return app.database.transaction(async (tx) => {
    const point = await findPoint(app, workspaceId, id, tx);
    const { account_id, success_text, allowed_origins, ...same } = patch;
    const changed = {
      ...same,
      ...(account_id !== undefined && {
        accountId: await readAccount(app, tx, workspaceId, account_id),
      }),
      ...(success_text !== undefined && { successText: success_text }),
      ...(allowed_origins && { allowedOrigins: allowed_origins.map(readOrigin) }),
      ...(patch.agreement !== undefined &&
        patch.agreement !== point.agreement && { agreementVersion: point.agreementVersion + 1 }),
    };
    checkPoint({ ...point, ...changed });
    const [updated] = await tx
      .update(optInPoints)
      .set({ ...changed, updatedAt: app.clock.now() })
      .where(and(eq(optInPoints.workspaceId, workspaceId), eq(optInPoints.id, id)))
      .returning();
    if (!updated) throw new Error('the opt-in point vanished');
    await tell(app, tx, caller, 'opt_in_point.changed', id, { fields: Object.keys(patch) });
    return updated;
  });
}

/** @throws AppError invalid_request */
function checkPoint(
  point: Pick<Point, 'kind' | 'accountId' | 'agreement' | 'fields' | 'allowedOrigins'>,
): void {
  if (point.kind === 'form') {
    if (point.agreement === '') throw new AppError('invalid_request', texts.agreementMissing);
    if (!point.fields.phone && !point.fields.username)
      throw new AppError('invalid_request', texts.fieldsMissing);
    return;
  }
  if (point.accountId === null) throw new AppError('invalid_request', texts.accountMissing);
  if (Object.keys(point.fields).length > 0 || point.allowedOrigins.length > 0)
    throw new AppError('invalid_request', texts.formFieldsOfLink);
}

async function readAccount(
  app: App,
  tx: Db,
  workspaceId: number,
  key: string | null | undefined,
): Promise<number | null> {
  if (key == null) return null;
  const account = await findAccount(app, workspaceId, key, tx);
  if (!account.username) throw new AppError('invalid_request', texts.accountHasNoUsername(key));
  return account.id;
}

/** It ends up in a header, where only plain host names may stand. */
function readOrigin(given: string): string {
  const parsed = URL.canParse(given.trim()) ? new URL(given.trim()) : undefined;
  const isPlain = parsed !== undefined && /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(parsed.origin);
  const isBare = parsed?.href === `${parsed?.origin}/`;
  if (isPlain && isBare) return parsed.origin;
  throw new AppError('invalid_request', texts.badOrigin(given));
}

async function insertPoint(
  tx: Db,
  point: Omit<typeof optInPoints.$inferInsert, 'code'>,
): Promise<Point> {
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const [made] = await tx
      .insert(optInPoints)
      .values({ ...point, code: newCode() })
      .onConflictDoNothing()
      .returning();
    if (made) return made;
  }
  throw new Error('no free code was found for an opt-in point');
}

function tell(
  app: App,
  tx: Db,
  { workspaceId, actor }: Caller,
  type: string,
  pointId: number,
  data: Record<string, unknown>,
): Promise<void> {
  const at = app.clock.now();
  return recordEvents(tx, [{ workspaceId, type, at, actor, data: { point_id: pointId, ...data } }]);
}
