import { type Arguments, asArguments } from '../arguments.ts';
import type { BotApi } from '../bot-api.ts';
import { carryOut } from '../carry-out.ts';
import { dropExpired, type Pending, type UpdateQueue, type Webhook } from './update-queue.ts';

/** How long a webhook may take to answer, in real milliseconds. */
const ANSWER_TIME_MS = 60_000;
/** Waits between attempts, in world's seconds: doubled from the first to the longest. */
const FIRST_WAIT = 1;
const LONGEST_WAIT = 60;

/** Sends the updates of one bot to its webhook, those of one chat one after the other. */
export function deliverWebhook(api: BotApi, queue: UpdateQueue): () => void {
  const { world } = api;
  const busyChats = new Set<number>();
  /** Updates that failed: how often, and until when they rest. */
  const failures = new Map<number, { times: number; restUntil: number }>();
  const inFlight = new Set<AbortController>();
  let stopped = false;

  function next(webhook: Webhook): Pending | undefined {
    if (stopped || busyChats.size >= webhook.maxConnections) return undefined;
    const passed = new Set(busyChats);
    for (const pending of queue.pending) {
      if (passed.has(pending.chatId)) continue;
      const rest = failures.get(pending.update.update_id)?.restUntil ?? 0;
      if (rest <= world.clock.now()) return pending;
      passed.add(pending.chatId); // the later ones of its chat wait for it
    }
    return undefined;
  }

  function deliverSoon(): void {
    const { webhook } = queue;
    if (!webhook) return;
    dropExpired(world, queue);
    for (let pending = next(webhook); pending; pending = next(webhook)) {
      busyChats.add(pending.chatId);
      void deliver(webhook, pending);
    }
  }

  async function deliver(webhook: Webhook, pending: Pending): Promise<void> {
    const abort = new AbortController();
    inFlight.add(abort);
    const { update_id: id } = pending.update;
    const problem = await post(api, queue, webhook, pending, abort.signal);
    inFlight.delete(abort);
    busyChats.delete(pending.chatId);
    if (stopped) return;
    if (!problem) {
      failures.delete(id);
      queue.pending = queue.pending.filter((other) => other !== pending);
    } else {
      webhook.lastError = { date: world.clock.seconds(), message: problem.message };
      const times = (failures.get(id)?.times ?? 0) + 1;
      const wait = problem.retryAfter ?? Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (times - 1));
      const restUntil = world.clock.now() + wait * 1000;
      failures.set(id, { times, restUntil });
      world.clock.at(restUntil, deliverSoon);
    }
    deliverSoon();
  }

  queue.wakers.add(deliverSoon);
  return () => {
    stopped = true;
    queue.wakers.delete(deliverSoon);
    for (const abort of inFlight) abort.abort();
  };
}

type Problem = { message: string; retryAfter?: number | undefined };

/** One attempt. @returns what was wrong, or undefined when the webhook took the update */
async function post(
  api: BotApi,
  queue: UpdateQueue,
  webhook: Webhook,
  { update }: Pending,
  stop: AbortSignal,
): Promise<Problem | undefined> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (webhook.secret !== '') headers['x-telegram-bot-api-secret-token'] = webhook.secret;
  try {
    const answer = await fetch(webhook.url, {
      method: 'POST',
      headers,
      body: JSON.stringify(update),
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWER_TIME_MS)]),
    });
    const text = await answer.text();
    if (answer.ok) {
      await callFromAnswer(api, queue, text);
      return undefined;
    }
    const retryAfter = Number(answer.headers.get('retry-after')) || undefined;
    const message = `Wrong response from the webhook: ${answer.status} ${answer.statusText}`;
    return { message, retryAfter };
  } catch (error) {
    return { message: wordsOf(error) };
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'Read timeout expired';
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ECONNREFUSED' ? 'Connection refused' : 'Connection reset by peer';
}

/** A webhook may answer with a call; nobody learns how it went. */
async function callFromAnswer(api: BotApi, queue: UpdateQueue, text: string): Promise<void> {
  const bot = api.world.bots.get(queue.botId);
  const read = readCall(text);
  if (!bot || !read) return;
  await carryOut(api, bot, read.method, read.args, new AbortController().signal);
}

function readCall(text: string): { method: string; args: Arguments } | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined; // any text will do for an answer
  }
  if (typeof body !== 'object' || body === null || !('method' in body)) return undefined;
  return { method: String(body.method), args: { values: asArguments(body), files: new Map() } };
}
