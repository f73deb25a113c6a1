import { stringify } from 'csv-stringify/sync';
import { and, eq } from 'drizzle-orm';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { findAccount } from '../accounts/find-account.ts';
import { contacts } from '../contacts/tables.ts';
import { loadSubjects } from './event-subjects.ts';
import { type EventFilter, findEvents, type TimeCursor, type TimePage } from './find-events.ts';
import {
  type LogAction,
  type LogLine,
  type LogResult,
  logColumns,
  logLine,
  typesOfLog,
} from './log-line.ts';

export type LogFilter = {
  accountId?: string | undefined;
  /** Telegram id. */
  userId?: number | undefined;
  action?: LogAction | undefined;
  result?: LogResult | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
};

type Asking = { workspaceId: number; language: Language };

/**
 * One page of the log in the order of time, and where it ended.
 * @throws AppError not_found when there is no such account
 */
export async function listLogs(
  app: App,
  { workspaceId, language }: Asking,
  filter: LogFilter,
  page: TimePage,
): Promise<{ lines: LogLine[]; places: TimeCursor[] }> {
  const wanted = await eventFilter(app, workspaceId, filter);
  if (!wanted) return { lines: [], places: [] };
  const events = await findEvents(app, workspaceId, wanted, page);
  const subjects = await loadSubjects(app, events, language);
  return { lines: events.map((e) => logLine(e, subjects.get(e.id))), places: events };
}

const EXPORTED_AT_ONCE = 1_000;

/**
 * The log as CSV, oldest first, page by page: UTF-8 with a BOM, by which Excel knows it. Ends with
 * what had happened when it was asked for.
 * @throws AppError not_found when there is no such account
 */
export async function* exportLogs(
  app: App,
  asking: Asking,
  filter: LogFilter,
): AsyncGenerator<string> {
  const until = filter.until ?? new Date(app.clock.now().getTime() + 1);
  let after: TimeCursor | undefined;
  let start = `\uFEFF${logColumns.join(',')}\n`;
  for (;;) {
    const page: TimePage = { order: 'oldest', limit: EXPORTED_AT_ONCE, after };
    const { lines, places } = await listLogs(app, asking, { ...filter, until }, page);
    // Whoever is met in a cell (an error quotes a file's name, say) is no formula for a spreadsheet.
    yield start + stringify(lines, { columns: [...logColumns], escape_formulas: true, cast });
    start = '';
    after = places.at(-1);
    if (places.length < EXPORTED_AT_ONCE) return;
  }
}

const cast = { boolean: String };

async function eventFilter(
  app: App,
  workspaceId: number,
  { accountId, userId, action, result, since, until }: LogFilter,
): Promise<EventFilter | undefined> {
  const types = typesOfLog(action, result);
  const senderId =
    accountId === undefined ? undefined : (await findAccount(app, workspaceId, accountId)).id;
  if (userId === undefined) return { types, senderId, since, until };
  const [contact] = await app.db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.telegramId, userId)));
  return contact && { types, senderId, contactId: contact.id, since, until };
}
