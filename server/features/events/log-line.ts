import type { StoredEvent } from '../../base/events/read-events.ts';
import type { Subjects } from './event-subjects.ts';

export type LogAction = 'send' | 'receive' | 'error' | 'status_change';
export type LogResult = 'success' | 'error';

/** The events that make up the log, and what each is called there. */
const kinds: Record<string, { action: LogAction; result: LogResult }> = {
  'message.sent': { action: 'send', result: 'success' },
  'message.failed': { action: 'send', result: 'error' },
  'message.cancelled': { action: 'send', result: 'error' },
  'message.unconfirmed': { action: 'send', result: 'error' },
  'message.received': { action: 'receive', result: 'success' },
  'account.disconnected': { action: 'error', result: 'error' },
  'account.status_changed': { action: 'status_change', result: 'success' },
};

/** The types of events to read for such lines. */
export function typesOfLog(action?: LogAction, result?: LogResult): string[] {
  return Object.entries(kinds)
    .filter(
      ([, kind]) => (!action || kind.action === action) && (!result || kind.result === result),
    )
    .map(([type]) => type);
}

/** A line of the log, in the columns of the sheet Logs and in their order. */
export type LogLine = {
  timestamp: string;
  account_id: string | null;
  user_id: number | null;
  action: LogAction;
  message_type: string | null;
  result: LogResult;
  error: string | null;
  proxy_used: boolean | null;
  details: string;
};

export const logColumns = [
  'timestamp',
  'account_id',
  'user_id',
  'action',
  'message_type',
  'result',
  'error',
  'proxy_used',
  'details',
] as const satisfies readonly (keyof LogLine)[];

/** An event as a line; of an erased person only that it happened. */
export function logLine(event: StoredEvent, subjects: Subjects | undefined): LogLine {
  const { action, result } = kinds[event.type] ?? { action: 'error', result: 'error' };
  const { account, contact, message } = subjects ?? {};
  return {
    timestamp: event.at.toISOString(),
    account_id: account?.id ?? null,
    user_id: contact?.user_id ?? null,
    action,
    message_type: message?.type ?? null,
    result,
    error: result === 'error' ? (message?.error?.message ?? ownError(event)) : null,
    proxy_used: message?.proxy_used ?? null,
    details: detailsOf(event),
  };
}

/** The error as the event keeps it: its words went with the message. */
function ownError({ data }: StoredEvent): string | null {
  const word = data['code'] ?? data['error'];
  return typeof word === 'string' ? word : null;
}

function detailsOf({ type, messageId, data }: StoredEvent): string {
  if (type === 'account.status_changed') {
    const until = data['until'] ? `, until ${data['until']}` : '';
    return `${data['from']} → ${data['to']}: ${data['cause']}${until}`;
  }
  const reason = typeof data['reason'] === 'string' ? data['reason'] : '';
  if (messageId === null) return reason;
  const outcome = type === 'message.failed' || result(type) === 'success' ? '' : type.slice(8);
  return [`message ${messageId}`, outcome, reason].filter(Boolean).join(', ');
}

const result = (type: string) => kinds[type]?.result;
