import { and, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import type { messageView } from '../../../contract/messages.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { accountKey } from '../accounts/account.ts';
import { accounts } from '../accounts/tables.ts';
import { contacts } from '../contacts/tables.ts';
import type { GateReason } from './gate.ts';
import { reasonTexts } from './gate-texts.ts';
import { gateDecisions, type Media, type Message, media } from './tables.ts';

export type MessageView = z.output<typeof messageView>;

/** Messages as the API shows them, in the given order. */
export async function viewMessages(
  app: App,
  list: readonly Message[],
  language: Language,
): Promise<MessageView[]> {
  if (list.length === 0) return [];
  const [numbers, people, files] = await Promise.all([
    accountNumbers(app, list),
    telegramIds(app, list),
    mediaOf(app, list),
  ]);
  return list.map((m) => ({
    id: m.id,
    message_id: m.telegramId,
    direction: m.direction,
    status: m.status,
    account_id: accountKey(numbers.get(m.senderId) ?? 0),
    user_id: people.get(m.contactId) ?? null,
    type: m.type,
    text: m.type === 'text' ? m.content : null,
    caption: m.type === 'text' ? null : m.content || null,
    ...fileView(m, m.mediaId === null ? undefined : files.get(m.mediaId)),
    date: (m.sentAt ?? m.createdAt).toISOString(),
    proxy_used: m.proxyUsed,
    due_at: m.status === 'queued' ? (m.dueAt?.toISOString() ?? null) : null,
    error: m.error && {
      code: m.error.code,
      reason: m.error.reason,
      message: m.error.text[language],
      ...(m.error.retry_after !== undefined && { retry_after: m.error.retry_after }),
    },
  }));
}

/** How a message's file is asked for: GET /files/:file_id. */
export function fileKey(messageId: number): string {
  return `f${messageId}`;
}

function fileView(m: Message, file: Media | undefined) {
  if (m.attachment) {
    return {
      file_id: fileKey(m.id),
      filename: m.attachment.fileName ?? null,
      mime_type: m.attachment.mimeType,
      size: m.attachment.size,
      duration: m.attachment.durationSeconds ?? null,
    };
  }
  return {
    file_id: file ? fileKey(m.id) : null,
    filename: file?.fileName ?? null,
    mime_type: file?.mimeType ?? null,
    size: file?.size ?? null,
    duration: file?.durationSeconds ?? null,
  };
}

/** What the gate decided about a message, oldest first, and the last word of it. */
export async function explainMessage(app: App, message: Message, language: Language) {
  const rows = await app.db
    .select()
    .from(gateDecisions)
    .where(
      and(
        eq(gateDecisions.workspaceId, message.workspaceId),
        eq(gateDecisions.messageId, message.id),
      ),
    )
    .orderBy(gateDecisions.id)
    .limit(200);
  const decisions = rows.map((row) => ({
    at: row.at.toISOString(),
    verdict: row.verdict,
    reason: row.reason,
    message: reasonText(row.reason, language),
    until: row.until?.toISOString() ?? null,
  }));
  const waiting = { ru: 'Сообщение ждёт своей очереди.', en: 'The message waits for its turn.' };
  const why = message.error?.text[language] ?? decisions.at(-1)?.message ?? waiting[language];
  return { why, decisions };
}

function reasonText(reason: string, language: Language): string {
  return reason in reasonTexts ? reasonTexts[reason as GateReason][language] : reason;
}

async function accountNumbers(app: App, list: readonly Message[]): Promise<Map<number, number>> {
  const ids = [...new Set(list.map((m) => m.senderId))];
  const rows = await app.db
    .select({ id: accounts.id, number: accounts.number })
    .from(accounts)
    .where(inArray(accounts.id, ids));
  return new Map(rows.map((r) => [r.id, r.number]));
}

async function telegramIds(
  app: App,
  list: readonly Message[],
): Promise<Map<number, number | null>> {
  const ids = [...new Set(list.map((m) => m.contactId))];
  const rows = await app.db
    .select({ id: contacts.id, telegramId: contacts.telegramId })
    .from(contacts)
    .where(inArray(contacts.id, ids));
  return new Map(rows.map((r) => [r.id, r.telegramId]));
}

async function mediaOf(app: App, list: readonly Message[]): Promise<Map<number, Media>> {
  const ids = [...new Set(list.flatMap((m) => (m.mediaId === null ? [] : [m.mediaId])))];
  if (ids.length === 0) return new Map();
  const rows = await app.db.select().from(media).where(inArray(media.id, ids));
  return new Map(rows.map((r) => [r.id, r]));
}
