import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { App } from '../../context.ts';
import { TelegramError } from '../../edges/telegram-account/port.ts';
import type { HeldAccount } from '../../held-senders.ts';
import type { Candidate } from './gate-facts.ts';
import type { MessageError } from './message.ts';
import { BANNED_IN_CHAT } from './outcome.ts';
import { problemTexts } from './problem-texts.ts';
import { writeFailures } from './write-outcomes.ts';

/** A message that was held back after the look, by a pause say, is looked at again. */
const HOLDS_MS = 3_600_000;

/** Whether a message invites, is ready otherwise, and nobody has looked into its chat lately. */
export function needsLook({ chat, accessHash, mediaId, upload }: Candidate, now: Date): boolean {
  if (chat === null || accessHash === null || (mediaId !== null && upload === null)) return false;
  const { lookedAt } = chat;
  return lookedAt === undefined || now.getTime() - Date.parse(lookedAt) > HOLDS_MS;
}

/**
 * Asks Telegram whether the person is in the chat they are to be invited into. Who is there, or was
 * thrown out of it, is sent nothing. Being asked to wait puts off all that the account would ask
 * about that chat, and nothing else.
 * @throws TelegramError
 */
export async function lookBeforeInviting(
  app: App,
  sender: HeldAccount,
  { id, chat, telegramId: userId, accessHash }: Candidate,
): Promise<void> {
  if (chat === null || userId === null || accessHash === null)
    throw new Error('nobody to look for, or nowhere');
  const place = await sender.connection
    .placeInChat(chat, { userId, accessHash })
    .catch((error: unknown) => {
      if (!(error instanceof TelegramError) || error.problem.kind !== 'flood_wait') throw error;
      return error.problem;
    });
  if (typeof place === 'object') return putOff(app, sender, chat.chatId, place.seconds);
  if (place === 'outside') {
    const lookedAt = JSON.stringify(app.clock.now().toISOString());
    await app.db.execute(sql`
      update messages set chat = jsonb_set(chat, '{lookedAt}', ${lookedAt}::jsonb)
      where id = ${id} and status = 'queued'`);
    return;
  }
  const error = refusals[place];
  await app.database.transaction((tx) =>
    writeFailures(app, tx, [{ messageId: id, from: 'queued', to: 'cancelled', error }]),
  );
}

const refusals: Record<'inside' | 'banned', MessageError> = {
  inside: { code: 'conflict', reason: 'already_in_chat', text: problemTexts.alreadyInChat },
  banned: { code: 'not_addable', reason: BANNED_IN_CHAT, text: problemTexts.bannedInChat },
};

async function putOff(
  app: App,
  { id }: HeldAccount,
  chatId: number,
  seconds: number,
): Promise<void> {
  app.log.info({ sender: id, seconds }, 'Telegram asks to wait before looking into the chat again');
  const until = new Date(app.clock.now().getTime() + seconds * 1_000);
  await app.db.execute(sql`
    update messages set due_at = ${at(until)} where id in (
      select id from messages
      where sender_id = ${id} and status = 'queued' and due_at < ${at(until)}
        and (chat ->> 'chatId')::bigint = ${chatId}
      order by id for update)`);
}
