import { eq } from 'drizzle-orm';
import {
  countOptedOut,
  type Played,
  readAccounts,
  readDays,
  readHandedOver,
  readOutcomes,
  readVerdicts,
} from '../rehearsal/read-figures.ts';
import type { App } from '../server/context.ts';
import { accountKey } from '../server/features/accounts/account.ts';
import { listByIds } from '../server/features/accounts/list-by-ids.ts';
import { readResults } from '../server/features/outreach/campaigns/read-results.ts';
import { campaigns } from '../server/features/outreach/campaigns/tables.ts';
import { printTable } from './print-table.ts';
import { type Language, says } from './texts.ts';

/** What came of the campaign: by stage, by week, by account, and what people answered. */
export async function summariseCampaign(
  { app, language }: { app: App; language: Language },
  played: Played,
): Promise<void> {
  const say = says[language].campaign;
  const [campaign] = await app.db
    .select()
    .from(campaigns)
    .where(eq(campaigns.id, played.campaignId));
  if (!campaign) return;
  const results = await readResults(app, campaign);
  printTable(say.stages, [
    say.stageColumns,
    ...results.map((r) => [
      r.kind === 'follow_up' ? say.followUp : say.stage(r.stage),
      r.sent,
      r.answered,
      r.failed,
    ]),
  ]);

  const weeks = groupByWeek(await readDays(app, played));
  printTable(say.weeks, [say.weekColumns, ...weeks]);

  const accounts = await readAccounts(app, played);
  const known = await listByIds(
    app,
    played.workspaceId,
    accounts.map((a) => a.senderId),
  );
  const names = new Map(known.map((a) => [a.id, `${accountKey(a.number)} ${a.firstName}`]));
  printTable(say.accounts, [
    say.accountColumns,
    ...accounts.map((a) => [names.get(a.senderId) ?? '', a.first, a.sent, a.replies]),
  ]);

  const verdicts = new Map<string, number>();
  for (const { verdict, count } of await readVerdicts(app, played))
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + count);
  printTable(say.verdicts, [
    say.verdictColumns,
    ...[...verdicts].sort((a, b) => b[1] - a[1]).map(([v, n]) => [say.verdict(v), n]),
  ]);

  const outcomes = await readOutcomes(app, played);
  const of = (status: string) =>
    outcomes.filter((o) => o.status === status).reduce((sum, o) => sum + o.count, 0);
  const reason = (name: string) => outcomes.find((o) => o.reason === name)?.count ?? 0;
  const handedOver = (await readHandedOver(app, played)).reduce((sum, h) => sum + h.count, 0);
  printTable(say.people, [
    say.peopleColumns,
    [say.gone, reason('script_completed')],
    [say.silent, reason('no_reply') + reason('fell_silent')],
    [say.refused, await countOptedOut(app, played)],
    [say.handedOver, handedOver],
    [say.failed, of('failed')],
  ]);
}

function groupByWeek(days: Awaited<ReturnType<typeof readDays>>): (string | number)[][] {
  const start = Date.parse(days[0]?.day ?? '');
  const weeks = new Map<number, number[]>();
  for (const { day, first, next, follow_ups, replies, refusals } of days) {
    const week = Math.floor((Date.parse(day) - start) / (7 * 86_400_000)) + 1;
    const sums = weeks.get(week) ?? [0, 0, 0, 0, 0];
    weeks.set(
      week,
      [first, next, follow_ups, replies, refusals].map((n, i) => n + (sums[i] ?? 0)),
    );
  }
  return [...weeks].map(([week, sums]) => [week, ...sums]);
}
