import { inArray, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { decisionView, messageView } from '../../../contract/messages.ts';
import { jsonRows } from '../../base/db/columns.ts';
import { int, nullable, oneOf, type Row, selectRows, text, time } from '../../base/db/rows.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { senderKeys } from '../business/sender-key.ts';
import { contacts } from '../contacts/tables.ts';
import { readSettings } from '../workspace/settings.ts';
import { gateDecisions, type Media, type Message, media } from './tables.ts';
import { decisionText, plainAnswer } from './why.ts';

export type MessageView = z.output<typeof messageView>;

/** Messages as the API shows them, in the given order. */
export async function viewMessages(
  app: App,
  list: readonly Message[],
  language: Language,
): Promise<MessageView[]> {
  if (list.length === 0) return [];
  const [keys, people, files] = await Promise.all([
    senderKeys(
      app.db,
      list.map((m) => m.senderId),
    ),
    telegramIds(app, list),
    mediaOf(app, list),
  ]);
  return list.map((m) => ({
    id: m.id,
    message_id: m.telegramId,
    direction: m.direction,
    status: m.status,
    account_id: keys.get(m.senderId) ?? '',
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
    origin: m.origin,
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

/** So many decisions about one message are shown: the last ones. */
const MOST_DECISIONS = 200;

export type Explained = { why: string; decisions: z.output<typeof decisionView>[] };

/** What the gate decided about a message, oldest first, and in plain words what came of it. */
export async function explainMessage(
  app: App,
  message: Message,
  language: Language,
): Promise<Explained> {
  const explained = await explainMessages(app, message.workspaceId, [message], language);
  return explained.get(message.id) ?? { why: '', decisions: [] };
}

/** The same for several messages of one workspace, by their ids. */
export async function explainMessages(
  app: App,
  workspaceId: number,
  list: readonly Message[],
  language: Language,
): Promise<Map<number, Explained>> {
  const { timeZone } = await readSettings(app, workspaceId);
  const decisions = await readDecisions(app, workspaceId, list);
  const now = app.clock.now();
  return new Map(
    list.map((message) => {
      const own = decisions.get(message.id) ?? [];
      const why = plainAnswer({ ...message, decision: own.at(-1) }, now, timeZone)[language];
      return [message.id, { why, decisions: own.map((d) => viewDecision(d, language)) }];
    }),
  );
}

type StoredDecision = Row<typeof decisionColumns>;

const decisionColumns = {
  id: int,
  messageId: int,
  at: time,
  verdict: oneOf<'passed' | 'deferred' | 'refused'>(),
  reason: text,
  until: nullable(time),
};

async function readDecisions(
  app: App,
  workspaceId: number,
  list: readonly Message[],
): Promise<Map<number, StoredDecision[]>> {
  const rows = await selectRows(
    app.db,
    decisionColumns,
    sql`
      select d.id, d.message_id as "messageId", d.at, d.verdict, d.reason, d.until
      from jsonb_array_elements(${jsonRows(list.map((m) => m.id))}) asked
      cross join lateral (
        select * from ${gateDecisions} g
        where g.workspace_id = ${workspaceId} and g.message_id = asked.value::bigint
        order by g.id desc limit ${MOST_DECISIONS}) d
      order by d.id`,
  );
  const byMessage = new Map<number, StoredDecision[]>();
  for (const row of rows) {
    const own = byMessage.get(row.messageId) ?? [];
    byMessage.set(row.messageId, own);
    own.push(row);
  }
  return byMessage;
}

function viewDecision({ at, verdict, reason, until }: StoredDecision, language: Language) {
  return {
    at: at.toISOString(),
    verdict,
    reason,
    message: decisionText(verdict, reason)[language],
    until: until?.toISOString() ?? null,
  };
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
