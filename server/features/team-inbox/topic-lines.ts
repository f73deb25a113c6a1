import { sql } from 'drizzle-orm';
import type { MessageType } from '../../../contract/messages.ts';
import { int, json, nullable, oneOf, selectRows, text, time } from '../../base/db/rows.ts';
import { escapeHtml } from '../../base/telegram-html.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { MessageError, MessageStatus } from '../messages/message.ts';
import { TOPIC_KEY } from './mark-topics.ts';
import type { TeamTopic } from './tables.ts';
import { fileTexts, texts } from './texts.ts';

const LATEST = 12;
/** So many are shown at once; what piles up behind follows in the next message. */
export const MOST = 30;
const LONGEST = 1_500;

const columns = {
  id: int,
  direction: oneOf<'in' | 'out'>(),
  type: oneOf<MessageType>(),
  content: text,
  status: oneOf<MessageStatus>(),
  sentAt: nullable(time),
  origin: nullable(text),
  operator: nullable(text),
  error: nullable(json<MessageError>()),
};
export type TopicLine = Awaited<ReturnType<typeof readHistory>>[number];

const fields = sql`m.id, m.direction, m.type, m.content, m.status, m.sent_at as "sentAt", m.origin,
  o.name as operator, m.error`;
const operator = sql`left join operators o on m.origin = 'operator'
  and o.workspace_id = m.workspace_id and o.id = m.origin_id`;

/** What was said last in a dialog, oldest first. */
export async function readHistory(app: App, { workspaceId, dialogId }: TeamTopic) {
  const rows = await selectRows(
    app.db,
    columns,
    sql`
      select ${fields} from messages m ${operator}
      where m.workspace_id = ${workspaceId} and m.dialog_id = ${dialogId}
        and m.status in ('received', 'sent')
      order by m.id desc limit ${LATEST}`,
  );
  return rows.reverse();
}

/**
 * What was said since the topic was brought up to date: by the person, and by us elsewhere. What
 * operators wrote in the topic itself stands there already, unless it did not leave.
 */
export function readNews(app: App, topic: TeamTopic) {
  const { workspaceId, dialogId, toldTo, toldOutAt, failed } = topic;
  return selectRows(
    app.db,
    columns,
    sql`
      select ${fields} from messages m ${operator}
      where m.workspace_id = ${workspaceId} and m.dialog_id = ${dialogId} and (
        (m.direction = 'in' and m.id > ${toldTo})
        or (m.direction = 'out' and m.status = 'sent' and m.sent_at >
            ${(toldOutAt ?? new Date(0)).toISOString()}::timestamptz
          and left(coalesce(m.idempotency_key, ''), ${TOPIC_KEY.length}) <> ${TOPIC_KEY})
        or m.id = any(${`{${failed.join(',')}}`}::bigint[]))
      order by case when m.direction = 'out' then m.sent_at else m.created_at end, m.id
      limit ${MOST}`,
  );
}

/** A message as a line of Telegram's HTML. @param name of the person */
export function lineOf(line: TopicLine, name: string, link: string, language: Language): string {
  if (line.status !== 'received' && line.status !== 'sent')
    return escapeHtml(texts.notSent(line.error?.text[language] ?? '')[language]);
  const who = line.direction === 'in' ? name : speakerOf(line, language);
  const file = line.type === 'text' ? '' : fileLine(line.type, link, language);
  return `<b>${escapeHtml(who)}:</b> ${file}${escapeHtml(cut(line.content))}`;
}

/** Who said it of us. */
export function speakerOf({ origin, operator }: TopicLine, language: Language): string {
  if (origin === 'operator')
    return (operator === null ? texts.somebody : texts.operator(operator))[language];
  if (origin === 'ai') return texts.assistant[language];
  if (origin === 'campaign') return texts.script[language];
  // Written in the account's own app, or over the API.
  return texts.us[language];
}

function fileLine(type: Exclude<MessageType, 'text'>, link: string, language: Language): string {
  const word = `[${fileTexts[type][language]}] `;
  return link ? `<a href="${escapeHtml(link)}">${word}</a>` : word;
}

const cut = (words: string) => (words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words);

/** Telegram takes 4,096 characters a message. */
const LONGEST_MESSAGE = 3_900;

/** Lines joined to as few messages as they fit in. */
export function joinLines(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    const both = last === undefined ? line : `${last}\n\n${line}`;
    if (last !== undefined && both.length <= LONGEST_MESSAGE) joined[joined.length - 1] = both;
    else joined.push(line);
  }
  return joined;
}

/** Of lines that don't all fit in one message, the last ones. */
export function latestThatFit(lines: readonly string[]): string[] {
  let length = 0;
  const first = lines.findLastIndex((line) => {
    length += line.length + 2;
    return length > LONGEST_MESSAGE - 200;
  });
  return lines.slice(first + 1);
}
