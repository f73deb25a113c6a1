import { and, eq, inArray, sql } from 'drizzle-orm';
import type { NoticeKind } from '../../../contract/notifications.ts';
import type { Db } from '../../base/db/database.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller, Rights } from '../../feature.ts';
import { isOnByDefault, mayHear } from './notice-kinds.ts';
import { noticeSettings } from './tables.ts';

type Quiet = { from: number; to: number };

/** What an operator is told of, and when silently. */
export type Choice = {
  kinds: Partial<Record<NoticeKind, boolean>>;
  quiet: Quiet | undefined;
};

const nothingChosen: Choice = { kinds: {}, quiet: undefined };

/** What these operators chose, by their id; who chose nothing is left out. */
export async function readChoices(
  db: Db,
  workspaceId: number,
  operatorIds: readonly number[],
): Promise<Map<number, Choice>> {
  if (operatorIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(noticeSettings)
    .where(
      and(
        eq(noticeSettings.workspaceId, workspaceId),
        inArray(noticeSettings.operatorId, [...operatorIds]),
      ),
    );
  return new Map(
    rows.map(({ operatorId, kinds, quietFrom, quietTo }) => {
      const quiet =
        quietFrom !== null && quietTo !== null ? { from: quietFrom, to: quietTo } : undefined;
      return [operatorId, { kinds, quiet }];
    }),
  );
}

export async function readChoice(db: Db, workspaceId: number, operatorId: number) {
  return (await readChoices(db, workspaceId, [operatorId])).get(operatorId) ?? nothingChosen;
}

/** Whether somebody with these rights is told of a kind. */
export function isTold(kind: NoticeKind, rights: Rights, choice: Choice | undefined): boolean {
  return mayHear(kind, rights) && (choice?.kinds[kind] ?? isOnByDefault(kind, rights));
}

/**
 * The kinds somebody may choose, with what they are now.
 * @param kinds those that may happen in their workspace
 */
export function listKinds(
  kinds: readonly NoticeKind[],
  rights: Rights,
  choice: Choice,
): { kind: NoticeKind; on: boolean }[] {
  return kinds
    .filter((kind) => mayHear(kind, rights))
    .map((kind) => ({ kind, on: isTold(kind, rights, choice) }));
}

/**
 * An operator chooses; what is left out of the change stays.
 * @param change.quiet null: never silent
 */
export async function chooseNotices(
  app: App,
  caller: Caller & { operatorId: number },
  change: { kinds?: Choice['kinds'] | undefined; quiet?: Quiet | null | undefined },
): Promise<void> {
  const { workspaceId, operatorId, actor } = caller;
  const { kinds = {}, quiet } = change;
  const hours = quiet === undefined ? undefined : quiet && quiet.from !== quiet.to ? quiet : null;
  await app.database.transaction(async (tx) => {
    await tx.execute(sql`
      insert into notice_settings as s (workspace_id, operator_id, kinds, quiet_from, quiet_to)
      values (${workspaceId}, ${operatorId}, ${JSON.stringify(kinds)}::jsonb,
        ${hours?.from ?? null}, ${hours?.to ?? null})
      on conflict (workspace_id, operator_id) do update set kinds = s.kinds || excluded.kinds,
        quiet_from = case when ${hours === undefined} then s.quiet_from else excluded.quiet_from end,
        quiet_to = case when ${hours === undefined} then s.quiet_to else excluded.quiet_to end`);
    const data = { operator_id: operatorId, changed: ['notifications'] };
    const at = app.clock.now();
    await recordEvents(tx, [{ workspaceId, type: 'operator.changed', at, actor, data }]);
  });
}

/** @param hour of the workspace's day */
export function isQuiet(quiet: Quiet | undefined, hour: number): boolean {
  if (!quiet) return false;
  const { from, to } = quiet;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}
