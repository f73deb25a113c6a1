import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { int, selectRow, selectRows, time } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { type ChatAddress, TelegramError } from '../../edges/telegram-account/port.ts';
import type { HeldAccount, HeldSender, HeldSenders } from '../../held-senders.ts';
import { decide } from './gate.ts';
import { type Candidate, factsOf, goesItsWay, readCandidates } from './gate-facts.ts';
import { explainDecision } from './gate-texts.ts';
import { errorOf, type Outcome } from './outcome.ts';
import { leftUnconfirmed } from './send-for-owner.ts';
import { sendFromAccount } from './send-message.ts';
import { texts } from './texts.ts';

/** How long Telegram remembers a random id isn't documented: after this the history is asked. */
const TRUSTED_REPEAT_MS = 3 * 60_000;
const MOST_ATTEMPTS = 8;
/** Clocks of ours and Telegram's may differ by this much. */
const CLOCK_SLACK_MS = 2 * 60_000;

/**
 * Messages whose outcome isn't known: their process died in the middle, or Telegram didn't answer.
 * @param senderIds those held here
 * @param inFlight those this process is sending at the moment: they are left out
 */
export async function findUnfinished(
  app: App,
  senderIds: readonly number[],
  inFlight: ReadonlySet<number>,
  limit: number,
): Promise<number[]> {
  const rows = await selectRows(
    app.db,
    { id: int },
    sql`
      select id from messages
      where status = 'sending' and due_at <= ${at(app.clock.now())} and sender_id in (
        select value::bigint from jsonb_array_elements_text(${JSON.stringify(senderIds)}::jsonb))
        and id <> all(${`{${[...inFlight].join(',')}}`}::bigint[])
      order by due_at limit ${limit}`,
  );
  return rows.map((row) => row.id);
}

export type Repeat = { message: Candidate; attempts: number; outcome: Outcome };

/**
 * Brings one such message to its end without ever doubling it: sends it again under the same
 * random id, or, where that isn't safe or isn't allowed any more, looks whether it had arrived.
 * @returns undefined when somebody else has settled it, or the account is being connected anew
 */
export async function repeatUnfinished(
  app: App,
  held: HeldSenders,
  messageId: number,
): Promise<Repeat | undefined> {
  const [message] = await readCandidates(app, app.db, sql`m.id = ${messageId}`);
  const sender = message && held.get(message.senderId);
  if (!message || !sender || !goesItsWay(sender, message)) return undefined;
  const claimed = await claim(app, messageId, sender);
  if (!claimed) return undefined;
  const repeated: Candidate = { ...message, fence: sender.fence };
  // A bot can neither repeat a message safely nor look whether it had arrived.
  const outcome =
    sender.kind === 'business'
      ? leftUnconfirmed({ kind: 'unavailable', code: 'INTERRUPTED' })
      : await finish(app, sender, repeated, claimed);
  return { message: repeated, attempts: claimed.attempts, outcome };
}

type Claim = { attempts: number; passedAt: Date };

/** Takes the message over under the fence of the present lease. */
function claim(app: App, messageId: number, sender: HeldSender): Promise<Claim | undefined> {
  return selectRow(
    app.db,
    { attempts: int, passedAt: time },
    sql`
      update messages m set fence = ${sender.fence}, attempts = m.attempts + 1
      from senders s
      where m.id = ${messageId} and m.status = 'sending' and s.id = m.sender_id
        and s.worker_id = ${app.worker.id} and s.fence = ${sender.fence}
      returning m.attempts, m.passed_at as "passedAt"`,
  );
}

async function finish(
  app: App,
  sender: HeldAccount,
  message: Candidate,
  { attempts, passedAt }: Claim,
): Promise<Outcome> {
  const now = app.clock.now();
  // Its time to wait is over, but it is on its way already: only what forbids sending counts.
  const decision = decide(factsOf({ ...message, decideBy: null, freeAt: null }), now);
  const forbidden = decision.verdict === 'refused' || isSenderPaused(message);
  const isOld = now.getTime() - passedAt.getTime() > TRUSTED_REPEAT_MS;
  // A refusal of the repeat says nothing of the attempt before: only the history knows.
  const refusal =
    !forbidden && !isOld && attempts <= MOST_ATTEMPTS
      ? await sendFromAccount(app, sender, message)
      : undefined;
  if (refusal?.kind === 'sent' || refusal?.kind === 'unknown') return refusal;

  const found = await findSent(app, sender, message, passedAt);
  if (found instanceof TelegramError) {
    if (found.problem.kind !== 'unavailable' || attempts <= MOST_ATTEMPTS)
      return { kind: 'unknown', problem: found.problem };
    const error = { ...errorOf(found.problem), reason: 'unconfirmed', text: texts.unconfirmed };
    return { kind: 'unconfirmed', error, problem: found.problem };
  }
  if (found) return { kind: 'sent', ...found, proxyUsed: sender.usesProxy };
  if (refusal) return refusal;
  if (decision.verdict === 'refused') {
    const error = explainDecision(decision, now);
    return { kind: 'cancelled', error };
  }
  const problem = { kind: 'unavailable' as const, code: 'NOT_DELIVERED' };
  if (isSenderPaused(message)) return { kind: 'requeued', problem };
  if (attempts <= MOST_ATTEMPTS) return sendFromAccount(app, sender, message);
  return { kind: 'failed', error: errorOf(problem), problem };
}

function isSenderPaused({ status }: Candidate): boolean {
  return status !== 'active' && status !== 'warming';
}

async function findSent(
  app: App,
  sender: HeldAccount,
  { telegramId: userId, accessHash, content, type, ...message }: Candidate,
  passedAt: Date,
) {
  if (userId === null || accessHash === null) return undefined;
  if (type === 'invite') return findInvited(app, sender, message.chat, { userId, accessHash });
  const since = new Date(passedAt.getTime() - CLOCK_SLACK_MS);
  const accountedFor = await selectRows(
    app.db,
    { telegramId: int },
    sql`
      select telegram_id as "telegramId" from messages
      where workspace_id = ${message.workspaceId} and dialog_id = ${message.dialogId}
        and direction = 'out' and telegram_id is not null and id <> ${message.id}
      order by id desc limit 200`,
  );
  const except = accountedFor.map((row) => row.telegramId);
  return sender.connection
    .findSent({ userId, accessHash }, { text: content, type, since, except })
    .catch(passTelegramError);
}

/** An invite leaves no message of its own: whoever is in the chat was brought there, or came. */
async function findInvited(
  app: App,
  sender: HeldAccount,
  chat: ChatAddress | null,
  peer: { userId: number; accessHash: string },
) {
  if (chat === null) throw new Error('an invite into no chat');
  const place = await sender.connection.placeInChat(chat, peer).catch(passTelegramError);
  if (place instanceof TelegramError) return place;
  return place === 'inside' ? { telegramId: null, sentAt: app.clock.now() } : undefined;
}

function passTelegramError(error: unknown): TelegramError {
  if (error instanceof TelegramError) return error;
  throw error;
}
