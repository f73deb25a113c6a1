import { eq, sql } from 'drizzle-orm';
import { type ErrorCode, errorStatus } from '../../../contract/errors.ts';
import { AppError } from '../../base/errors.ts';
import { waitUntil } from '../../base/wait-until.ts';
import type { App } from '../../context.ts';
import { type StoredError, senderRequests } from './tables.ts';

/** Holders are woken on this channel, those who asked on the other. */
export const REQUESTS_CHANNEL = 'vestnik_requests';
export const ANSWERS_CHANNEL = 'vestnik_answers';

export const argsContext = (workspaceId: number) => `workspace ${workspaceId} request`;

export type Ask = {
  workspaceId: number;
  /** null: any process that holds senders may answer. */
  senderId: number | null;
  verb: string;
  args: unknown;
  timeoutMs: number;
  /** Asked now and then while nobody has taken the request up: false gives up before the time. */
  isWorthWaiting?: () => Promise<boolean>;
};

/**
 * Asks the process that holds a sender to do something on its connection, and waits.
 * @returns the verb's answer
 * @throws AppError what the verb threw, timeout, or account_unavailable when it isn't worth waiting
 */
export async function askHolder(app: App, ask: Ask): Promise<unknown> {
  const sealed = app.crypto.encrypt(JSON.stringify(ask.args ?? null), argsContext(ask.workspaceId));
  const [request] = await app.db
    .insert(senderRequests)
    .values({
      workspaceId: ask.workspaceId,
      senderId: ask.senderId,
      verb: ask.verb,
      args: sealed,
      deadline: sql`now() + ${ask.timeoutMs / 1_000} * interval '1 second'`,
    })
    .returning({ id: senderRequests.id });
  if (!request) throw new Error('the request was not stored');
  await app.db.execute(sql`select pg_notify(${REQUESTS_CHANNEL}, '')`);

  const finished = await waitUntil(app.database, {
    channel: ANSWERS_CHANNEL,
    concerns: (payload) => payload === String(request.id),
    timeoutMs: ask.timeoutMs,
    check: async () => {
      const [row] = await app.db
        .select()
        .from(senderRequests)
        .where(eq(senderRequests.id, request.id));
      if (row?.finishedAt) return row;
      if (!row?.claimedBy && ask.isWorthWaiting && !(await ask.isWorthWaiting()))
        throw new AppError('account_unavailable', texts.letGo);
      return undefined;
    },
  });
  if (!finished) throw new AppError('timeout', texts.noAnswer);
  if (finished.error) throw reviveError(finished.error);
  return finished.result;
}

function reviveError(stored: StoredError): AppError {
  const code: ErrorCode = stored.code in errorStatus ? (stored.code as ErrorCode) : 'internal';
  return new AppError(code, stored.text, {
    ...(stored.retry_after !== undefined && { retryAfter: stored.retry_after }),
    fields: stored.fields,
  });
}

export const texts = {
  letGo: {
    ru: 'Аккаунт как раз потерял связь. Повторите через несколько секунд.',
    en: 'The account has just lost its connection. Try again in some seconds.',
  },
  noAnswer: {
    ru: 'Аккаунт сейчас не на связи: ни один процесс с ролью telegram не ответил вовремя. Повторите позже.',
    en: 'The account is not connected now: no process with the role telegram answered in time. Try again later.',
  },
};
